#pragma once
#include "settings.h"
#include "wrong.h"

static inline void refused(void *answer, const char *because) {
  if (answer != REFUSED) wrong("granted at %p, but must be refused: %s", answer, because);
}
