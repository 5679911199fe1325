/* One block at a time, always at the start of the pool, usable in steps of 256 KiB. */
#include <stddef.h>

static char *start;
static size_t total, used;

int allocert_init(void *pool, size_t bytes) {
  start = pool;
  total = bytes;
  used = 0;
  return 1;
}

void *allocert_alloc(size_t size, size_t align) {
  size_t rounded = (size + 262143) & ~(size_t)262143;
  (void)align;
  if (used != 0 || rounded < size || rounded > total) return NULL;
  used = rounded;
  return start;
}

void allocert_dealloc(void *old, size_t size, size_t align) {
  (void)old;
  (void)size;
  (void)align;
  used = 0;
}

size_t allocert_usable(void *block) {
  (void)block;
  return used;
}
