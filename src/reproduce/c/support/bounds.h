#pragma once
#include "block.h"
#include "wrong.h"

static inline void lies_between(const struct block *block, uintptr_t low, uintptr_t high) {
  uintptr_t start = (uintptr_t)block->start, end = start + block->held;
  if (block->held > 0 && (start < low || end > high || end < start))
    wrong("%s is [%p, +%zu), outside of the region [%p, %p)", block->name, (void *)start, block->held,
          (void *)low, (void *)high);
}
