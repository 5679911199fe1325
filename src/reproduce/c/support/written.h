#pragma once
#include "settings.h"
#include <stddef.h>

/* Of a long block only its ends are written, as when the violation was found. */
static inline size_t next_written(size_t length, size_t i) {
  size_t edge = length <= WHOLE_BYTES ? 0 : EDGE_BYTES, tail = (length - edge) & ~(size_t)3;
  return edge > 0 && i >= edge && i < tail ? tail : i;
}
