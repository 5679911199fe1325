/* Requests that grant: src/subjects/execute/grant-requests.ts. */

static void skip(void) { header[HEADER_SKIPPED]++; }

static bool in_gap(uint64_t start, uint64_t end) {
  for (const struct gap *gap = region.gaps; gap < region.gaps + region.gap_count; gap++) {
    if (start < gap->end && gap->start < end) return true;
  }
  return false;
}

/* Why nothing may be written to a block; marks it live where it may or is only too large (S9). */
static int distrust(int32_t slot) {
  uint64_t address = blocks[slot].address, size = blocks[slot].size;
  uint64_t fill_limit = from_words(control->fill_limit_low, control->fill_limit_high);
  if (address + size < address || address + size > region.end || address < region.base ||
      in_gap(address, address + size))
    return UNTOUCHED_OUT_OF_EXTENTS;
  narrow_granule(address, slot);
  if (!insert_live(address, address + size)) return UNTOUCHED_OVERLAPS_LIVE;
  return size > fill_limit ? UNTOUCHED_ABOVE_FILL_CAP : UNTOUCHED_NO;
}

static void set_refused(void) {
  set_outcome(OUTCOME_REFUSED);
  current_step()[1] |= (int32_t)(refusal_error << ERROR_SHIFT);
}

static void record_refusal(int answer, int32_t step) {
  if (answer == ANSWER_MISENCODED) {
    set_outcome(OUTCOME_MISENCODED);
    set_untouched(UNTOUCHED_MISENCODED);
    stop = true;
    return;
  }
  set_refused();
  after_step(step, true);
  stop = damaged;
}

static void begin_block(int32_t slot, bool zeroed, int32_t step) {
  struct block *block = blocks + slot;
  if (block->size > 0) {
    int reason = distrust(slot);
    if (reason != UNTOUCHED_NO) {
      set_untouched((uint32_t)reason);
      stop = reason == UNTOUCHED_OUT_OF_EXTENTS || reason == UNTOUCHED_OVERLAPS_LIVE;
      if (stop) return;
    } else {
      if (zeroed) verify_zero(block->address, block->size, block->allocation, step);
      fill_block(block, 0);
    }
  }
  after_step(step, false);
  stop = damaged;
}

static uint64_t array_bytes(uint64_t count, uint64_t size) {
  return size != 0 && count > UINT64_MAX / size ? UINT64_MAX : count * size;
}

/* What a step keeps of the first word of a request, and in it the alignment. */
enum { HEAD_BITS = (1 << OUTCOME_SHIFT) - 1, ALIGN_BITS = 31 << ALIGN_SHIFT };

static uint32_t kind_of(uint32_t head) { return head & 31; }
static uint32_t entry_of(uint32_t head) { return (head >> 5) & 15; }
static uint32_t align_log2_of(uint32_t head) { return (head >> ALIGN_SHIFT) & 31; }

static bool request_grant(int32_t request, uint32_t head, uint64_t size, uint64_t second) {
  uint32_t kind = kind_of(head), entry = entry_of(head), align_log2 = align_log2_of(head);
  word align = (word)1 << align_log2;
  int32_t step = open_step(request, head, -1, size, second, 0);
  begin_call();
  int answer = kind == KIND_ALLOC || kind == KIND_FILL ? call_alloc(entry, (word)size, align)
               : kind == KIND_ALLOC_ZEROED             ? call_zeroed((word)size, align)
               : kind == KIND_ALLOC_ARRAY              ? call_array((word)second, (word)size)
                                                       : call_alloc(entry, (word)size, (word)second);
  end_call();
  if (answer != ANSWER_ADDRESS) {
    record_refusal(answer, step);
    return false;
  }
  set_outcome(OUTCOME_GRANTED);
  set_address(granted);
  current_step()[2] = step;
  uint64_t bytes = kind == KIND_ALLOC_ARRAY ? array_bytes(second, size) : size;
  bool zeroed = kind == KIND_ALLOC_ZEROED || kind == KIND_ALLOC_ARRAY;
  begin_block(add_block(kind == KIND_FILL ? -1 : request, step, granted, bytes, align_log2), zeroed, step);
  return true;
}

static void request_realloc_null(int32_t request, uint32_t head, uint64_t size, uint64_t second) {
  bool array = kind_of(head) == KIND_REALLOC_ARRAY;
  int32_t step = open_step(request, head, -1, size, second, 0);
  begin_call();
  int answer = array ? as_address(CALL3(ROLE_REALLOC_ARRAY, 0, second, size))
                     : call_realloc(0, 0, (word)size, (word)1 << align_log2_of(head));
  end_call();
  if (answer != ANSWER_ADDRESS) {
    record_refusal(answer, step);
    return;
  }
  set_outcome(OUTCOME_GRANTED);
  set_address(granted);
  current_step()[2] = step;
  uint64_t bytes = array ? array_bytes(second, size) : size;
  begin_block(add_block(request, step, granted, bytes, align_log2_of(head)), false, step);
}

static void fill_until_refused(int32_t request, uint32_t head, uint64_t size, int64_t most) {
  if (size == 0) {
    skip();
    return;
  }
  if (most > control->macro_limit) most = control->macro_limit;
  for (int64_t made = 0; made < most && !stop && room(0) > RESERVED_STEPS; made++) {
    if (!request_grant(request, head, size, 0)) return;
  }
}
