/*
 * A malloc lab solution that grants one block after another, and relies on what the hand-out gives:
 * `verbose`, and a heap whose bytes are still there after mem_reset_brk. It tells where its heap is.
 * -DWRITES_FAR plants a write two pages before the heap.
 */
#include <stdint.h>
#include <stdio.h>

extern int verbose;
extern void *mem_sbrk(intptr_t increment);
extern void *mem_heap_lo(void);

static int inits;

int mm_init(void) {
  unsigned char *heap = mem_heap_lo();
  if (inits++ == 0) fprintf(stderr, "heap at %p\n", (void *)heap);
  else
    for (int i = 0; i < 256; i++)
      if (heap[i] != 0xee) return -1;
  unsigned char *first = mem_sbrk(256);
  for (int i = 0; i < 256; i++) first[i] = 0xee;
  return verbose;
}
void *mm_malloc(size_t size) {
#ifdef WRITES_FAR
  *((volatile char *)mem_heap_lo() - 8192) = 1;
#endif
  return mem_sbrk((intptr_t)(size + 7) / 8 * 8);
}
void mm_free(void *block) { (void)block; }
