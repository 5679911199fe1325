/*
 * A malloc family that never frees, in a static pool of blocks with a header of 16 bytes. Each flag
 * plants one bug: CALLOC_WRAPS, REALLOC_LOSES, ALIGN_IGNORED, USABLE_COUNTS_HEADER.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static _Alignas(4096) char pool[4 << 20];
static size_t used;

static void *take(size_t align, size_t size) {
  size_t at = (used + 16 + align - 1) & ~(align - 1);
  if (at > sizeof pool || size > sizeof pool - at) return NULL;
  used = (at + size + 15) & ~(size_t)15;
  memcpy(pool + at - 16, &size, sizeof size);
  return pool + at;
}

void *malloc(size_t size) { return take(16, size); }
void free(void *old) { (void)old; }

void *calloc(size_t count, size_t size) {
#ifndef CALLOC_WRAPS
  if (size != 0 && count > SIZE_MAX / size) return NULL;
#endif
  return take(16, count * size);
}

size_t malloc_usable_size(void *old) {
  size_t size;
  memcpy(&size, (char *)old - 16, sizeof size);
#ifdef USABLE_COUNTS_HEADER
  return size + 32;
#else
  return size;
#endif
}

void *realloc(void *old, size_t size) {
  char *granted = take(16, size);
  if (granted == NULL || old == NULL) return granted;
  size_t kept;
  memcpy(&kept, (char *)old - 16, sizeof kept);
#ifdef REALLOC_LOSES
  kept = kept > 8 ? 8 : kept;
#endif
  memcpy(granted, old, kept < size ? kept : size);
  return granted;
}

void *aligned_alloc(size_t align, size_t size) {
#ifdef ALIGN_IGNORED
  align = 16;
#endif
  return take(align < 16 ? 16 : align, size);
}
