#pragma once
#include "settings.h"
#include "fill.h"
#include "lies-right.h"

/* Takes a block over from the subject; a refusal is lawful unless something else says so. */
static inline void grant(struct block *block, void *answer, size_t size, size_t align, int flags) {
  if (answer != REFUSED) {
    block->start = answer;
    block->size = block->held = size;
    block->generation = 0;
    lies_right(block, align);
    for (size_t i = 0; flags & ZEROED && !(flags & UNFILLED) && i < size; i++)
      if (block->start[i] != 0)
        wrong("byte %zu of %s is 0x%02x and not zero", i, block->name, block->start[i]);
    block->live = 1;
    fill(block, flags);
  }
  intact();
}
