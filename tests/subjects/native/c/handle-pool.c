/* An allocator behind a handle, as TLSF is: named functions, a pool from the caller, no alignment. */
#include <stddef.h>
#include <stdint.h>

struct pool {
  char *next, *last;
  struct block *free_blocks;
};
struct block {
  size_t size;
  struct block *following;
};

void *pool_make(void *memory, size_t bytes) {
  struct pool *pool = (struct pool *)(((uintptr_t)memory + 15) & ~(uintptr_t)15);
  if (bytes < 256) return NULL;
  pool->next = (char *)(((uintptr_t)(pool + 1) + 15) & ~(uintptr_t)15);
  pool->last = (char *)memory + bytes;
  pool->free_blocks = NULL;
  return pool;
}

void *pool_take(struct pool *pool, size_t size) {
  size_t needed = (size + 15) & ~(size_t)15;
  if (needed < size || needed == 0) return NULL;
  for (struct block **at = &pool->free_blocks; *at != NULL; at = &(*at)->following) {
    struct block *found = *at;
    if (found->size < needed) continue;
    *at = found->following;
    return found + 1;
  }
  if (pool->next > pool->last || needed + 16 > (size_t)(pool->last - pool->next)) return NULL;
  struct block *fresh = (struct block *)pool->next;
  pool->next += needed + 16;
  fresh->size = needed;
  return fresh + 1;
}

void pool_give(struct pool *pool, void *old) {
  struct block *block = (struct block *)old - 1;
  block->following = pool->free_blocks;
  pool->free_blocks = block;
}
