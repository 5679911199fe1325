/* Realloc of a live block: src/subjects/execute/resize-requests.ts. */

/* What was kept is read at the new place, then the block starts a new generation. */
static void block_moved(struct block *block, uint64_t address, uint64_t bytes, int32_t step) {
  uint64_t kept = block->size < bytes ? block->size : bytes;
  bool was_written = block->written > 0;
  unmark(block);
  leave(block);
  live_bytes += bytes - block->size;
  block->address = address;
  block->size = bytes;
  block->generation++;
  if (bytes > 0) {
    int reason = distrust((int32_t)(block - blocks));
    if (reason == UNTOUCHED_NO) {
      if (was_written) verify_kept(block, address, kept, step);
      block->written = 0;
      if (!damaged) fill_block(block, 0);
    } else {
      block->written = 0;
      set_untouched((uint32_t)reason);
      stop = reason == UNTOUCHED_OUT_OF_EXTENTS || reason == UNTOUCHED_OVERLAPS_LIVE;
      if (stop) return;
    }
  } else {
    block->written = 0;
  }
  after_step(step, false);
  stop = damaged;
}

static void request_resize(int32_t request, uint32_t given_head, int32_t slot, uint64_t size,
                           uint64_t second) {
  struct block *block = blocks + slot;
  uint32_t kind = kind_of(given_head), asked = align_log2_of(given_head);
  bool array = kind == KIND_REALLOC_ARRAY;
  /* reallocarray takes no alignment and keeps none. */
  uint32_t align_log2 = asked > 0 ? asked : array ? 0 : block->align_log2;
  uint32_t head = (given_head & ~(uint32_t)ALIGN_BITS) | (align_log2 << ALIGN_SHIFT);
  uint64_t address = block->address;
  verify_block(block, step_index() - 1);
  if (damaged) {
    stop = true;
    return;
  }
  int32_t step = open_step(request, head, block->allocation, size, second, address);
  begin_call();
  int answer = array ? as_address(CALL3(ROLE_REALLOC_ARRAY, address, second, size))
                     : call_realloc((word)address, (word)block->size, (word)size, (word)1 << align_log2);
  end_call();
  uint64_t bytes = array ? array_bytes(second, size) : size;
  if (answer == ANSWER_ADDRESS) {
    set_outcome(OUTCOME_GRANTED);
    set_address(granted);
    block->align_log2 = (uint8_t)align_log2;
    block_moved(block, granted, bytes, step);
    return;
  }
  if (answer == ANSWER_REFUSED && bytes == 0 && control->realloc_to_zero_ends) {
    set_refused();
    forget(slot);
    after_step(step, false);
    stop = damaged;
    return;
  }
  if (answer == ANSWER_REFUSED) verify_block(block, step);
  record_refusal(answer, step);
  stop = stop || damaged;
}
