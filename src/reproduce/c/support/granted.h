#pragma once
#include "settings.h"
#include "wrong.h"

static inline void *granted(void *answer, const char *because) {
  if (answer == REFUSED) wrong("refused, but must be granted: %s", because);
  return answer;
}
