#pragma once
#include "settings.h"
#include "blocks.h"
#include "region.h"

/* A block is aligned, inside of the region, and shares no byte with another. */
static inline void lies_right(const struct block *block, size_t align) {
  uintptr_t start = (uintptr_t)block->start;
  if (start % align != 0)
    wrong("%s is at %p, no multiple of %zu", block->name, (void *)start, align);
  lies_inside(block);
  for (int i = 1; i < BLOCKS; i++) {
    const struct block *other = blocks[i];
    uintptr_t from = (uintptr_t)other->start;
    size_t size = block->held, length = other->held;
    if (other == block || !other->live) continue;
    /* A block of size 0 may have an address of its own. */
    if (UNIQUE_ZERO_SIZE && (size == 0 || length == 0)) size += size == 0, length += length == 0;
    if (size > 0 && length > 0 && start < from + length && from < start + size)
      wrong("%s is [%p, +%zu) and overlaps %s, [%p, +%zu)", block->name, (void *)start, block->held,
            other->name, (void *)from, other->held);
  }
}
