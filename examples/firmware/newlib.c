/*
 * newlib's malloc behind a serial line: what a microcontroller runs when it calls malloc.
 *
 * calloc of newlib before 4 multiplies without asking whether the product fits: allocert finds that in
 * one request. -DCHECK_CALLOC asks first, as a careful firmware does, and then the rest holds.
 * -DPLANT_CRASH makes realloc follow a bad pointer when it is to grow a block of 100 bytes or more.
 */
#include "../c/allocert-wire.h"
#include "board.h"
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

static uint8_t *heap_break;

/* Where newlib gets its memory from; the heap has an end, as on every board. */
void *_sbrk(ptrdiff_t bytes) {
  uint8_t *old = heap_break;
  if (bytes > heap_end - old || bytes < heap_start - old) {
    errno = ENOMEM;
    return (void *)-1;
  }
  heap_break += bytes;
  return old;
}

void _exit(int code) {
  allocert_fault(ALLOCERT_ABORT, (uint32_t)code, "exit");
  allocert_resume();
  __builtin_unreachable();
}

static int begin(void *base, size_t bytes) {
  (void)base, (void)bytes;
  board_fresh_statics();
  heap_break = heap_start;
  return 1;
}

static void where(uintptr_t *base, uintptr_t *end, uintptr_t *held) {
  *base = (uintptr_t)heap_start;
  *end = (uintptr_t)heap_end;
  *held = heap_break == NULL ? 0 : (uintptr_t)(heap_break - heap_start);
}

/* newlib's own aligned_alloc calls a posix_memalign that this library has not; memalign is the same. */
static void *call_alloc(int entry, size_t size, size_t align) {
  return entry == ALLOCERT_PLAIN ? malloc(size) : memalign(align, size);
}

static void *call_calloc(size_t count, size_t size) {
#ifdef CHECK_CALLOC
  if (size != 0 && count > SIZE_MAX / size) return NULL;
#endif
  return calloc(count, size);
}

static void *call_realloc(void *block, size_t old_size, size_t size, size_t align) {
  (void)align;
#ifdef PLANT_CRASH
  if (old_size >= 100 && size > old_size) *(volatile int *)0xA0000004 = 1;
#endif
  (void)old_size;
  return realloc(block, size);
}

static void call_dealloc(void *block, size_t size, size_t align) {
  (void)size, (void)align;
  free(block);
}

int main(void) {
  static const struct allocert_subject newlib = {
    .name = "newlib malloc on mps2-an385",
    .begin = begin,
    .region = where,
    .alloc = call_alloc,
    .alloc_array = call_calloc,
    .realloc = call_realloc,
    .dealloc = call_dealloc,
    .usable = malloc_usable_size,
    .entries = 1u << ALLOCERT_ALIGNED_ALLOC | 1u << ALLOCERT_MEMALIGN,
    .survives_faults = 1,
  };
  allocert_serve(&newlib);
}
