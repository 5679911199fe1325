#pragma once
#include "settings.h"
#include "lies-right.h"

static inline void usable(struct block *block, size_t length) {
  size_t asked = block->size;
  if (length < asked)
    wrong("%zu bytes of %s are usable, fewer than the %zu asked for", length, block->name, asked);
  if (!USABLE_WRITABLE || asked == 0) return;
  /* All of it may be written, so it is nobody else's. */
  block->size = length;
  lies_right(block, 1);
  block->size = asked;
}
