/* Requests that move the end of the region: src/subjects/execute/region-requests.ts. */

static word call_growth(int role, word gap, word bytes) {
  if (convention == CONVENTION_HANDLE) {
    /* A handle's further piece is named by its address: tlsf_add_pool(handle, memory, bytes). */
    if (role == ROLE_APPEND) return CALL3(role, handle, region.pool_end + gap, bytes);
    return CALL2(role, handle, bytes);
  }
  return role == ROLE_APPEND ? CALL2(role, gap, bytes) : CALL1(role, bytes);
}

/*
 * Offers the subject a new end of its pool, `gap` bytes behind the old one's piece, which it takes or
 * refuses by 0. What it takes is as fresh as the pool was; the gap, and what it gives back, become
 * bytes under watch.
 */
static bool move_end(int role, uint64_t end, uint64_t gap, uint64_t bytes) {
  uint64_t old = region.pool_end;
  if (end < region.pool_base || end > region.reserve_end || gap > end - region.pool_base || !HAS(role))
    return false;
  if (gap > 0 && region.gap_count == sizeof region.gaps / sizeof *region.gaps) return false;
  watch_behind(old, old + gap);
  refresh_bytes(old + gap, end);
  word answer = call_growth(role, (word)gap, (word)bytes);
  /* A flag is an int, of whose register the upper half may hold anything; a piece is an address. */
  if (convention == CONVENTION_HANDLE && role == ROLE_APPEND ? answer == 0 : (int)answer == 0) {
    if (end > old) watch_behind(old, end);
    return false;
  }
  watch_behind(end, (end > old ? end : old) + WATCHED_BYTES);
  if (gap > 0) region.gaps[region.gap_count++] = (struct gap){ old, old + gap };
  while (region.gap_count > 0 && region.gaps[region.gap_count - 1].end > end) region.gap_count--;
  region.pool_end = end;
  region.changed = true;
  return true;
}

static void request_region(int32_t request, uint32_t head, uint64_t size, uint64_t second) {
  uint32_t kind = kind_of(head);
  int32_t step = open_step(request, head, -1, size, second, 0);
  bool done = true;
  begin_call();
  if (kind == KIND_DEALLOC_NULL) done = call_dealloc(0, 0, 1);
  else if (kind == KIND_EXTEND) done = move_end(ROLE_EXTEND, region.pool_end + size, 0, size);
  else if (kind == KIND_APPEND) done = move_end(ROLE_APPEND, region.pool_end + second + size, second, size);
  else done = move_end(ROLE_RESIZE, region.pool_base + size, 0, size);
  end_call();
  if (done && kind == KIND_APPEND) set_address(region.pool_end - size);
  set_outcome(done                         ? OUTCOME_DONE
              : kind == KIND_DEALLOC_NULL ? OUTCOME_REJECTED
                                          : OUTCOME_REFUSED);
  after_step(step, kind != KIND_DEALLOC_NULL);
  stop = damaged;
}
