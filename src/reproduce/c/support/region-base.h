#pragma once
#include "region.h"

static inline unsigned char *region_base(void) {
  uintptr_t low = 0, high = 0;
  region(&low, &high);
  return (unsigned char *)low;
}
