#pragma once
/*
 * A sample of what is written anew for each program, with which these files compile by themselves;
 * so are subject.h, region.h and blocks.h.
 */
#define LIBRARY "libsample.so"
#define REFUSED NULL
#define UNIQUE_ZERO_SIZE 1
#define REALLOC_IN_PLACE 1
#define REALLOC_TO_ZERO_FREES 1
#define USABLE_WRITABLE 1
#define WHOLE_BYTES 65536
#define EDGE_BYTES 32768
#define REGION_BYTES 4096
#define RESERVE_BYTES 512
#define WATCHED_BYTES 128
#define BASE_OFFSET 16
#define FRESH_IS_NOISE 1
#define FRESH_BYTE 0
#define FRESH_SEED 1u
#define LIMIT_BYTES 1048576
#define HANG_SECONDS 10
