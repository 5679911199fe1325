/*
 * A bump allocator over a pool that it is given. Replace it by your own, and keep what allocert.h
 * declares of the functions that you have.
 */
#include "allocert.h"

#include <stdint.h>
#include <string.h>

static uintptr_t base, next, end;

int allocert_init(void *pool, size_t bytes) {
  base = next = (uintptr_t)pool;
  end = base + bytes;
  return 1;
}

void *allocert_alloc(size_t size, size_t align) {
  uintptr_t start = (next + align - 1) & ~(uintptr_t)(align - 1);
  /* Compared with the room left, never added: no size can wrap. */
  if (start < next || start > end || size > end - start) return NULL;
  next = start + size;
  return (void *)start;
}

void *allocert_alloc_zeroed(size_t size, size_t align) {
  void *granted = allocert_alloc(size, align);
  if (granted != NULL) memset(granted, 0, size);
  return granted;
}

void *allocert_realloc(void *address, size_t old_size, size_t size, size_t align) {
  void *granted = allocert_alloc(size, align);
  if (granted != NULL) memcpy(granted, address, old_size < size ? old_size : size);
  return granted;
}

int allocert_dealloc(void *address, size_t size, size_t align) {
  (void)address, (void)size, (void)align;
  return 1;
}

void allocert_reset(void) { next = base; }
