/*
 * An allocator that damages one byte of the caller's choice. It hands out its pool from the bottom up,
 * without alignment, and takes nothing back. tests/subjects/planted/planting-allocator.ts is the same.
 *
 *   free of the block that was granted last    the byte of the one before whose number is its size less 1
 *   realloc to 512 + n bytes                   byte n of what it has copied
 *   a zeroed grant                             the byte whose number is the size of the one before less 1
 *
 * -DWIRE makes it a program that speaks allocert-wire/1.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { FLIPPED = 0x5a, FIRST_PLANTED_REALLOC = 512 };

static uint8_t *cursor, *limit, *last, *before_last;
static size_t last_size;

int allocert_init(void *pool, size_t bytes) {
  cursor = pool;
  limit = cursor + bytes;
  last = before_last = NULL;
  last_size = 0;
  return 1;
}

void *allocert_alloc(size_t size, size_t align) {
  (void)align;
  if (size > (size_t)(limit - cursor)) return NULL;
  before_last = last;
  last = cursor;
  last_size = size;
  cursor += size;
  return last;
}

void *allocert_alloc_zeroed(size_t size, size_t align) {
  size_t planted = last_size - 1;
  uint8_t *block = allocert_alloc(size, align);
  if (block == NULL) return NULL;
  memset(block, 0, size);
  if (planted < size) block[planted] ^= FLIPPED;
  return block;
}

void *allocert_realloc(void *old, size_t old_size, size_t size, size_t align) {
  uint8_t *block = allocert_alloc(size, align);
  if (block == NULL) return NULL;
  size_t kept = old_size < size ? old_size : size;
  memcpy(block, old, kept);
  if (size >= FIRST_PLANTED_REALLOC && size - FIRST_PLANTED_REALLOC < kept)
    block[size - FIRST_PLANTED_REALLOC] ^= FLIPPED;
  return block;
}

void allocert_dealloc(void *block, size_t size, size_t align) {
  (void)align;
  if (block == last && before_last != NULL) before_last[size - 1] ^= FLIPPED;
}

#ifdef WIRE
#include "allocert-wire.h"

static uint8_t pool[262144 + 65536];

static void *wire_alloc(int entry, size_t size, size_t align) {
  (void)entry;
  return allocert_alloc(size, align);
}

int main(void) {
  static struct allocert_subject subject = {
    .name = "planter",
    .pool = pool,
    .pool_bytes = sizeof pool,
    .begin = allocert_init,
    .alloc = wire_alloc,
    .alloc_zeroed = allocert_alloc_zeroed,
    .realloc = allocert_realloc,
    .dealloc = allocert_dealloc,
    .layouts = 1,
  };
  allocert_serve(&subject);
}
#endif
