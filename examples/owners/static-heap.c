/* A heap in static data, as firmware has it: nothing starts it, and it never grows.

     cc -shared -fPIC -O2 -o libstatic-heap.so static-heap.c
     npx allocert certify ./libstatic-heap.so --contract static-heap.json */
#include "first-fit.h"

static _Alignas(16) uint8_t heap[16384];
static int is_ready;

void *malloc(size_t size) {
  if (!is_ready) is_ready = heap_begin(heap, sizeof heap);
  return heap_take(size, 16);
}

void free(void *content) { heap_give(content); }
