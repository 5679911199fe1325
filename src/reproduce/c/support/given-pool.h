#pragma once
#include "bounds.h"
#include "narrowed-region.h"

static inline void lies_inside(const struct block *block) {
  uintptr_t low = 0, high = 0;
  region(&low, &high);
  lies_between(block, low, high);
}
static inline void outside_untouched(void) { sides_untouched(); }
