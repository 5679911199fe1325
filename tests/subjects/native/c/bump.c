/* A bump allocator by the ABI of allocert, the same as bump-allocator.ts address by address. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static uintptr_t base, next, last;
#ifdef WRITES_MIDDLE
static unsigned char *large_middle;
#endif

int allocert_init(void *pool, size_t bytes) {
#ifdef WRITES_MIDDLE
  large_middle = NULL;
#endif
  base = next = (uintptr_t)pool;
  last = base + bytes;
  return 1;
}

void *allocert_alloc(size_t size, size_t align) {
  uintptr_t at = (next + align - 1) & ~(uintptr_t)(align - 1);
  if (at > last || size > last - at) return NULL;
  next = at + size;
#ifdef WRITES_MIDDLE
  /* Every grant changes a byte in the middle of the large block before it. */
  if (large_middle != NULL) *large_middle += 1;
  large_middle = size > 16384 ? (unsigned char *)at + size / 2 : NULL;
#endif
  return (void *)at;
}

void *allocert_alloc_zeroed(size_t size, size_t align) {
  void *granted = allocert_alloc(size, align);
  if (granted != NULL) memset(granted, 0, size);
#ifdef DIRTY_MIDDLE
  if (granted != NULL && size > 16384) ((unsigned char *)granted)[size / 2] = 1;
#endif
  return granted;
}

void *allocert_realloc(void *old, size_t old_size, size_t size, size_t align) {
  void *granted = allocert_alloc(size, align);
  if (granted != NULL) memmove(granted, old, old_size < size ? old_size : size);
  return granted;
}

void allocert_dealloc(void *old, size_t size, size_t align) {
  (void)old;
  (void)size;
  (void)align;
}


void allocert_reset(void) {
  next = base;
#ifdef WRITES_MIDDLE
  large_middle = NULL;
#endif
}
