#pragma once
#include "process-bytes.h"

static inline void footprint_within(size_t most) {
  size_t bytes = process_bytes(1);
  if (bytes > most) wrong("holds %zu bytes of the system, more than %zu", bytes, most);
}
