/* Asks for the usable length of a block, and takes what lies behind its size. */

static void request_usable(int32_t request, uint32_t head, int32_t slot) {
  struct block *block = blocks + slot;
  int32_t step = open_step(request, head, block->allocation, block->size, 0, block->address);
  begin_call();
  uint64_t length = CALL1(ROLE_USABLE, block->address);
  end_call();
  set_outcome(OUTCOME_DONE);
  to_words(current_step() + 5, length);
  header[HEADER_USABLE_CHECKS]++;
  uint64_t written = block->written, end = block->address + length;
  /* The granule in which the block ended is its own already. */
  uint64_t granule = (uint64_t)1 << granule_log2;
  uint64_t behind = (block->address + written + granule - 1) & ~(granule - 1);
  if (control->usable_writable && written > 0 && length > written) {
    int reason = end < length || end > region.end ? UNTOUCHED_OUT_OF_EXTENTS
                 : !insert_live(behind, end)      ? UNTOUCHED_OVERLAPS_LIVE
                                                  : UNTOUCHED_NO;
    if (reason != UNTOUCHED_NO) {
      set_untouched((uint32_t)reason);
      stop = true;
      return;
    }
    if (length <= from_words(control->fill_limit_low, control->fill_limit_high)) {
      block->written = length;
      fill_block(block, written & ~(uint64_t)3);
    } else {
      remove_live(behind, end);
    }
  }
  after_step(step, false);
  stop = damaged;
}
