/* A bump allocator that writes far behind its pool when it grants from 101 to 199 bytes. */
#include <stddef.h>
#include <stdint.h>

static uint8_t *next, *end;

int allocert_init(void *pool, size_t bytes) {
  next = pool;
  end = next + bytes;
  return 1;
}

void *allocert_alloc(size_t size, size_t align) {
  uint8_t *at = (uint8_t *)(((uintptr_t)next + align - 1) & ~(uintptr_t)(align - 1));
  if (at > end || size > (size_t)(end - at)) return NULL;
  next = at + size;
  for (int byte = 0; size > 100 && size < 200 && byte < 64; byte++) end[340 * 1024 + byte] = 0x41;
  return at;
}

void allocert_dealloc(void *block, size_t size, size_t align) {
  (void)block, (void)size, (void)align;
}
