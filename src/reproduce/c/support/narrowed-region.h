#pragma once
#include "pool.h"
#include "subject.h"

/* A subject may count less as its own than it was given, and never more. */
static inline void region(uintptr_t *low, uintptr_t *high) {
  uintptr_t first = *low = (uintptr_t)pool, last = *high = first + pool_bytes;
  TELL_REGION(&first, &last);
  if (first > *low) *low = first;
  if (last < *high) *high = last;
}
