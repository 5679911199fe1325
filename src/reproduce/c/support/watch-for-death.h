#pragma once
#include "settings.h"
#include "wrong.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static volatile int may_die;

/* A subject that dies or does not come back breaks its promise at this very step. */
static inline void died(int number) {
  if (may_die) _exit(0);
  const char *how = number == SIGALRM ? "does not come back" : strsignal(number);
  dprintf(2, "step %d, %s: %s\n", step, request, how);
  _exit(1);
}
static inline void ended(void) {
  if (may_die) _exit(0);
  dprintf(2, "step %d, %s: the process was ended\n", step, request);
  _exit(1);
}
static inline void watch_for_death(void) {
  static char stack[65536];
  const int numbers[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGALRM, SIGTRAP };
  sigaltstack(&(stack_t){ .ss_sp = stack, .ss_size = sizeof stack }, NULL);
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    sigaction(numbers[i], &(struct sigaction){ .sa_handler = died, .sa_flags = SA_ONSTACK }, NULL);
  atexit(ended);
  alarm(HANG_SECONDS);
}
