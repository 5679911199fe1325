/*
 * A malloc family that never touches errno; mmap, which would, is not called for what cannot be. Built
 * with WRONG_ANSWERS its posix_memalign answers one error for another.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static _Alignas(4096) char pool[32 << 20];
static size_t used;

static void *take(size_t align, size_t size) {
  size_t at = (used + 16 + align - 1) & ~(align - 1);
  if (at > sizeof pool || size > sizeof pool - at) return NULL;
  used = at + size;
  memcpy(pool + at - sizeof size, &size, sizeof size);
  return pool + at;
}

void *malloc(size_t size) { return take(16, size); }

void free(void *old) { (void)old; }

void *realloc(void *old, size_t size) {
  void *granted = take(16, size);
  if (granted == NULL || old == NULL) return granted;
  size_t kept;
  memcpy(&kept, (char *)old - sizeof kept, sizeof kept);
  memcpy(granted, old, kept < size ? kept : size);
  return granted;
}

int posix_memalign(void **out, size_t align, size_t size) {
#ifdef WRONG_ANSWERS
  const int bad = ENOMEM, full = EINVAL;
#else
  const int bad = EINVAL, full = ENOMEM;
#endif
  if (align < sizeof(void *) || (align & (align - 1)) != 0) return bad;
  void *granted = take(align < 16 ? 16 : align, size);
  if (granted == NULL) return full;
  *out = granted;
  return 0;
}
