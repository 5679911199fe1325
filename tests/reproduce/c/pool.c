/* A first-fit allocator over a given pool behind the ABI of allocert; -DBUG=n plants one bug. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>

#ifndef BUG
#define BUG 0
#endif
enum { MISALIGNED = 1, OVERLAP, DIRTY_ZEROED, REALLOC_LOSES_TAIL, CRASHES, HANGS, REFUSES_AFTER_A_FREE,
       WRITES_BEHIND, GRANTS_TOO_MUCH, NEVER_MERGES, WRITES_TO_LIVE, EXITS };

struct header { size_t size, used; };
static unsigned char *pool_start, *pool_end;
static int frees;

static struct header *first(void) {
  return (struct header *)(pool_start + (-(uintptr_t)pool_start & 15));
}
static struct header *next(struct header *block) {
  return (struct header *)((unsigned char *)(block + 1) + block->size);
}
static int at_end(struct header *block) { return (unsigned char *)(block + 1) > pool_end; }

void *allocert_init(void *pool, size_t bytes) {
  pool_start = pool;
  pool_end = pool_start + bytes;
  frees = 0;
#ifdef COUNT_FILE
  /* Each fresh pool begins 16 bytes later than the one before it. */
  FILE *count = fopen(COUNT_FILE, "a");
  fputc('.', count);
  pool_start += 16 * (ftell(count) % 24);
  fclose(count);
#endif
  struct header *block = first();
  if ((unsigned char *)(block + 1) > pool_end) return NULL;
  block->size = (size_t)(pool_end - (unsigned char *)(block + 1)) & ~(size_t)15;
  block->used = 0;
  return pool;
}

static void merge(void) {
  for (struct header *block = first(); !at_end(block); block = next(block))
    while (!block->used && !at_end(next(block)) && !next(block)->used)
      block->size += sizeof *block + next(block)->size;
}

void *allocert_alloc(size_t size, size_t align) {
  if (align > 16 || size > PTRDIFF_MAX - 64) return BUG == GRANTS_TOO_MUCH ? first() + 1 : NULL;
  if (BUG == REFUSES_AFTER_A_FREE && frees > 0) return NULL;
  size_t asked = size;
  size = (size + 15) & ~(size_t)15;
  if (size == 0) size = 16;
  for (struct header *block = first(); !at_end(block); block = next(block)) {
    if (block->used || block->size < size) continue;
    if (block->size >= size + 32) {
      size_t rest = block->size - size - sizeof *block;
      block->size = size;
      struct header *tail = next(block);
      tail->size = rest;
      tail->used = 0;
    }
    block->used = 1;
    if (BUG == OVERLAP && asked == 48) {
      block->size = 16;
      next(block)->size = size - 16 - sizeof *block;
      next(block)->used = 0;
    }
    if (BUG == WRITES_BEHIND && asked > 400) pool_end[3] = 7;
    if (BUG == WRITES_TO_LIVE && frees > 0) memset(first() + 1, 0, 1);
    return (unsigned char *)(block + 1) + (BUG == MISALIGNED && asked == 24 ? 4 : 0);
  }
  return NULL;
}

void *allocert_alloc_zeroed(size_t size, size_t align) {
  unsigned char *block = allocert_alloc(size, align);
  if (block != NULL && BUG != DIRTY_ZEROED) memset(block, 0, size);
  return block;
}

void allocert_dealloc(void *start, size_t size, size_t align) {
  (void)size, (void)align;
  frees++;
  if (BUG == CRASHES && frees == 2) *(volatile char *)8 = 1;
  if (BUG == EXITS && frees == 2) exit(0);
  if (BUG == HANGS && frees == 2) for (volatile int i = 0; ; i++) {}
  ((struct header *)start - 1)->used = 0;
  if (BUG != NEVER_MERGES) merge();
}

void *allocert_realloc(void *start, size_t old, size_t size, size_t align) {
  unsigned char *moved = allocert_alloc(size, align);
  if (moved == NULL) return NULL;
  size_t kept = old < size ? old : size;
  memcpy(moved, start, BUG == REALLOC_LOSES_TAIL && kept > 8 ? kept - 8 : kept);
  allocert_dealloc(start, old, align);
  return moved;
}
