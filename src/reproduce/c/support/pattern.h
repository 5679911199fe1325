#pragma once
#include <stddef.h>
#include <stdint.h>

/* Every byte depends on the block, its generation and its place, so that no copy goes unseen. */
static inline unsigned char pattern_byte(uint32_t number, uint32_t generation, size_t offset) {
  uint32_t h = (number + 1) * 0x85ebca6bu ^ (generation + 1) * 0xc2b2ae35u;
  h = (h ^ h >> 16) * 0x85ebca6bu;
  h = (h ^ h >> 13) * 0xc2b2ae35u;
  uint32_t word = (h ^ h >> 16) + (uint32_t)(offset / 4) * 0x9e3779b1u;
  return (unsigned char)(word >> offset % 4 * 8);
}
