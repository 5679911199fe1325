/* Answers the vectors by the functions of the driver. */
#define main driver_main
#include "driver.c"
#undef main

static struct progress no_progress;
static int32_t no_header[WORDS_PER_HEADER];

static void pattern(uint32_t allocation, uint32_t generation, uint64_t offset, int bytes) {
  uint32_t base = pattern_base((int32_t)allocation, (int32_t)generation);
  uint8_t filled[64] = { 0 };
  uint64_t from = offset & ~(uint64_t)3;
  /* By the fill, which goes by words, as if the block began before. */
  fill_pattern((uint64_t)(uintptr_t)filled - from, from, offset + (uint64_t)bytes, base);
  for (int at = 0; at < bytes; at++) {
    uint8_t byte = pattern_byte(base, offset + (uint64_t)at);
    if (filled[offset - from + (uint64_t)at] != byte) printf("!");
    printf("%02x", byte);
  }
}

/* Ranges of bytes that a fill changes, of two fills over different bytes at least one. */
static void written(const char *level, uint64_t length) {
  uint8_t *bytes = map_zeros(length), *others = map_zeros(length);
  observe_at(strcmp(level, "full") == 0 ? OBSERVE_FULL : strcmp(level, "wide") == 0 ? OBSERVE_WIDE : OBSERVE_EDGES);
  memset(others, 0xff, length);
  struct block block = { .address = (uint64_t)(uintptr_t)bytes, .size = length };
  struct block other = { .address = (uint64_t)(uintptr_t)others, .size = length };
  fill_block(&block, 0);
  fill_block(&other, 0);
  for (uint64_t at = 0; at < length; at++) {
    if (bytes[at] != others[at]) continue;
    uint64_t from = at;
    while (at < length && bytes[at] == others[at]) at++;
    printf("%s%llu-%llu", from == 0 ? "" : " ", (unsigned long long)from, (unsigned long long)at);
  }
}

static void open_books(void) {
  slot_count = live_count = 0;
  clear_bits();
  left_from = UINT64_MAX;
  left_to = 0;
}

static void grant(int32_t request, uint64_t address, uint64_t size, uint32_t align_log2) {
  insert_live(address, address + size);
  add_block(request, request, address, size, align_log2);
}

static void drain(const char *order, long seed, char *addresses) {
  open_books();
  for (char *word = strtok(addresses, " "); word != NULL; word = strtok(NULL, " "))
    grant(live_count, strtoull(word, NULL, 10), 1, 0);
  int64_t code = strcmp(order, "address") == 0   ? DRAIN_ADDRESS
                 : strcmp(order, "reverse") == 0 ? DRAIN_REVERSE
                 : strcmp(order, "oddEven") == 0 ? DRAIN_ODD_EVEN
                                                 : DRAIN_RANDOM;
  int32_t count = order_slots(code, seed);
  for (int32_t at = 0; at < count; at++)
    printf("%s%llu", at == 0 ? "" : " ", (unsigned long long)blocks[drain_slots[at]].address);
}

static void invalid_free(const char *mode, const char *which, long delta) {
  open_books();
  region.base = 4096;
  grant(0, 4096, 64, 4);
  grant(1, 8192, 32, 3);
  forget(1);
  grant(2, 12288, 32, 3);
  forget(2);
  grant(3, 12288, 32, 3);
  grant(4, 16384, 0, 0);
  grant(5, 20480, 4096, 0);
  leave(blocks + 5);
  blocks[5].address = 24576;
  blocks[5].size = 64;
  int32_t slot = strcmp(which, "live") == 0    ? 0
                 : strcmp(which, "gone") == 0  ? 1
                 : strcmp(which, "again") == 0 ? 2
                 : strcmp(which, "moved") == 0 ? 5
                                               : -1;
  uint64_t code = strcmp(mode, "foreign") == 0    ? INVALID_FOREIGN
                  : strcmp(mode, "interior") == 0 ? INVALID_INTERIOR
                  : strcmp(mode, "twice") == 0    ? INVALID_TWICE
                                                  : INVALID_WRONG_SIZE;
  struct invalid_free found;
  if (!find_invalid_free(slot, delta, code, &found)) printf("none");
  else printf("%d %d %d", (int)found.address, (int)found.size, (int)found.align);
}

int main(void) {
  char line[512], kind[32], word[32], which[32];
  unsigned long a, b, c, d;
  long delta;
  int used;
  make_noise_table();
  map_bits();
  progress = &no_progress;
  header = no_header;
  blocks = map_zeros(1 << 16);
  live_slots = map_zeros(1 << 16);
  slot_of_request = map_zeros(1 << 16);
  drain_slots = map_zeros(1 << 16);
  drain_scratch = map_zeros(1 << 16);
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    if (sscanf(line, "pattern %lu %lu %lu %lu", &a, &b, &c, &d) == 4) pattern((uint32_t)a, (uint32_t)b, c, (int)d);
    else if (sscanf(line, "noise %lu %lu %lu", &a, &b, &c) == 3)
      for (d = 0; d < c; d++) printf("%02x", noise_byte((int32_t)a, b + d));
    else if (sscanf(line, "written %31s %lu", word, &a) == 2) written(word, a);
    else if (sscanf(line, "wide %lu", &a) == 1) written("wide", a);
    else if (sscanf(line, "drain %31s %ld %n", word, &delta, &used) == 2) drain(word, delta, line + used);
    else if (sscanf(line, "%31s %31s %31s %ld", kind, word, which, &delta) == 4) invalid_free(word, which, delta);
    printf("\n");
  }
  return 0;
}
