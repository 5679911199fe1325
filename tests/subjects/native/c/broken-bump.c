/* A bump allocator by the ABI of allocert with one fault, by flag: what it does is made by -D. */
#include <stddef.h>
#include <stdint.h>

static uintptr_t next, last;
static int grants;
#ifdef HANGS
static volatile int zero;
#endif

int allocert_init(void *pool, size_t bytes) {
  next = (uintptr_t)pool;
  last = next + bytes;
  return 1;
}

void *allocert_alloc(size_t size, size_t align) {
  uintptr_t at = (next + align - 1) & ~(uintptr_t)(align - 1);
  grants++;
#ifdef CRASHES
  if (grants == 2 && size % 16 == 11) *(volatile int *)8 = 1;
#endif
#ifdef HANGS
  if (grants == 2 && size % 16 == 11) for (;;) zero = 0;
#endif
  if (at > last || size > last - at) return NULL;
#ifdef OVERLAPS
  next = at + size - (size > 100 ? 1 : 0);
#else
  next = at + size;
#endif
  return (void *)at;
}

void allocert_dealloc(void *old, size_t size, size_t align) {
  (void)old;
  (void)size;
  (void)align;
}
