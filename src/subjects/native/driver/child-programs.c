/* Which programs a child runs, and what becomes of one that died. */

/*
 * Forgets the program that this child has run, and puts a sealed library back. False where the child
 * is not what it was: something is wrong, or the library has found a way to more memory.
 */
static bool begin_again(uint64_t at_rest) {
  uint64_t pool_bytes = kept_pool.total;
  if (stop || work->one_each || address_space_bytes() != at_rest + pool_bytes) return false;
  lift_limit();
  clear_bits();
  granule_log2 = WIDEST_GRANULE_LOG2;
  put_back_as_loaded();
  slot_count = live_count = 0;
  live_bytes = 0;
  left_from = UINT64_MAX;
  left_to = 0;
  region.gap_count = 0;
  region.demanded = 0;
  region.changed = false;
  region.host_refused = 0;
  since_checkpoint = 0;
  handle = 0;
  return true;
}

static void begin_program(int32_t index) {
  turn_to(index);
  header[HEADER_STATUS] = STATUS_RUNNING;
}

/* One program, or of a sealed library as many as are left. */
static void run_in_child(struct child *child) {
  uint64_t at_rest = is_sealed ? address_space_bytes() : 0;
  int32_t index = child->first;
  for (;;) {
    run_program(index);
    if (stop && index != child->first) return;
    header[HEADER_STATUS] = STATUS_FINISHED;
    if (!is_sealed || !begin_again(at_rest)) return;
    if ((index = claim()) < 0) return;
    work->programs[child - children] = index;
    begin_program(index);
  }
}

static void launch(int32_t index, int32_t patience) {
  struct child *child = children;
  while (child->pid != 0) child++;
  child->first = child->program = index;
  work->programs[child - children] = index;
  child->calls = -1;
  child->unmoved_us = child->used_us = 0;
  child->limit_ms = control->hang_limit_ms * patience;
  child->hung = false;
  begin_program(index);
  pid_t pid = start_child(child);
  if (pid < 0) *driver_error = CANNOT_FORK;
  if (pid != 0) return;
  run_in_child(child);
  _exit(0);
}

enum { SETTLED, HUNG, DOUBTFUL };

/*
 * Settles what a child that is gone was at. Where it hung, nothing is written down yet. What goes wrong
 * in a child that ran other programs before is run again by a fresh one, so that nobody is accused of
 * what another program has left behind.
 */
static int settle(const struct child *child, int status) {
  int32_t index = child->program;
  bool died = headers[(size_t)index * WORDS_PER_HEADER + HEADER_STATUS] != STATUS_FINISHED;
  bool is_fresh = index == child->first;
  progress = progresses + index;
  keep_printed(child, died && !child->hung && is_fresh);
  if (!died) return SETTLED;
  if (child->hung) return HUNG;
  if (!is_fresh) return DOUBTFUL;
  if (WIFSIGNALED(status)) bury(index, fault_of_signal(WTERMSIG(status)), WTERMSIG(status));
  else bury(index, FAULT_EXIT, WEXITSTATUS(status));
  return SETTLED;
}
