#pragma once
#include "settings.h"
#include "wrong.h"
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

enum { GUARD_BYTES = 4 << 20 };

/*
 * Memory for a region that begins BASE_OFFSET behind `place`, where that is free, else behind another
 * multiple of 65536. Whoever goes a page further on either side dies.
 */
static inline unsigned char *guarded_memory(uintptr_t place, size_t bytes) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  size_t inner = (BASE_OFFSET + bytes + page - 1) / page * page, total = 2 * GUARD_BYTES + 65536 + page + inner;
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  char *low = mmap((void *)(place - page - GUARD_BYTES), total, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (low == MAP_FAILED) wrong("there is no memory for a region of %zu bytes", bytes);
  char *base = low + GUARD_BYTES + page;
  base += -(uintptr_t)base % 65536;
  mprotect(low, (size_t)(base - page - low), PROT_NONE);
  mprotect(base + inner, (size_t)(low + total - base - inner), PROT_NONE);
  return (unsigned char *)base + BASE_OFFSET;
}
