/*
 * A size-class allocator by the ABI of allocert; with -DRAW also the plain loop that a checked run is
 * compared with: the same requests, four words each, and nothing besides.
 */
#include <stddef.h>
#include <stdint.h>

static char *next, *last;
static void *lists[64];

int allocert_init(void *pool, size_t bytes) {
  next = (char *)(((uintptr_t)pool + 15) & ~(uintptr_t)15);
  last = (char *)pool + bytes;
  for (int at = 0; at < 64; at++) lists[at] = NULL;
  return 1;
}

void *allocert_alloc(size_t size, size_t align) {
  size_t units = (size + 15) / 16;
  if (align > 16 || units == 0) return NULL;
  if (units < 64 && lists[units] != NULL) {
    void *taken = lists[units];
    lists[units] = *(void **)taken;
    return taken;
  }
  if (units > (size_t)(last - next) / 16) return NULL;
  next += units * 16;
  return next - units * 16;
}

void allocert_dealloc(void *old, size_t size, size_t align) {
  size_t units = (size + 15) / 16;
  (void)align;
  if (units >= 64) return;
  *(void **)old = lists[units];
  lists[units] = old;
}

#ifdef RAW
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { WORDS = 4, ROUNDS = 9 };

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* raw PROGRAMS LENGTH POOL DEALLOC < words: prints the ns of a request, the best of some rounds. */
int main(int count, char **arguments) {
  if (count != 5) return 2;
  int programs = atoi(arguments[1]), length = atoi(arguments[2]), freeing = atoi(arguments[4]);
  size_t pool_bytes = (size_t)atol(arguments[3]), total = (size_t)programs * (size_t)length;
  int32_t *words = malloc(total * WORDS * 4);
  void **held = malloc((size_t)length * sizeof *held);
  char *pool = malloc(pool_bytes);
  double best = 1e9;
  if (fread(words, WORDS * 4, total, stdin) != total) return 3;
  for (int round = 0; round < ROUNDS; round++) {
    double start = seconds();
    for (int program = 0; program < programs; program++) {
      const int32_t *at = words + (size_t)program * (size_t)length * WORDS, *first = at;
      allocert_init(pool, pool_bytes);
      for (int request = 0; request < length; request++, at += WORDS) {
        held[request] = NULL;
        if ((at[0] & 31) != freeing) {
          held[request] = allocert_alloc((size_t)at[2], 1);
        } else if (at[1] >= 0 && held[at[1]] != NULL) {
          allocert_dealloc(held[at[1]], (size_t)first[at[1] * WORDS + 2], 1);
          held[at[1]] = NULL;
        }
      }
    }
    double spent = seconds() - start;
    if (spent < best) best = spent;
  }
  printf("%.3f\n", best * 1e9 / (double)total);
  return 0;
}
#endif
