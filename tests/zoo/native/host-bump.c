/*
 * A bump allocator over the program's break, as teaching ones are: nothing is ever reused, and realloc
 * is left out. Correct as it stands.
 *
 * -DMOVES_FIRST: the end of the heap moves before it is known whether the host agrees.
 * -DADDS_REFUSED: the chunk's size is added to what is free though sbrk failed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

enum { UNIT = 16, CHUNK = 65536, LARGEST = 1 << 29 };

static char *top, *end;

/* Moves the end of the heap by whole chunks; 0 where the host refuses. */
static int grow(size_t needed) {
  size_t bytes = (needed + CHUNK - 1) / CHUNK * CHUNK;
#ifdef MOVES_FIRST
  end += bytes;
  return sbrk((intptr_t)bytes) != (void *)-1;
#elif defined(ADDS_REFUSED)
  sbrk((intptr_t)bytes);
  end += bytes;
  return 1;
#else
  if (sbrk((intptr_t)bytes) == (void *)-1) return 0;
  end += bytes;
  return 1;
#endif
}

void *malloc(size_t size) {
  size_t needed = (size + UNIT) / UNIT * UNIT;
  if (top == NULL) {
    char *start = sbrk(0);
    top = end = start + (UNIT - (uintptr_t)start % UNIT) % UNIT;
    sbrk(top - start);
  }
  if (size > LARGEST || ((size_t)(end - top) < needed && !grow(needed))) {
    errno = ENOMEM;
    return NULL;
  }
  top += needed;
  return top - needed;
}

void free(void *address) { (void)address; }
