#pragma once
#include "settings.h"
#include "freshen.h"
#include "guarded-memory.h"
#include "wrong.h"

/* The region that the subject is given, between bytes that nobody may touch. */
static unsigned char *pool;
static size_t pool_bytes;

static inline void watch(unsigned char *start) { fill_noise(start, start + WATCHED_BYTES, 0); }
static inline void is_noise(unsigned char *start, unsigned char *end, const char *where) {
  for (; start < end; start++)
    if (*start != noise_byte((uintptr_t)start, 0))
      wrong("the byte at offset %td from the region's base has changed, %s", start - pool, where);
}
static inline void make_region(uintptr_t place) {
  make_noise();
  pool = guarded_memory(place, REGION_BYTES + RESERVE_BYTES + WATCHED_BYTES + 8);
  pool_bytes = REGION_BYTES;
  freshen(pool, pool + pool_bytes);
  watch(pool - WATCHED_BYTES);
  watch(pool + pool_bytes);
}
static inline void sides_untouched(void) {
  is_noise(pool - WATCHED_BYTES, pool, "outside of it");
  is_noise(pool + pool_bytes, pool + pool_bytes + WATCHED_BYTES, "outside of it");
}
