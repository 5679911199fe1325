/* Init, and everything from the beginning. */

static bool init_refused(word answer) {
  if (init_refuses == INIT_REFUSES_BY_ZERO) return (int)answer == 0;
  return init_refuses == INIT_REFUSES_BY_MINUS_ONE && (int)answer == -1;
}

/*
 * mm_init answers 0 or true where it is done, 0 or false where it is not, or nothing at all, by the
 * hand-out; so what tells is the memory that it was refused.
 */
static bool init_lab(void) {
  uint32_t refused = region.refused;
  word answer = CALL0(ROLE_INIT);
  return !init_refused(answer) && region.refused == refused;
}

/* Runs the subject's init over the pool; false where it refuses. */
static bool call_init(uint64_t pool_bytes) {
  if (!HAS(ROLE_INIT)) return true;
  if (convention == CONVENTION_LAB) return init_lab();
  word answer = CALL2(ROLE_INIT, region.pool_base, pool_bytes);
  if (convention != CONVENTION_HANDLE) return !init_refused(answer);
  handle = answer;
  return answer != 0;
}

/*
 * A subject without a reset of its own is given its pool anew: all of it up to the first gap, since
 * what lies behind a gap is no part of one pool.
 */
static bool init_again(void) {
  if (region.gap_count > 0) {
    region.pool_end = region.gaps[0].start;
    region.gap_count = 0;
    region.changed = true;
    watch_behind(region.pool_end, region.pool_end + WATCHED_BYTES);
  }
  return call_init(region.pool_end - region.pool_base);
}

static bool call_reset(void) {
  if (convention == CONVENTION_LAB) {
    mem_reset_brk();
    return init_lab();
  }
  if (!HAS(ROLE_RESET)) return init_again();
  if (convention == CONVENTION_HANDLE) CALL1(ROLE_RESET, handle);
  else CALL0(ROLE_RESET);
  return true;
}

static void request_reset(int32_t request, uint32_t head) {
  checkpoint(step_index() - 1);
  if (damaged) {
    stop = true;
    return;
  }
  int32_t step = open_step(request, head | KIND_RESET, -1, 0, 0, 0);
  begin_call();
  bool done = call_reset();
  end_call();
  set_outcome(done ? OUTCOME_DONE : OUTCOME_REFUSED);
  while (done && live_count > 0) forget(live_slots[live_count - 1]);
  verify_outside(step);
  /* Of a subject whose init was refused nothing can be asked. */
  stop = damaged || !done;
}
