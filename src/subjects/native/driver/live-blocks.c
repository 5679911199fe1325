/* The book of what is held: src/subjects/execute/live-blocks.ts. */

struct block {
  uint64_t address, size;
  /* Bytes that hold the pattern: size, or the usable length; 0 where nothing was written. */
  uint64_t written;
  uint32_t pattern;
  /* Step that first granted it. */
  int32_t allocation;
  int32_t generation;
  int32_t position;
  uint8_t align_log2;
};

static struct block *blocks;
static int32_t *live_slots;
/* Slot by the request that produced it, plus one; 0 for none. */
static int32_t *slot_of_request;
static int32_t slot_count, live_count;
static uint64_t live_bytes;
static bool stop;

static int32_t add_block(int32_t request, int32_t allocation, uint64_t address, uint64_t size,
                         uint32_t align_log2) {
  int32_t slot = slot_count++;
  struct block *block = blocks + slot;
  *block = (struct block){ .address = address, .size = size, .allocation = allocation,
                           .position = live_count, .align_log2 = (uint8_t)align_log2 };
  live_slots[live_count++] = slot;
  live_bytes += size;
  if (request >= 0) slot_of_request[request] = slot + 1;
  return slot;
}
/* From the lowest to the highest byte that a realloc gave up. */
static uint64_t left_from = UINT64_MAX, left_to;

static void leave(const struct block *block) {
  uint64_t end = block->address + (block->size > 0 ? block->size : 1);
  if (block->address < left_from) left_from = block->address;
  if (end > left_to) left_to = end;
}
/* Whether a block of this program, live or freed, may have begun at the address or held it. */
static bool was_ever_held(uint64_t address) {
  if (address >= left_from && address < left_to) return true;
  for (const struct block *block = blocks; block < blocks + slot_count; block++) {
    uint64_t length = block->size > block->written ? block->size : block->written;
    if (address >= block->address && address - block->address < (length > 0 ? length : 1)) return true;
  }
  return false;
}
static bool is_live(int32_t slot) { return slot >= 0 && blocks[slot].position >= 0; }

static uint64_t marked_end(const struct block *block) {
  return block->address + (block->size > block->written ? block->size : block->written);
}
static void unmark(const struct block *block) { remove_live(block->address, marked_end(block)); }

/* Goes over to bits that are exact for a range from `start`; the block `without` is left unmarked. */
static void narrow_granule(uint64_t start, int32_t without) {
  if (is_on_granule(start)) return;
  clear_bits();
  granule_log2 = start % 8 == 0 ? 3 : 0;
  for (int32_t index = 0; index < live_count; index++) {
    int32_t slot = live_slots[index];
    if (slot != without) insert_live(blocks[slot].address, marked_end(blocks + slot));
  }
}
static void forget(int32_t slot) {
  struct block *block = blocks + slot;
  unmark(block);
  int32_t last = live_slots[--live_count];
  live_slots[block->position] = last;
  blocks[last].position = block->position;
  block->position = -1;
  live_bytes -= block->size;
}
