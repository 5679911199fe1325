/*
 * What the driver of a malloc lab does, on requests that a campaign made: after every grant it checks
 * the alignment, the bounds of the heap and, by a list of all live ranges, that nothing overlaps; it
 * fills every block, and compares what a realloc moved. As an allocert campaign does, it fills long
 * blocks at both ends only.
 *
 *   lab-driver bump|first-fit|malloc TRACE     prints requests and seconds of processor time
 *
 * A trace is `struct request` after `struct request`; a `begin` holds the number of blocks in `block`
 * and the length of the pool in `size`. Live blocks are freed before the next one begins.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "lab-allocators.h"

enum kind { BEGIN, ALLOC, FREE, REALLOC };

struct request {
  uint32_t kind, block;
  uint64_t size, align;
};

struct range {
  char *low, *high;
  struct range *next;
};

struct block {
  char *payload;
  size_t size;
};

static struct lab_allocator used;
static struct range *ranges, *spare_ranges;
static struct block *blocks;
static size_t block_count, block_room;
static char *pool, *heap_low, *heap_high;
static size_t pool_room;

static void fail(const char *what) {
  fprintf(stderr, "lab-driver: %s\n", what);
  exit(1);
}

static void add_range(char *low, size_t size, size_t align) {
  char *high = low + size - 1;
  if (align > 1 && (uintptr_t)low % align != 0) fail("a block is misaligned");
  if (low < heap_low || high > heap_high) fail("a block lies outside of the heap");
  for (struct range *at = ranges; at != NULL; at = at->next) {
    if (low <= at->high && high >= at->low) fail("two blocks overlap");
  }
  struct range *made = spare_ranges;
  if (made != NULL) spare_ranges = made->next;
  else if ((made = malloc(sizeof *made)) == NULL) fail("no memory for a range");
  made->low = low;
  made->high = high;
  made->next = ranges;
  ranges = made;
}

static void remove_range(const char *low) {
  for (struct range **link = &ranges; *link != NULL; link = &(*link)->next) {
    struct range *found = *link;
    if (found->low != low) continue;
    *link = found->next;
    found->next = spare_ranges;
    spare_ranges = found;
    return;
  }
  fail("a block has no range");
}

/* Blocks longer than two of these are filled at both ends: labs ask for none, and a campaign for
   hundreds of MiB, of which a driver that fills all does nothing but touch pages. */
enum { FILLED_END = 32768 };

static void fill(char *payload, size_t size, int byte) {
  if (size <= 2 * FILLED_END) {
    memset(payload, byte, size);
    return;
  }
  memset(payload, byte, FILLED_END);
  memset(payload + size - FILLED_END, byte, FILLED_END);
}

static void hold(uint32_t index, char *payload, size_t size, size_t align) {
  blocks[index].payload = payload;
  blocks[index].size = size;
  if (size > 0) add_range(payload, size, align);
  fill(payload, size, (int)(index & 255));
}

static void release(uint32_t index) {
  struct block *block = &blocks[index];
  if (block->payload == NULL) return;
  if (block->size > 0) remove_range(block->payload);
  used.free(block->payload);
  block->payload = NULL;
}

static void resize(uint32_t index, size_t size) {
  struct block *block = &blocks[index];
  if (block->payload == NULL) return;
  size_t kept = block->size < size ? block->size : size;
  char *moved = used.realloc(block->payload, size);
  if (moved == NULL) return;
  if (block->size > 0) remove_range(block->payload);
  for (size_t at = 0; at < kept; at++) {
    if (block->size > 2 * FILLED_END && at == FILLED_END) at = block->size - FILLED_END;
    if (at < kept && moved[at] != (char)index) fail("a realloc lost contents");
  }
  hold(index, moved, size, 1);
}

static void begin(size_t count, size_t pool_bytes) {
  for (size_t index = 0; index < block_count; index++) release((uint32_t)index);
  if (count > block_room && (blocks = realloc(blocks, count * sizeof *blocks)) == NULL) {
    fail("no memory for blocks");
  }
  if (count > block_room) block_room = count;
  for (size_t index = 0; index < count; index++) blocks[index].payload = NULL;
  block_count = count;
  if (used.init == NULL) return;
  if (pool_bytes > pool_room && (pool = realloc(pool, pool_bytes)) == NULL) fail("no pool");
  if (pool_bytes > pool_room) pool_room = pool_bytes;
  heap_low = pool;
  heap_high = pool + pool_bytes - 1;
  used.init(pool, pool_bytes);
}

static size_t run(const struct request *trace, size_t count) {
  size_t requests = 0;
  for (const struct request *at = trace; at < trace + count; at++) {
    switch ((enum kind)at->kind) {
      case BEGIN:
        begin(at->block, at->size);
        continue;
      case ALLOC: {
        char *payload = used.alloc(at->size, at->align);
        if (payload != NULL) hold(at->block, payload, at->size, at->align);
        break;
      }
      case FREE:
        release(at->block);
        break;
      case REALLOC:
        resize(at->block, at->size);
        break;
    }
    requests++;
  }
  begin(0, 0);
  return requests;
}

static double processor_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct request *read_trace(const char *path, size_t *count) {
  FILE *file = fopen(path, "rb");
  if (file == NULL || fseek(file, 0, SEEK_END) != 0) fail("no trace");
  *count = (size_t)ftell(file) / sizeof(struct request);
  rewind(file);
  struct request *trace = malloc(*count * sizeof *trace);
  if (trace == NULL || fread(trace, sizeof *trace, *count, file) != *count) fail("half a trace");
  fclose(file);
  return trace;
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  if (!choose_allocator(arguments[1], &used)) fail("no such allocator");
  heap_low = (char *)1;
  heap_high = (char *)(UINTPTR_MAX >> 1);
  size_t length;
  struct request *trace = read_trace(arguments[2], &length);
  double start = processor_seconds();
  size_t requests = run(trace, length);
  printf("%zu %.6f\n", requests, processor_seconds() - start);
  return 0;
}
