#pragma once
#include "settings.h"
#include "region-base.h"
#include <sys/mman.h>

/* Shared by both runs, each of which is a process. */
static ptrdiff_t *the_kept;
static inline void share_the_kept(void) {
  the_kept = mmap(NULL, sizeof *the_kept, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}
static inline ptrdiff_t offset_of(void *answer) {
  return answer == REFUSED ? -1 : (unsigned char *)answer - region_base();
}
static inline void *kept(void *answer) {
  *the_kept = offset_of(answer);
  return answer;
}
static inline void *as_kept(void *answer) {
  if (offset_of(answer) != *the_kept)
    wrong("answered offset %td, but %td before (-1 is a refusal)", offset_of(answer), *the_kept);
  return answer;
}
