#pragma once
#include "block.h"

/* The start of a block that is about to be freed. */
static inline void *released(struct block *block) {
  block->live = 0;
  return block->start;
}
