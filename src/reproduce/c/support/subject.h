#pragma once
#include <stddef.h>
#include <stdint.h>

/* The functions that are called. */
static void *(*sample_init)(void *pool, size_t bytes);
static void (*sample_reset)(void);
static void (*sample_region)(uintptr_t *base, uintptr_t *end);
static const struct { void *pointer; const char *name; } functions[] = {
  { &sample_init, "sample_init" },
  { &sample_reset, "sample_reset" },
  { &sample_region, "sample_region" },
};
#define INIT_REFUSES() (sample_init(pool, pool_bytes) == NULL)
#define RESET() sample_reset()
#define TELL_REGION(low, high) sample_region(low, high)
