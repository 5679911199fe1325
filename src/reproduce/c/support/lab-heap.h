#pragma once
#include "settings.h"
#include "bounds.h"
#include "freshen.h"
#include "guarded-memory.h"
#include <errno.h>

/*
 * What the malloc lab's memlib offers: a heap of at most REGION_BYTES, of which the subject takes more
 * and more with mem_sbrk. Nobody may touch what lies beside that.
 */
static unsigned char *pool, *used_end;
static size_t pool_bytes;
/* What the bytes before the heap and behind its end must be. */
static unsigned char before[WATCHED_BYTES], behind[WATCHED_BYTES];

/* Behind a reset lies what was there before; noise is put only where nobody has been. */
static inline void watch_end(void) {
  unsigned char *end = pool + pool_bytes;
  fill_noise(end > used_end ? end : used_end, end + WATCHED_BYTES, 0);
  memcpy(behind, end, WATCHED_BYTES);
}
static inline void make_region(uintptr_t place) {
  make_noise();
  pool = used_end = guarded_memory(place, REGION_BYTES + WATCHED_BYTES + 8);
  fill_noise(pool - WATCHED_BYTES, pool, 0);
  memcpy(before, pool - WATCHED_BYTES, WATCHED_BYTES);
  watch_end();
}
static inline void region(uintptr_t *low, uintptr_t *high) {
  *low = (uintptr_t)pool;
  *high = *low + pool_bytes;
}
static inline void lies_inside(const struct block *block) {
  lies_between(block, (uintptr_t)pool, (uintptr_t)pool + pool_bytes);
}
static inline void as_it_was(const unsigned char *start, const unsigned char *was) {
  for (int i = 0; i < WATCHED_BYTES; i++)
    if (start[i] != was[i])
      wrong("the byte at offset %td from the heap's base has changed, outside of it", start + i - pool);
}
static inline void outside_untouched(void) {
  as_it_was(pool - WATCHED_BYTES, before);
  as_it_was(pool + pool_bytes, behind);
}

/* Declared by the hand-out's config.h or mdriver.c, memlib.h for the rest. */
int verbose = 0;
void *mem_sbrk(intptr_t increment);
void mem_init(void);
void mem_deinit(void);
void mem_reset_brk(void);
void *mem_heap_lo(void);
void *mem_heap_hi(void);
size_t mem_heapsize(void);
size_t mem_pagesize(void);

void *mem_sbrk(intptr_t increment) {
  unsigned char *old = pool + pool_bytes, *end = old + increment;
  if (increment < 0 || (size_t)increment > REGION_BYTES - pool_bytes) {
    errno = ENOMEM;
    return (void *)-1;
  }
  if (end > used_end) {
    freshen(old > used_end ? old : used_end, end);
    used_end = end;
  }
  pool_bytes += (size_t)increment;
  watch_end();
  return old;
}
void mem_init(void) {}
void mem_deinit(void) {}
void mem_reset_brk(void) {
  pool_bytes = 0;
  watch_end();
}
void *mem_heap_lo(void) { return pool; }
void *mem_heap_hi(void) { return pool + pool_bytes - 1; }
size_t mem_heapsize(void) { return pool_bytes; }
size_t mem_pagesize(void) { return (size_t)sysconf(_SC_PAGESIZE); }
