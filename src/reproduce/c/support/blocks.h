#pragma once
#include "block.h"

/* Blocks by the names of their allocations. */
static struct block A = { .name = "A", .number = 1 };
static struct block *const blocks[] = { NULL, &A };
enum { BLOCKS = sizeof blocks / sizeof blocks[0] };
