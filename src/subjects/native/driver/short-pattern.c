/* Contents of blocks of which the ends are filled, without a call for each. */

enum { PATTERN_WORDS = EDGE_BYTES / 4, SHORT_BYTES = 2 * EDGE_BYTES + 4 };

static inline void put_words(uint8_t *to, uint32_t value, uint64_t bytes) {
  for (; bytes >= 4; bytes -= 4, to += 4, value += PATTERN_STEP) memcpy(to, &value, 4);
  for (; bytes > 0; bytes--, value >>= 8) *to++ = (uint8_t)value;
}
static inline uint32_t compare_words(const uint8_t *from, uint32_t value, uint64_t bytes) {
  uint32_t differing = 0, seen;
  for (; bytes >= 4; bytes -= 4, from += 4, value += PATTERN_STEP) {
    memcpy(&seen, from, 4);
    differing |= seen ^ value;
  }
  for (; bytes > 0; bytes--, value >>= 8) differing |= *from++ ^ (value & 255);
  return differing;
}
static inline void put_edge(uint8_t *to, uint32_t value) {
  uint32_t words[PATTERN_WORDS] = { value, value + PATTERN_STEP, value + 2 * PATTERN_STEP,
                                    value + 3 * PATTERN_STEP };
  memcpy(to, words, EDGE_BYTES);
}
static inline uint32_t compare_edge(const uint8_t *from, uint32_t value) {
  uint32_t words[PATTERN_WORDS];
  memcpy(words, from, EDGE_BYTES);
  return (words[0] ^ value) | (words[1] ^ (value + PATTERN_STEP)) | (words[2] ^ (value + 2 * PATTERN_STEP)) |
         (words[3] ^ (value + 3 * PATTERN_STEP));
}
static inline uint32_t value_at(uint32_t base, uint64_t offset) {
  return base + (uint32_t)(offset >> 2) * PATTERN_STEP;
}

/* Where the observer fills and reads edges: fill_block and verify_block for 16 bytes at either end. */
static inline void put_edges(uint64_t address, uint64_t size, uint32_t base) {
  uint8_t *bytes = (uint8_t *)(uintptr_t)address;
  if (size <= SHORT_BYTES) {
    put_words(bytes, base, size);
    return;
  }
  uint64_t tail = tail_of(size, EDGE_BYTES);
  put_edge(bytes, base);
  put_edge(bytes + tail, value_at(base, tail));
  put_words(bytes + tail + EDGE_BYTES, value_at(base, tail + EDGE_BYTES), size & 3);
}
static inline bool edges_match(uint64_t address, uint64_t size, uint32_t base) {
  const uint8_t *bytes = (const uint8_t *)(uintptr_t)address;
  if (size <= SHORT_BYTES) return compare_words(bytes, base, size) == 0;
  uint64_t tail = tail_of(size, EDGE_BYTES);
  return (compare_edge(bytes, base) | compare_edge(bytes + tail, value_at(base, tail)) |
          compare_words(bytes + tail + EDGE_BYTES, value_at(base, tail + EDGE_BYTES), size & 3)) == 0;
}
