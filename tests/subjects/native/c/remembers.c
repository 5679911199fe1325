/* A pool that goes wrong if anything is left of a program before: it counts from 7 and keeps places. */
#include <stddef.h>
#include <stdint.h>

static char *next, *last;
static int calls = 7;
static char *places[3000];

int allocert_init(void *pool, size_t bytes) {
  for (size_t at = 0; at < sizeof places / sizeof *places; at++) {
    if (places[at] != NULL) return 0;
  }
  next = pool;
  last = next + bytes;
  return 1;
}

void *allocert_alloc(size_t size, size_t align) {
  char *at = (char *)(((uintptr_t)next + align - 1) / align * align);
  places[calls % 3000] = at;
  /* The third call of every process is refused. */
  if (++calls == 10 || size > (size_t)(last - at)) return NULL;
  if (size == 101) *(volatile char *)8 = 1;
  if (size == 102) for (;;) __asm__ volatile("");
  next = at + size;
  return at;
}

void allocert_dealloc(void *old, size_t size, size_t align) {
  (void)align;
  /* Writes into the next block, which is found when that one is freed. */
  if (size == 103) ((volatile char *)old)[size] ^= 1;
}
