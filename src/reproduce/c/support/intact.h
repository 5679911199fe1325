#pragma once
#include "blocks.h"
#include "pattern.h"
#include "region.h"
#include "written.h"

static inline unsigned char byte_at(const struct block *block, size_t offset) {
  return pattern_byte(block->number, block->generation, offset);
}

static inline void holds_its_bytes(const struct block *block, size_t written, size_t length,
                                   const char *promise) {
  for (size_t i = 0; block->filled && i < length; i = next_written(written, i + 1)) {
    if (block->start[i] == byte_at(block, i)) continue;
    wrong("byte %zu of %s is 0x%02x and must be 0x%02x: %s", i, block->name, block->start[i],
          byte_at(block, i), promise);
  }
}

/* No byte of a live block changes but by its owner, and none around the region. */
static inline void intact(void) {
  for (int i = 1; i < BLOCKS; i++)
    if (blocks[i]->live)
      holds_its_bytes(blocks[i], blocks[i]->held, blocks[i]->held, "nobody wrote to it");
  outside_untouched();
}
