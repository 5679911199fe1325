/* A bump allocator that goes wrong in a way of its own for each of some sizes. */
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static char *next, *last;
static volatile int zero;

int allocert_init(void *pool, size_t bytes) {
  next = pool;
  last = next + bytes;
  return bytes != 2048;
}

static int deepen(volatile char *above) {
  char frame[4096];
  frame[0] = *above;
  return deepen(frame) + frame[0];
}

static __attribute__((noinline)) void go_deep(void) {
  volatile char deep[1 << 19];
  for (size_t at = sizeof deep; at > 0; at -= 4096) deep[at - 4096] = 1;
}

/* All the address space that there is, then half a megabyte of stack; an ordinary refusal. */
static void *take_all_and_go_deep(void) {
  for (size_t bytes = 1 << 20; bytes >= 4096; bytes /= 16) {
    while (mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) {}
  }
  go_deep();
  return NULL;
}

void *allocert_alloc(size_t size, size_t align) {
  (void)align;
  switch (size) {
    case 101: *(volatile int *)8 = 1; break;
    case 102: fprintf(stderr, "the heap is broken\n"); abort();
    case 103: exit(7);
    case 104: for (;;) zero = 0;
    case 105: { volatile char top = 1; return (void *)(size_t)deepen(&top); }
    case 106: return (void *)(size_t)(100 / zero);
    case 107: __builtin_trap();
    case 108: raise(SIGTERM); break;
    case 109: kill(getppid(), SIGKILL); for (;;) zero = 0;
    case 110: _exit(0);
    case 111: return (void *)16;
    case 112: last[3] = (char)~last[3]; break;
    case 113: next[-1] = (char)~next[-1]; break;
    case 114: last[8192] = 1; break;
    case 115: for (;;) printf("a line that nobody reads\n");
    case 116: raise(SIGSEGV); break;
    case 118: for (;;) pause();
    case 117: return take_all_and_go_deep();
  }
  if (size > (size_t)(last - next)) return NULL;
  next += size;
  return next - size;
}

void allocert_dealloc(void *old, size_t size, size_t align) {
  (void)old;
  (void)size;
  (void)align;
}
