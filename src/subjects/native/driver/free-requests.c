/* Frees, lawful and not: src/subjects/execute/free-requests.ts and invalid-free.ts. */

static void request_dealloc(int32_t request, uint32_t head, int32_t slot) {
  struct block *block = blocks + slot;
  verify_block(block, step_index() - 1);
  if (damaged) {
    stop = true;
    return;
  }
  uint32_t aligned = (head & ~(uint32_t)ALIGN_BITS) | ((uint32_t)block->align_log2 << ALIGN_SHIFT);
  int32_t step = open_step(request, aligned, block->allocation, block->size, 0, block->address);
  begin_call();
  bool freed = call_dealloc((word)block->address, (word)block->size, (word)1 << block->align_log2);
  end_call();
  set_outcome(freed ? OUTCOME_DONE : OUTCOME_REJECTED);
  if (freed) forget(slot);
  after_step(step, false);
  stop = damaged;
}

/* Zero-size grants have no bits, but freeing one is lawful. */
static bool starts_live(uint64_t address) {
  for (int32_t index = 0; index < live_count; index++) {
    if (blocks[live_slots[index]].address == address) return true;
  }
  return false;
}

struct invalid_free { uint64_t address, size, align; };

static bool find_invalid_free(int32_t slot, int64_t delta, uint64_t mode, struct invalid_free *found) {
  const struct block *block = slot >= 0 ? blocks + slot : NULL;
  *found = (struct invalid_free){ 0, 16, 1 };
  if (mode == INVALID_FOREIGN) {
    uint64_t from = block == NULL ? region.base : block->address + block->size;
    if (delta < 0 && from < (uint64_t)-delta) return false;
    found->address = from + (uint64_t)delta;
    return !was_ever_held(found->address);
  }
  if (block == NULL) return false;
  bool live = is_live(slot);
  *found = (struct invalid_free){ block->address, block->size, (uint64_t)1 << block->align_log2 };
  switch (mode) {
    case INVALID_INTERIOR:
      if (!live || delta <= 0 || (uint64_t)delta >= block->size) return false;
      *found = (struct invalid_free){ block->address + (uint64_t)delta, block->size - (uint64_t)delta, 1 };
      return true;
    case INVALID_TWICE:
      return !live && !starts_live(block->address) &&
             !range_is_live(block->address, block->address + (block->size > 0 ? block->size : 1));
    case INVALID_WRONG_SIZE:
      if (!live || delta == 0 || (delta < 0 && block->size <= (uint64_t)-delta)) return false;
      found->size = block->size + (uint64_t)delta;
      return true;
    default:
      return false;
  }
}

static void request_invalid_dealloc(int32_t request, uint32_t head, int32_t slot, int64_t delta,
                                    int64_t mode) {
  struct invalid_free found;
  if (mode < 0 || !find_invalid_free(slot, delta, (uint64_t)mode, &found)) {
    skip();
    return;
  }
  int32_t allocation = slot < 0 ? -1 : blocks[slot].allocation;
  int32_t step = open_step(request, head, allocation, found.size, (uint64_t)mode, found.address);
  begin_call();
  bool freed = call_dealloc((word)found.address, (word)found.size, (word)found.align);
  end_call();
  set_outcome(freed ? OUTCOME_DONE : OUTCOME_REJECTED);
  after_step(step, true);
  stop = damaged;
}
