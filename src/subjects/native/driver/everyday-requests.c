/*
 * A loop for the requests of which most long programs consist, allocs and frees of literal sizes: what
 * they cost is what a run costs. It does what other parts do in as many calls, and leaves to them
 * whatever is not as usual: a refusal, a grant that cannot be trusted, a block over two pages of bits,
 * damage. The record is the same word for word, as src/subjects/execute/everyday-requests.ts makes it.
 */

static inline uint64_t *page_of(uint64_t key) {
  if (recent.page == NULL || recent.key != key) {
    recent.page = bits_page(key, true);
    recent.key = key;
  }
  return recent.page;
}

/* The bits of a range within one page of them; NULL where the range is not, or lies among large ones. */
static inline uint64_t *near_bits(uint64_t start, uint64_t end, uint32_t *from, uint32_t *last) {
  uint64_t first = granule_of(start), key = first >> BITS_PAGE_LOG2;
  if (large_count > 0 || granule_of(end - 1) >> BITS_PAGE_LOG2 != key) return NULL;
  *from = (uint32_t)first & (BITS_OF_PAGE - 1);
  *last = (uint32_t)granule_of(end - 1) & (BITS_OF_PAGE - 1);
  return page_of(key);
}
/* insert_live where that is simple; false where it is not done, whatever the reason. */
static inline bool insert_near(uint64_t start, uint64_t end) {
  uint32_t from, last;
  uint64_t *page = is_on_granule(start) ? near_bits(start, end, &from, &last) : NULL;
  if (page == NULL || any_set(page, from, last)) return false;
  set_bits(page, from, last, true);
  return true;
}
static inline bool remove_near(uint64_t start, uint64_t end) {
  uint32_t from, last;
  uint64_t *page = near_bits(start, end, &from, &last);
  if (page == NULL) return false;
  set_bits(page, from, last, false);
  return true;
}

static inline void everyday_step(int32_t request, uint32_t head, int32_t allocation, uint64_t size,
                              uint64_t address, int *error) {
  open_step(request, head, allocation, size, 0, address);
  progress->phase = PHASE_CALL;
  refusal_error = ERROR_UNOBSERVED;
  *error = 0;
  open_door();
}

/* Asking for the region is a call too. */
static inline void everyday_end(void) {
  close_door();
  if (region.changed || HAS(ROLE_REGION)) end_call();
  else progress->phase = PHASE_IDLE;
}

static inline void everyday_after(int32_t step) {
  if (statm_fd >= 0) measure_now_and_then();
  if (++since_checkpoint < until_checkpoint) return;
  checkpoint(step);
  stop = damaged;
}

static inline void everyday_alloc(int32_t request, uint32_t head, uint64_t size, uint64_t fill_limit, int *error) {
  uint32_t align_log2 = align_log2_of(head);
  int32_t step = step_count;
  everyday_step(request, head, -1, size, 0, error);
  int answer = call_alloc(entry_of(head), (word)size, (word)1 << align_log2);
  everyday_end();
  if (answer != ANSWER_ADDRESS) {
    record_refusal(answer, step);
    return;
  }
  uint64_t address = granted, end = address + size;
  int32_t *at = current_step();
  at[1] = (int32_t)(head | (uint32_t)OUTCOME_GRANTED << OUTCOME_SHIFT);
  at[2] = step;
  to_words(at + 7, address);
  int32_t slot = add_block(request, step, address, size, align_log2);
  if (address < region.base || end > region.end || end < address || size > fill_limit ||
      region.gap_count > 0 || !insert_near(address, end)) {
    begin_block(slot, false, step);
    return;
  }
  struct block *block = blocks + slot;
  if (observe_full) {
    fill_block(block, 0);
  } else {
    progress->phase = PHASE_FILL;
    block->pattern = pattern_base(step, 0);
    block->written = size;
    put_edges(address, size, block->pattern);
    progress->phase = PHASE_IDLE;
  }
  everyday_after(step);
}

static inline void everyday_dealloc(int32_t request, uint32_t given_head, int32_t slot, int *error) {
  const struct block *block = blocks + slot;
  uint64_t address = block->address, size = block->size;
  progress->phase = PHASE_VERIFY;
  if (size == 0 || size != block->written || edge_of(size) > EDGE_BYTES ||
      !(observe_full ? matches_pattern(address, 0, size, block->pattern)
                     : edges_match(address, size, block->pattern))) {
    progress->phase = PHASE_IDLE;
    request_dealloc(request, given_head, slot);
    return;
  }
  header[HEADER_CONTENT_CHECKS]++;
  uint32_t head = (given_head & ~(uint32_t)ALIGN_BITS) | (uint32_t)block->align_log2 << ALIGN_SHIFT;
  int32_t step = step_count;
  everyday_step(request, head, block->allocation, size, address, error);
  bool freed = call_dealloc((word)address, (word)size, (word)1 << block->align_log2);
  everyday_end();
  current_step()[1] = (int32_t)(head | (uint32_t)(freed ? OUTCOME_DONE : OUTCOME_REJECTED) << OUTCOME_SHIFT);
  if (freed) {
    int32_t last = live_slots[--live_count];
    if (!remove_near(address, address + size)) remove_live(address, address + size);
    live_slots[block->position] = last;
    blocks[last].position = block->position;
    blocks[slot].position = -1;
    live_bytes -= size;
  }
  everyday_after(step);
}

/* Runs requests from `from` on; answers the first that is not an everyday one, or where it stopped. */
static int32_t run_everyday(const int32_t *words, int32_t from, int32_t total) {
  uint64_t fill_limit = from_words(control->fill_limit_low, control->fill_limit_high);
  int *error = &errno;
  if (observe_each) return from;
  int32_t request = from;
  words += (size_t)from * WORDS_PER_REQUEST;
  for (; request < total && !stop && room(0) >= 2; request++, words += WORDS_PER_REQUEST) {
    uint32_t head = (uint32_t)words[0], kind = kind_of(head);
    /* Above the head are the bases of symbolic quantities. */
    if (head >> 18 != 0) break;
    if (kind == KIND_ALLOC) {
      if (words[2] <= 0) break;
      everyday_alloc(request, head, (uint64_t)words[2], fill_limit, error);
    } else if (kind == KIND_DEALLOC) {
      int32_t slot = words[1] < 0 ? -1 : slot_of_request[words[1]] - 1;
      if (is_live(slot)) everyday_dealloc(request, head, slot, error);
      else skip();
    } else {
      break;
    }
  }
  return request;
}
