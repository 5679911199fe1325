/* Bytes without a pattern, the same in every run: src/subjects/module/noise.ts. */

enum { TABLE_BYTES = 65536 };

/* Mapped, like all that is large, so that what a program changes of the driver is a page or two. */
static uint8_t *noise_table;

static void make_noise_table(void) {
  uint32_t state = 0x2545f491;
  noise_table = map_zeros(TABLE_BYTES);
  for (size_t at = 0; at < TABLE_BYTES; at += 4) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    memcpy(noise_table + at, &state, 4);
  }
}

static uint32_t noise_shift(int32_t seed) {
  return (((uint32_t)seed * 0x9e3779b1u) >> 13) & (TABLE_BYTES - 8);
}

/* A function of seed and address, so that it need not be kept to be compared with. */
static uint8_t noise_byte(int32_t seed, uint64_t address) {
  return noise_table[(uint32_t)(address + noise_shift(seed)) & (TABLE_BYTES - 1)];
}

static void fill_noise(uint64_t start, uint64_t end, int32_t seed) {
  while (start < end) {
    uint32_t from = (uint32_t)(start + noise_shift(seed)) & (TABLE_BYTES - 1);
    uint64_t length = TABLE_BYTES - from;
    if (length > end - start) length = end - start;
    memcpy((void *)(uintptr_t)start, noise_table + from, (size_t)length);
    start += length;
  }
}
