/*
 * A small allocator over a given pool: a list of free blocks in the order of their addresses, first
 * fit, merged with their neighbours when they are freed. Behind a pipe it is certified with
 *
 *   cc -O2 -o free-list free-list.c allocert-wire.c hosted.c
 *   npx allocert certify --command ./free-list
 *
 * -DPLANT_BUG merges a freed block with the one before it without asking whether they touch.
 */
#include "allocert-wire.h"
#include <string.h>

enum { GRANULE = 16 };

/* Before every block; a block's length includes it. */
struct block {
  size_t bytes;
  struct block *next;
};
_Static_assert(sizeof(struct block) <= GRANULE, "a header is one granule");

static struct block *free_list;

static int pool_init(void *base, size_t bytes) {
  uintptr_t from = ((uintptr_t)base + GRANULE - 1) & ~(uintptr_t)(GRANULE - 1);
  uintptr_t to = ((uintptr_t)base + bytes) & ~(uintptr_t)(GRANULE - 1);
  free_list = NULL;
  if (to < from + 2 * GRANULE) return 0;
  free_list = (struct block *)from;
  free_list->bytes = to - from;
  free_list->next = NULL;
  return 1;
}

static void *pool_malloc(size_t size) {
  if (size > PTRDIFF_MAX - 2 * GRANULE) return NULL;
  size_t bytes = ((size + GRANULE - 1) & ~(size_t)(GRANULE - 1)) + GRANULE;
  if (size == 0) bytes = 2 * GRANULE;
  for (struct block **link = &free_list; *link != NULL; link = &(*link)->next) {
    struct block *found = *link;
    if (found->bytes < bytes) continue;
    if (found->bytes - bytes >= 2 * GRANULE) {
      struct block *rest = (struct block *)((uint8_t *)found + bytes);
      rest->bytes = found->bytes - bytes;
      rest->next = found->next;
      found->bytes = bytes;
      *link = rest;
    } else {
      *link = found->next;
    }
    return (uint8_t *)found + GRANULE;
  }
  return NULL;
}

static int touches(const struct block *a, const struct block *b) {
  return (const uint8_t *)a + a->bytes == (const uint8_t *)b;
}

static void pool_free(void *at) {
  if (at == NULL) return;
  struct block *freed = (struct block *)((uint8_t *)at - GRANULE), *before = NULL, *behind = free_list;
  while (behind != NULL && behind < freed) before = behind, behind = behind->next;
  freed->next = behind;
  if (behind != NULL && touches(freed, behind)) {
    freed->bytes += behind->bytes;
    freed->next = behind->next;
  }
  if (before == NULL) {
    free_list = freed;
    return;
  }
#ifdef PLANT_BUG
  before->bytes = (size_t)((uint8_t *)freed - (uint8_t *)before) + freed->bytes;
  before->next = freed->next;
#else
  before->next = freed;
  if (touches(before, freed)) {
    before->bytes += freed->bytes;
    before->next = freed->next;
  }
#endif
}

static void *pool_realloc(void *at, size_t size) {
  void *moved = pool_malloc(size);
  if (moved == NULL || at == NULL) return moved;
  size_t held = ((struct block *)((uint8_t *)at - GRANULE))->bytes - GRANULE;
  memcpy(moved, at, held < size ? held : size);
  pool_free(at);
  return moved;
}

static void *pool_calloc(size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) return NULL;
  void *at = pool_malloc(count * size);
  return at == NULL ? NULL : memset(at, 0, count * size);
}

/* What allocert calls. */
static void *call_alloc(int entry, size_t size, size_t align) {
  (void)entry, (void)align;
  return pool_malloc(size);
}
static void *call_realloc(void *at, size_t old_size, size_t size, size_t align) {
  (void)old_size, (void)align;
  return pool_realloc(at, size);
}
static void call_dealloc(void *at, size_t size, size_t align) {
  (void)size, (void)align;
  pool_free(at);
}

static uint8_t pool[(1 << 20) + 16384];

int main(void) {
  static const struct allocert_subject subject = {
    .name = "free-list",
    .pool = pool,
    .pool_bytes = sizeof pool,
    .begin = pool_init,
    .alloc = call_alloc,
    .alloc_array = pool_calloc,
    .realloc = call_realloc,
    .dealloc = call_dealloc,
  };
  allocert_serve(&subject);
}
