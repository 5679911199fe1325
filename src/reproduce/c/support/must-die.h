#pragma once
#include "wrong.h"

static inline void must_die(void) { wrong("must end the process and does not"); }
