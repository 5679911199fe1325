/* Runs a batch, so many programs at a time, and confirms what hung. */

static bool was_measured;

/*
 * Asks for the first blocks, and answers what was taken for them: as the door counts it, or address
 * space where there is none.
 */
static uint64_t take_first_blocks(void) {
  uint64_t before = address_space_bytes();
  door.most = UINT64_MAX;
  if (has_door) watch_calls();
  open_door();
  call_alloc(0, 1, 1);
  call_alloc(0, 65536, 1);
  close_door();
  return has_door ? door.given : address_space_bytes() - before;
}

/* Found out by a child, once. */
static uint64_t measure_first_blocks(void) {
  volatile uint64_t *answer = map_shared(sizeof *answer);
  struct child *child = children;
  child->first = child->program = -1;
  child->calls = 0;
  child->unmoved_us = child->used_us = 0;
  child->limit_ms = control->hang_limit_ms;
  child->hung = false;
  pid_t pid = start_child(child);
  if (pid < 0) return 0;
  if (pid == 0) {
    *answer = take_first_blocks();
    _exit(0);
  }
  int status;
  wait_for_child(&status);
  uint64_t found = *answer;
  munmap((void *)(uintptr_t)answer, sizeof *answer);
  keep_printed(child, false);
  return found;
}

static void set_ticking(bool on) {
  struct itimerval timer = { { 0, on ? TICK_MS * 1000 : 0 }, { 0, on ? TICK_MS * 1000 : 0 } };
  setitimer(ITIMER_REAL, &timer, NULL);
}

/* Programs that hung once and are to be confirmed, in the order of their numbers. */
static int32_t suspects[MOST_CHILDREN], suspect_count;
/* Programs that a fresh child must run. */
static int32_t doubtful[MOST_CHILDREN], doubtful_count;

static void suspect(int32_t index) {
  int32_t at = suspect_count++;
  for (; at > 0 && suspects[at - 1] > index; at--) suspects[at] = suspects[at - 1];
  suspects[at] = index;
}

/* Slow is not hung: the program runs again alone, and gets ten times as long (S12). */
static bool hangs_again(int32_t index) {
  int status;
  launch(index, HANG_PATIENCE);
  struct child *child = wait_for_child(&status);
  if (child == NULL || settle(child, status) != HUNG) return false;
  bury(index, FAULT_HANG, 0);
  return true;
}

/* Leaves out the programs from `first` on, of which some may have run beside those before. */
static void leave_out(int32_t first) {
  memset(headers + (size_t)first * WORDS_PER_HEADER, 0,
         (size_t)(control->count - first) * WORDS_PER_HEADER * 4);
}

/* The next program to start a child with; -1 for none. What hung is confirmed before others start. */
static int32_t next_program(void) {
  if (doubtful_count > 0) return doubtful[--doubtful_count];
  return suspect_count > 0 ? -1 : claim();
}

/* Runs the programs from `first` on, `width` at a time. */
static void run_programs(int32_t first, int32_t width) {
  int32_t end = control->count, index;
  suspect_count = doubtful_count = 0;
  work->next = first;
  work->end = end;
  work->one_each = 0;
  *driver_error = 0;
  while (*driver_error == 0) {
    while (running < width && *driver_error == 0 && (index = next_program()) >= 0) launch(index, 1);
    int status;
    struct child *child = wait_for_child(&status);
    if (child != NULL) {
      int end_of_child = settle(child, status);
      index = child->program;
      if (end_of_child == SETTLED) continue;
      if (end_of_child == DOUBTFUL) {
        /*
         * The others go on sharing: of p programs in one that die, sharing takes p * (2 - p) processes
         * for each program, which is never more than one.
         */
        doubtful[doubtful_count++] = index;
      } else if (control->confirm_hangs) {
        work->end = 0;
        suspect(index);
      } else {
        bury(index, FAULT_HANG, 0);
        if (control->stop_at_hang && index + 1 < end) work->end = end = index + 1;
      }
      continue;
    }
    work->one_each = 1;
    for (int32_t at = 0; at < suspect_count && suspects[at] < end; at++) {
      if (hangs_again(suspects[at]) && control->stop_at_hang) end = suspects[at] + 1;
    }
    if (suspect_count == 0 || end < control->count) break;
    suspect_count = 0;
    work->end = end;
  }
  if (end < control->count) leave_out(end);
}

static void run_batch(int32_t first, int32_t width) {
  int32_t most = 0;
  for (int32_t program = first; program < control->count; program++) {
    int32_t total = slices[program + 1] - slices[program];
    if (total > most) most = total;
  }
  resize_books((size_t)most + 1);
  set_ticking(true);
  if (!HAS(ROLE_INIT) && !was_measured) {
    first_blocks_bytes = measure_first_blocks();
    was_measured = true;
  }
  rest_bytes = child_rest_bytes() + first_blocks_bytes;
  run_programs(first, width < 1 ? 1 : width > MOST_CHILDREN ? MOST_CHILDREN : width);
  set_ticking(false);
}
