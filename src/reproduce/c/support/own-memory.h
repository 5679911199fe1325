#pragma once
#include "bounds.h"

/* The subject gets its memory from the system: nothing is known of its region. */
static inline void region(uintptr_t *low, uintptr_t *high) { (void)low, (void)high; }
static inline void lies_inside(const struct block *block) { lies_between(block, 0, UINTPTR_MAX); }
static inline void outside_untouched(void) {}
