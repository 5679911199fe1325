#pragma once
#include "noise.h"
#include "settings.h"

/* What memory holds before the subject has it. */
static inline void freshen(unsigned char *start, unsigned char *end) {
  if (FRESH_IS_NOISE) fill_noise(start, end, FRESH_SEED);
  else if (start < end) memset(start, FRESH_BYTE, (size_t)(end - start));
}
