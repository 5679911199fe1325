/* The heap of a small system: it is given its memory, and has calloc and memalign beside malloc.

     cc -shared -fPIC -O2 -o librtos-heap.so rtos-heap.c
     npx allocert certify ./librtos-heap.so --contract rtos-heap.json --export convention=c \
       --export init=os_heap_init --export alloc=os_malloc --export dealloc=os_free \
       --export allocArray=os_calloc --export memalign=os_memalign */
#include "first-fit.h"
#include <string.h>

/* 0 refuses the memory. */
int os_heap_init(void *memory, size_t bytes) { return heap_begin(memory, bytes); }

void *os_malloc(size_t size) { return heap_take(size, 16); }

void *os_memalign(size_t align, size_t size) { return heap_take(size, align); }

void *os_calloc(size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) return NULL;
  void *content = heap_take(bytes, 16);
  if (content != NULL) memset(content, 0, bytes);
  return content;
}

void os_free(void *content) { heap_give(content); }
