/*
 * Correct: binary buddies that lie at multiples of their length by absolute address, so that where a
 * region begins decides how it is cut.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { UNIT = 16, ORDERS = 28, MOST_UNITS = 1 << 16 };
enum { INSIDE, FREE = 64, LIVE = 128 };

/* By unit of the region: its state and, where a block begins, its order. */
static uint8_t units[MOST_UNITS];
static uintptr_t low;
static size_t count;

static size_t unit_of(uintptr_t address) { return (address - low) / UNIT; }
static uintptr_t bytes_of(int order) { return (uintptr_t)UNIT << order; }

static void cut(uintptr_t end) {
  memset(units, INSIDE, sizeof units);
  for (uintptr_t at = low; at + UNIT <= end;) {
    int order = 0;
    while (order + 1 < ORDERS && at % bytes_of(order + 1) == 0 && at + bytes_of(order + 1) <= end) order++;
    units[unit_of(at)] = (uint8_t)(FREE | order);
    at += bytes_of(order);
  }
}

int allocert_init(void *pool, size_t bytes) {
  uintptr_t end = (uintptr_t)pool + bytes;
  low = ((uintptr_t)pool + UNIT - 1) & ~(uintptr_t)(UNIT - 1);
  count = end < low ? 0 : (end - low) / UNIT;
  if (count > MOST_UNITS) return 0;
  cut(low + count * UNIT);
  return 1;
}

void allocert_reset(void) { cut(low + count * UNIT); }

void *allocert_alloc(size_t size, size_t align) {
  size_t needed = size > align ? size : align, best = count;
  int order = 0;
  while (order < ORDERS && bytes_of(order) < needed) order++;
  for (size_t at = 0; at < count; at += (size_t)1 << (units[at] & 31)) {
    if ((units[at] & FREE) == 0 || (units[at] & 31) < order) continue;
    if (best == count || units[at] < units[best]) best = at;
  }
  if (order == ORDERS || best == count) return NULL;
  for (int half = (units[best] & 31) - 1; half >= order; half--)
    units[best + ((size_t)1 << half)] = (uint8_t)(FREE | half);
  units[best] = (uint8_t)(LIVE | order);
  return (void *)(low + best * UNIT);
}

void allocert_dealloc(void *block, size_t size, size_t align) {
  uintptr_t at = (uintptr_t)block;
  int order = units[unit_of(at)] & 31;
  (void)size;
  (void)align;
  for (; order + 1 < ORDERS; order++) {
    uintptr_t buddy = at ^ bytes_of(order);
    if (buddy < low || unit_of(buddy) >= count || units[unit_of(buddy)] != (FREE | order)) break;
    units[unit_of(at > buddy ? at : buddy)] = INSIDE;
    if (buddy < at) at = buddy;
  }
  units[unit_of(at)] = (uint8_t)(FREE | order);
}
