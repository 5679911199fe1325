#pragma once
#include "wrong.h"
#include <stddef.h>

/* Pages of the process: all of its address space, or its own that are resident. */
static inline size_t process_bytes(int resident) {
  unsigned long pages = 0, held = 0, shared = 0;
  FILE *statm = fopen("/proc/self/statm", "r");
  if (statm == NULL || fscanf(statm, "%lu %lu %lu", &pages, &held, &shared) != 3)
    wrong("/proc/self/statm cannot be read");
  fclose(statm);
  return (resident ? held - shared : pages) * (size_t)sysconf(_SC_PAGESIZE);
}
