#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The same bytes that allocert puts there, so that what depends on them shows again. */
static unsigned char noise[65536];
static inline void make_noise(void) {
  uint32_t state = 0x2545f491u;
  for (size_t at = 0; at < sizeof noise; at += 4) {
    state ^= state << 13, state ^= state >> 17, state ^= state << 5;
    memcpy(noise + at, &state, 4);
  }
}
static inline unsigned char noise_byte(uintptr_t address, uint32_t seed) {
  uint32_t shift = seed * 0x9e3779b1u >> 13 & 65528;
  return noise[(address + shift) % sizeof noise];
}
static inline void fill_noise(unsigned char *start, unsigned char *end, uint32_t seed) {
  for (; start < end; start++) *start = noise_byte((uintptr_t)start, seed);
}
