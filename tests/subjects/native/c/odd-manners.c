/*
 * A correct bump allocator with odd manners, one for each flag. What a process does at its end, prints
 * or starts beside is no violation; what happens within a call is one, at that call.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *next, *last;

#ifdef ABORTS_AT_EXIT
__attribute__((destructor)) static void unload(void) { abort(); }
#endif
#ifdef TAKES_SIGNALS
__attribute__((constructor)) static void load(void) {
  sigset_t all;
  signal(SIGCHLD, SIG_IGN);
  signal(SIGALRM, SIG_IGN);
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
}
#endif
#ifdef SWALLOWS_FAULTS
static void swallow(int signal_number) {
  for (;;) (void)signal_number;
}
#endif
#ifdef STARTS_A_THREAD
static void *idle(void *nothing) {
  for (;;) pause();
  return nothing;
}
#endif
#ifdef JUMPS
static jmp_buf place;
#endif
#ifdef OWN_BYTES
static char own[256];
#endif

int allocert_init(void *pool, size_t bytes) {
  next = pool;
  last = next + bytes;
#ifdef ABORTS_AT_EXIT
  atexit(abort);
#endif
#ifdef SWALLOWS_FAULTS
  signal(SIGSEGV, swallow);
#endif
#ifdef STARTS_A_THREAD
  pthread_t thread;
  if (pthread_create(&thread, NULL, idle, NULL) != 0) return 0;
#endif
  return 1;
}

void *allocert_alloc(size_t size, size_t align) {
  uintptr_t at = ((uintptr_t)next + align - 1) & ~(uintptr_t)(align - 1);
#ifdef PRINTS
  for (int line = 0; line < 500; line++) {
    printf("a line of many that nobody reads: %d\n", line);
    fprintf(stderr, "and another one: %d\n", line);
  }
  fflush(stdout);
#endif
#ifdef TAKES_SIGNALS
  if (size == 100) for (;;) next = next + 0 * *(volatile char *)next;
#endif
#ifdef SWALLOWS_FAULTS
  if (size == 100) *(volatile int *)8 = 1;
#endif
#ifdef JUMPS
  if (size == 100 && setjmp(place) == 0) longjmp(place, 1);
#endif
#ifdef OWN_BYTES
  if (size == 100) return own;
#endif
#ifdef MOVES_BREAK
  if (sbrk(4096) == (void *)-1) return NULL;
#endif
#ifdef SETS_ERRNO
  errno = 12345;
#endif
#ifdef EXITS_BADLY
  if (size == 100) exit(3);
#endif
  if (at > (uintptr_t)last || size > (uintptr_t)last - at) return NULL;
  next = (char *)at + size;
  return (void *)at;
}

#ifdef RECURSES
static int deepen(const volatile char *above) {
  volatile char frame[512];
  frame[0] = *above;
  return deepen(frame) + frame[0];
}
#endif

void *allocert_realloc(void *old, size_t old_size, size_t size, size_t align) {
#ifdef RECURSES
  volatile char top = 1;
  if (size == 100) return (void *)(size_t)deepen(&top);
#endif
  void *granted = allocert_alloc(size, align);
  if (granted != NULL) memcpy(granted, old, old_size < size ? old_size : size);
  return granted;
}

void allocert_dealloc(void *old, size_t size, size_t align) {
  (void)old;
  (void)size;
  (void)align;
}
