#pragma once
#include <stddef.h>
#include <stdint.h>

/* What was granted under one name, with the number from which its bytes are made. */
struct block {
  const char *name;
  uint32_t number, generation;
  unsigned char *start;
  size_t size;
  int live, filled;
};
