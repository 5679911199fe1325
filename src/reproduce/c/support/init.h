#pragma once
#include "region.h"
#include "subject.h"

static inline void init(void) {
  if (INIT_REFUSES()) wrong("init refuses its region");
}
