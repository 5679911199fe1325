#pragma once
#include "intact.h"

enum { ZEROED = 1, UNFILLED = 2 };

static inline void fill(struct block *block, int flags) {
  block->filled = block->held > 0 && !(flags & UNFILLED);
  for (size_t i = 0; block->filled && i < block->held; i = next_written(block->held, i + 1))
    block->start[i] = byte_at(block, i);
}
