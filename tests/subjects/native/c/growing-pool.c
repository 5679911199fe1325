/*
 * A first-fit allocator whose pool can be extended, appended to, resized and reset, by the ABI of
 * allocert, or with -DHANDLE behind a handle. Its book lies outside of the pool, so that any byte of
 * any pool can be had.
 *
 * Each of these flags plants one bug:
 *
 *   EXTEND_FORGETS   extend takes whole units of 16 bytes and loses the rest
 *   EXTEND_OVERRUNS  extend rounds up to 16 bytes (RUSTSEC-2022-0063 is of this kind)
 *   APPEND_JOINS     an appended piece is joined to the one before, whatever lies between
 *   RESIZE_CUTS      resize takes bytes away that somebody holds
 *   END_CREEPS       the region grows by one byte more with every extension
 *   RESET_LOSES      reset gives back the first piece and loses those that were appended
 *   RESET_KEEPS      reset leaves the last block in use
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef HANDLE
#define NAME(name) pool_##name
#define SELF void *self,
#define ONLY_SELF void *self
#define USE_SELF (void)self;
#else
#define NAME(name) allocert_##name
#define SELF
#define ONLY_SELF void
#define USE_SELF
#endif

enum { MOST = 8192, MOST_PIECES = 64 };
struct piece { uintptr_t start, end; };

/* What is free, and what was given, by address. */
static struct piece holes[MOST], given[MOST_PIECES];
static int hole_count, given_count;

/* Whom a handle's free, which is told no size, must look up. */
static struct piece held[MOST];
static int held_count;

static void hold(uintptr_t start, size_t size) {
  held[held_count++] = (struct piece){ start, start + size };
}
static void insert(int at, uintptr_t start, uintptr_t end) {
  memmove(holes + at + 1, holes + at, (size_t)(hole_count - at) * sizeof *holes);
  holes[at] = (struct piece){ start, end };
  hole_count++;
}
static void drop(int at) {
  hole_count--;
  memmove(holes + at, holes + at + 1, (size_t)(hole_count - at) * sizeof *holes);
}

static void give_back(uintptr_t start, uintptr_t end) {
  int at = 0;
  if (end <= start) return;
  while (at < hole_count && holes[at].start < start) at++;
  insert(at, start, end);
  if (at + 1 < hole_count && holes[at].end == holes[at + 1].start) {
    holes[at].end = holes[at + 1].end;
    drop(at + 1);
  }
  if (at > 0 && holes[at - 1].end == holes[at].start) {
    holes[at - 1].end = holes[at].end;
    drop(at);
  }
}

static void release(uintptr_t start) {
  for (int at = 0; at < held_count; at++) {
    if (held[at].start != start) continue;
    uintptr_t end = held[at].end;
    held[at] = held[--held_count];
    give_back(start, end);
    return;
  }
}

static void refill(void) {
  hole_count = held_count = 0;
  for (int at = 0; at < given_count; at++) give_back(given[at].start, given[at].end);
}

#ifdef HANDLE
void *NAME(init)(void *pool, size_t bytes) {
#else
int NAME(init)(void *pool, size_t bytes) {
#endif
  given[0] = (struct piece){ (uintptr_t)pool, (uintptr_t)pool + bytes };
  given_count = 1;
  refill();
#ifdef HANDLE
  return given;
#else
  return 1;
#endif
}

static void *take(size_t size, size_t align) {
  for (int at = 0; at < hole_count; at++) {
    uintptr_t start = (holes[at].start + align - 1) & ~(uintptr_t)(align - 1);
    uintptr_t end = holes[at].end;
    if (start < holes[at].start || start > end || size > end - start) continue;
    holes[at].end = start;
    if (start + size < end) insert(at + 1, start + size, end);
    if (holes[at].start == holes[at].end) drop(at);
    hold(start, size);
    return (void *)start;
  }
  return NULL;
}

#ifdef HANDLE
void *NAME(alloc)(SELF size_t size) {
  USE_SELF
  return take(size, 1);
}
void NAME(dealloc)(SELF void *old) {
  USE_SELF
  release((uintptr_t)old);
}
#else
void *NAME(alloc)(SELF size_t size, size_t align) { return take(size, align); }
void NAME(dealloc)(SELF void *old, size_t size, size_t align) {
  (void)size;
  (void)align;
  release((uintptr_t)old);
}
#endif

void NAME(region)(SELF uintptr_t *base, uintptr_t *end) {
  USE_SELF
  *base = given[0].start;
  *end = given[given_count - 1].end;
}

int NAME(extend)(SELF size_t bytes) {
  USE_SELF
  struct piece *last = given + given_count - 1;
  uintptr_t old = last->end;
#ifdef END_CREEPS
  bytes++;
#endif
#ifdef EXTEND_OVERRUNS
  bytes = (bytes + 15) & ~(size_t)15;
#endif
  last->end += bytes;
#ifdef EXTEND_FORGETS
  bytes &= ~(size_t)15;
#endif
  give_back(old, old + bytes);
  return 1;
}

static int add(uintptr_t start, size_t bytes) {
  struct piece *last = given + given_count - 1;
  if (start == last->end) {
    last->end += bytes;
    give_back(start, last->end);
    return 1;
  }
  if (given_count == MOST_PIECES) return 0;
#ifdef APPEND_JOINS
  if (hole_count > 0 && holes[hole_count - 1].end == last->end) holes[hole_count - 1].end = start;
#endif
  given[given_count++] = (struct piece){ start, start + bytes };
  give_back(start, start + bytes);
  return 1;
}

#ifdef HANDLE
int NAME(append)(SELF void *piece, size_t bytes) {
  USE_SELF
  return add((uintptr_t)piece, bytes);
}
#else
int NAME(append)(SELF size_t gap, size_t bytes) { return add(given[given_count - 1].end + gap, bytes); }
#endif

int NAME(resize)(SELF size_t bytes) {
  USE_SELF
  struct piece *last = given + given_count - 1;
  uintptr_t end = given[0].start + bytes, old = last->end;
  if (end <= last->start) return 0;
  if (end >= old) {
    last->end = end;
    give_back(old, end);
    return 1;
  }
#ifdef RESIZE_CUTS
  while (hole_count > 0 && holes[hole_count - 1].start >= end) drop(hole_count - 1);
  if (hole_count > 0 && holes[hole_count - 1].end > end) holes[hole_count - 1].end = end;
#else
  struct piece *top = holes + hole_count - 1;
  if (hole_count == 0 || top->end != old || top->start > end) return 0;
  top->end = end;
  if (top->start == end) drop(hole_count - 1);
#endif
  last->end = end;
  return 1;
}

void NAME(reset)(ONLY_SELF) {
  USE_SELF
#ifdef RESET_KEEPS
  if (hole_count > 0 && holes[0].start > given[0].start) {
    uintptr_t kept = holes[0].start;
    refill();
    holes[0].start = kept;
    return;
  }
#endif
  refill();
#ifdef RESET_LOSES
  hole_count = 0;
  give_back(given[0].start, given[0].end);
#endif
}
