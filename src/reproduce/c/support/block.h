#pragma once
#include <stddef.h>
#include <stdint.h>

/* What was granted under one name, with the number from which its bytes are made. */
struct block {
  const char *name;
  uint32_t number, generation;
  unsigned char *start;
  /* What was asked, and what it holds: more once its usable size was asked for, where that may be written. */
  size_t size, held;
  int live, filled;
};
