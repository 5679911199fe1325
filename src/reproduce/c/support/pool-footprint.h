#pragma once
#include "region.h"

static inline void footprint_within(size_t most) {
  if (pool_bytes > most) wrong("holds %zu bytes of the system, more than %zu", pool_bytes, most);
}
