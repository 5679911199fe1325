/* A malloc family in a static pool whose blocks lie 8 behind a multiple of 16. */
#include <stddef.h>
#include <string.h>

static char pool[1 << 20] __attribute__((aligned(64)));
static size_t used = 8;

void *malloc(size_t size) {
  if (size > sizeof pool - used) return NULL;
  void *block = pool + used;
  used += (size + 15) & ~(size_t)15;
  return block;
}
void free(void *block) { (void)block; }
void *calloc(size_t count, size_t size) {
  if (size != 0 && count > (size_t)-1 / size) return NULL;
  void *block = malloc(count * size);
  if (block != NULL) memset(block, 0, count * size);
  return block;
}
