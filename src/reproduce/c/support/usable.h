#pragma once
#include "settings.h"
#include "fill.h"
#include "lies-right.h"

static inline void usable(struct block *block, size_t length) {
  if (length < block->size)
    wrong("%zu bytes of %s are usable, fewer than the %zu asked for", length, block->name, block->size);
  intact();
  if (!USABLE_WRITABLE || block->held == 0 || length <= block->held) return;
  /* All of it may be written, so it is nobody else's. */
  block->held = length;
  lies_right(block, 1);
  fill(block, block->filled ? 0 : UNFILLED);
}
