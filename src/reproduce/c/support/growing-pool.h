#pragma once
#include "bounds.h"
#include "narrowed-region.h"

/* What lies between appended pieces belongs to nobody. */
enum { MOST_GAPS = 16 };
static struct { unsigned char *start, *end; } gaps[MOST_GAPS];
static int gap_count;

static inline void lies_inside(const struct block *block) {
  uintptr_t low = 0, high = 0, start = (uintptr_t)block->start;
  region(&low, &high);
  lies_between(block, low, high);
  for (int i = 0; block->held > 0 && i < gap_count; i++)
    if (start < (uintptr_t)gaps[i].end && start + block->held > (uintptr_t)gaps[i].start)
      wrong("%s is [%p, +%zu), partly between two pieces of the region", block->name, (void *)start,
            block->held);
}
static inline void outside_untouched(void) {
  sides_untouched();
  for (int i = 0; i < gap_count; i++) is_noise(gaps[i].start, gaps[i].end, "between two pieces");
}

/* A subject without a reset of its own is given its pool anew, up to the first gap. */
static inline void first_piece(void) {
  if (gap_count == 0) return;
  pool_bytes = (size_t)(gaps[0].start - pool);
  gap_count = 0;
  watch(pool + pool_bytes);
}

/* The pool as it would be; false where there is no memory for it, and nobody is asked. */
static size_t offered, offered_gap;
static inline int offer(size_t bytes, size_t gap) {
  unsigned char *old = pool + pool_bytes;
  if (bytes > REGION_BYTES + RESERVE_BYTES || (gap > 0 && gap_count == MOST_GAPS)) return 0;
  offered = bytes;
  offered_gap = gap;
  fill_noise(old, old + gap, 0);
  freshen(old + gap, pool + bytes);
  return 1;
}
/* What the subject takes is its own from now on, what it gives back is watched. */
static inline void moved(int taken) {
  unsigned char *old = pool + pool_bytes, *end = pool + offered;
  fill_noise(taken ? end : old, (end > old ? end : old) + WATCHED_BYTES, 0);
  if (!taken) return;
  if (offered_gap > 0) {
    gaps[gap_count].start = old;
    gaps[gap_count++].end = old + offered_gap;
  }
  while (gap_count > 0 && gaps[gap_count - 1].end > end) gap_count--;
  pool_bytes = offered;
}
