/*
 * A malloc lab solution: an implicit list of blocks with a header of eight bytes, first fit.
 *
 * -DNOISE_BUG takes memory that mem_sbrk has just given as zero, and so breaks on noise only.
 * -DRESET_BUG keeps what it knew when mm_init is called again, and so breaks after a reset only.
 *
 * Other manners of the same: mm_init answers true under -DBOOL_INIT and nothing under -DVOID_INIT,
 * the others are called malloc and free under -DLIBC_NAMES, -DOWN_HEAP brings a mem_sbrk as memlib.c
 * does, and -DTAKES_BYTES=n takes so much at once in mm_init.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef OWN_HEAP
static char own_heap[1 << 20], *own_end = own_heap;
void *mem_sbrk(intptr_t increment) { return (own_end += increment) - increment; }
#else
extern void *mem_sbrk(intptr_t increment);
#endif
extern void *mem_heap_lo(void);
extern void *mem_heap_hi(void);

#ifdef BOOL_INIT
#include <stdbool.h>
#define INIT bool
#define DONE true
#define FAILED false
#elif defined(VOID_INIT)
#define INIT void
#define DONE
#define FAILED
#else
#define INIT int
#define DONE 0
#define FAILED -1
#endif
#ifdef LIBC_NAMES
#define mm_malloc malloc
#define mm_free free
#define mm_realloc realloc
#endif
#define CHUNK 4096
/* The lowest bit says that a block is in use; a size of 0 ends the list. */
static uint64_t *first;

/* Forwards only, so that a broken list ends outside the heap and not in a circle. */
static uint64_t size_of(const uint64_t *header) { return *header & 0xfffffff8; }
static uint64_t *after(uint64_t *header) { return (uint64_t *)((char *)header + size_of(header)); }

static int extend(uint64_t bytes) {
  uint64_t *header = (uint64_t *)((char *)mem_heap_hi() + 1) - 1;
  uint64_t more = (bytes + CHUNK - 1) / CHUNK * CHUNK;
  if (mem_sbrk((intptr_t)more) == (void *)-1) return 0;
  *header = more;
#ifndef NOISE_BUG
  *after(header) = 0;
#endif
  return 1;
}

INIT mm_init(void) {
#ifdef RESET_BUG
  if (first != NULL) return DONE;
#endif
  first = mem_sbrk(8);
  if (first == (void *)-1) return FAILED;
  *first = 0;
#ifdef TAKES_BYTES
  if (!extend(TAKES_BYTES - CHUNK)) return FAILED;
#endif
  return DONE;
}

void *mm_malloc(size_t size) {
  uint64_t needed = (size + 8 + 7) / 8 * 8;
  for (;;) {
    for (uint64_t *at = first; size_of(at) != 0; at = after(at)) {
      if (*at & 1) continue;
      while (size_of(after(at)) != 0 && !(*after(at) & 1)) *at += size_of(after(at));
      if (size_of(at) < needed) continue;
      uint64_t rest = size_of(at) - needed;
      *at = (rest >= 16 ? needed : size_of(at)) | 1;
      if (rest >= 16) *after(at) = rest;
      return at + 1;
    }
    if (!extend(needed)) return NULL;
  }
}

void mm_free(void *old) { ((uint64_t *)old)[-1] &= ~(uint64_t)1; }

void *mm_realloc(void *old, size_t size) {
  void *granted = mm_malloc(size);
  uint64_t kept = size_of((uint64_t *)old - 1) - 8;
  if (granted == NULL) return NULL;
  memcpy(granted, old, kept < size ? kept : size);
  mm_free(old);
  return granted;
}
