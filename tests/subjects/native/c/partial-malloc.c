/* A malloc family without calloc, aligned_alloc and the like: dlsym would find those of libc. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

static char *next, *last;

void *malloc(size_t size) {
  size_t needed = (size + 31) & ~(size_t)15;
  if (needed < size) return NULL;
  if (needed > (size_t)(last - next)) {
    size_t bytes = needed > 1 << 20 ? needed : 1 << 20;
    char *map = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED) return NULL;
    next = map;
    last = map + bytes;
  }
  *(size_t *)next = size;
  next += needed;
  return next - needed + 16;
}

void free(void *old) { (void)old; }

/* Calls its own malloc through the table that the dynamic linker fills. */
void *realloc(void *old, size_t size) {
  void *granted = malloc(size);
  if (granted == NULL || old == NULL) return granted;
  size_t kept = ((size_t *)old)[-2];
  memcpy(granted, old, kept < size ? kept : size);
  return granted;
}
