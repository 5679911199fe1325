#pragma once
#include "wrong.h"
#include <sys/types.h>
#include <sys/wait.h>

/* Each run has a fresh copy of the library. False where there is nothing to show. */
static inline int in_a_process(void (*run)(void), int premise) {
  int status = 0;
  pid_t child = fork();
  if (child == 0) {
    is_premise = premise;
    run();
    _exit(3);
  }
  waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 3) return 1;
  if (premise) return 0;
  _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}
