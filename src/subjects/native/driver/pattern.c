/* The bytes that fill a live block: src/core/pattern.ts. */

static uint32_t pattern_base(int32_t allocation, int32_t generation) {
  uint32_t h = ((uint32_t)allocation + 1) * PATTERN_ALLOCATION ^ ((uint32_t)generation + 1) * PATTERN_GENERATION;
  h = (h ^ (h >> 16)) * PATTERN_ALLOCATION;
  h = (h ^ (h >> 13)) * PATTERN_GENERATION;
  return h ^ (h >> 16);
}
static uint8_t pattern_byte(uint32_t base, uint64_t offset) {
  return (uint8_t)((base + (uint32_t)(offset >> 2) * PATTERN_STEP) >> ((offset & 3) * 8));
}

/* `from` is a multiple of four. Words are copied, since a block may start anywhere. */
static void fill_pattern(uint64_t address, uint64_t from, uint64_t to, uint32_t base) {
  uint8_t *bytes = (uint8_t *)(uintptr_t)address;
  size_t words_end = (size_t)(to >> 2);
  for (size_t index = (size_t)(from >> 2); index < words_end; index++) {
    uint32_t value = base + (uint32_t)index * PATTERN_STEP;
    memcpy(bytes + index * 4, &value, 4);
  }
  for (uint64_t offset = (to & ~(uint64_t)3) > from ? (to & ~(uint64_t)3) : from; offset < to; offset++)
    bytes[offset] = pattern_byte(base, offset);
}

static bool matches_pattern(uint64_t address, uint64_t from, uint64_t to, uint32_t base) {
  const uint8_t *bytes = (const uint8_t *)(uintptr_t)address;
  uint32_t differing = 0;
  size_t words_end = (size_t)(to >> 2);
  for (size_t index = (size_t)(from >> 2); index < words_end; index++) {
    uint32_t value;
    memcpy(&value, bytes + index * 4, 4);
    differing |= value ^ (base + (uint32_t)index * PATTERN_STEP);
  }
  for (uint64_t offset = (to & ~(uint64_t)3) > from ? (to & ~(uint64_t)3) : from; offset < to; offset++)
    differing |= (uint32_t)(bytes[offset] ^ pattern_byte(base, offset));
  return differing == 0;
}

static bool is_zero(uint64_t address, uint64_t length) {
  const uint8_t *bytes = (const uint8_t *)(uintptr_t)address;
  uint8_t differing = 0;
  for (uint64_t offset = 0; offset < length; offset++) differing |= bytes[offset];
  return differing == 0;
}
