#pragma once
#include "intact.h"
#include "subject.h"

static inline void reset(void) {
  intact();
  RESET();
  for (int i = 1; i < BLOCKS; i++) blocks[i]->live = 0;
}
