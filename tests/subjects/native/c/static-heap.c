/* First fit over a static array, as firmware has it: it takes nothing from a host and needs no init. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifndef HEAP_BYTES
#define HEAP_BYTES 16384
#endif

enum { UNIT = 16 };
static _Alignas(UNIT) uint8_t heap[HEAP_BYTES];

/* Length of a block with its header, and whether it is taken: in the first word of each block. */
struct block {
  size_t bytes;
  size_t is_taken;
};

static struct block *at(size_t offset) { return (struct block *)(void *)(heap + offset); }

static void join_free(struct block *block) {
  for (;;) {
    size_t next = (size_t)((uint8_t *)block - heap) + block->bytes;
    if (next >= HEAP_BYTES || at(next)->is_taken) return;
    block->bytes += at(next)->bytes;
  }
}

void *malloc(size_t size) {
  if (at(0)->bytes == 0) at(0)->bytes = HEAP_BYTES;
#ifdef TRUSTS_SIZE
  /* The fault: whatever is longer than the heap is handed out from its beginning. */
  if (size > HEAP_BYTES && size < 2 * HEAP_BYTES) return heap + UNIT;
#endif
  if (size > HEAP_BYTES) return NULL;
  size_t needed = (size + UNIT + UNIT - 1) / UNIT * UNIT;
  if (needed < 2 * UNIT) needed = 2 * UNIT;
  for (size_t offset = 0; offset < HEAP_BYTES; offset += at(offset)->bytes) {
    struct block *block = at(offset);
    if (block->is_taken) continue;
    join_free(block);
    if (block->bytes < needed) continue;
    if (block->bytes >= needed + 2 * UNIT) {
      at(offset + needed)->bytes = block->bytes - needed;
      at(offset + needed)->is_taken = 0;
      block->bytes = needed;
    }
    block->is_taken = 1;
    return (uint8_t *)block + UNIT;
  }
  return NULL;
}

void free(void *address) {
  if (address != NULL) ((struct block *)(void *)((uint8_t *)address - UNIT))->is_taken = 0;
}

#ifdef TELLS
void allocert_region(uintptr_t *base, uintptr_t *end) {
  *base = (uintptr_t)heap;
  *end = (uintptr_t)(heap + HEAP_BYTES);
}
#endif
