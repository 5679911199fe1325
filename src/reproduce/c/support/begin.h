#pragma once
#include "block.h"
#include "wrong.h"

/* Names the request that comes next; whether the block it speaks of is live. */
static inline int begin(int number, const char *text) {
  step = number;
  request = text;
  return 1;
}
static inline int begin_with(int number, const char *text, const struct block *block) {
  return begin(number, text) && block->live;
}
