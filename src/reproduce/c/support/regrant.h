#pragma once
#include "settings.h"
#include "fill.h"
#include "lies-right.h"

/* Takes over what realloc answers, which keeps the shorter of both lengths; refused, it changes nothing. */
static inline void regrant(struct block *block, void *answer, size_t size, size_t align, int flags) {
  struct block old = *block;
  if (answer != REFUSED) {
    block->start = answer;
    block->size = block->held = size;
    lies_right(block, align);
    if (REALLOC_IN_PLACE && block->start != old.start)
      wrong("%s has moved from %p to %p", block->name, (void *)old.start, answer);
    holds_its_bytes(block, old.held, size < old.size ? size : old.size, "realloc keeps it");
    block->generation++;
    fill(block, flags);
  } else if (REALLOC_TO_ZERO_FREES && size == 0) {
    block->live = 0;
  }
  intact();
}
