#pragma once
#include "settings.h"
#include "region-base.h"

static inline void *granted_at(void *answer, ptrdiff_t offset) {
  ptrdiff_t at = (unsigned char *)answer - region_base();
  if (answer == REFUSED) wrong("refused, but must be granted at offset %td", offset);
  if (at != offset) wrong("granted at offset %td, but must be at %td", at, offset);
  return answer;
}
