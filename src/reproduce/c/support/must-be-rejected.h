#pragma once
#include "wrong.h"

static inline void must_be_rejected(int answer) {
  if (answer != 0) wrong("accepted, but must be rejected");
}
