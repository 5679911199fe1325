/*
 * The far side of allocert-wire/1 in C: what lets allocert certify an allocator that it cannot load,
 * on a board, in an emulator or in another process. docs/protocol.md describes the protocol.
 *
 * Compile allocert-wire.c beside your allocator, with both headers at hand, fill a
 * `struct allocert_subject`, give it the three functions that move bytes, and call allocert_serve. It
 * uses no libc, no heap and no floating point.
 */
#ifndef ALLOCERT_WIRE_H
#define ALLOCERT_WIRE_H

#include <stddef.h>
#include <stdint.h>

/* Most blocks that can be live at a time; each costs 32 bytes here, 48 with 64-bit pointers. */
#ifndef ALLOCERT_SLOTS
#define ALLOCERT_SLOTS 4096
#endif

/* Bases of a given region are varied modulo this; it costs twice as much of the pool. */
#ifndef ALLOCERT_BASE_MODULUS
#define ALLOCERT_BASE_MODULUS 4096
#endif

/* Most bytes that may be on their way here and not read yet: what your input buffer holds. */
#ifndef ALLOCERT_WINDOW
#define ALLOCERT_WINDOW 0xffffffffu
#endif

/* Codes of the entry points, for `alloc`. */
enum { ALLOCERT_PLAIN, ALLOCERT_ALIGNED_ALLOC = 3, ALLOCERT_POSIX_MEMALIGN, ALLOCERT_MEMALIGN };

/* Codes of faults, for allocert_fault. */
enum { ALLOCERT_ABORT = 2, ALLOCERT_ACCESS = 4, ALLOCERT_ARITHMETIC, ALLOCERT_BAD_CALL, ALLOCERT_STACK };

/* Your allocator. What it has not is null; null from a function that grants is its refusal. */
struct allocert_subject {
  const char *name;
  /* Bytes to be handed out. Null: your allocator has a region of its own, and `region` tells it. */
  uint8_t *pool;
  size_t pool_bytes;
  /* Makes everything fresh, over `base` where there is a pool. 0 refuses. Null: the command is
   * started anew for every program. */
  int (*begin)(void *base, size_t bytes);
  /* Where the region is and how many bytes of it are held; null: as given. */
  void (*region)(uintptr_t *base, uintptr_t *end, uintptr_t *held);
  /* `align` is 1 where none was asked, unless `layouts` is set. */
  void *(*alloc)(int entry, size_t size, size_t align);
  void *(*alloc_zeroed)(size_t size, size_t align);
  void *(*alloc_array)(size_t count, size_t size);
  void *(*realloc)(void *block, size_t old_size, size_t size, size_t align);
  void (*dealloc)(void *block, size_t size, size_t align);
  size_t (*usable)(void *block);
  /* Bits of the entry points of `alloc` beside the plain one: 1 << ALLOCERT_MEMALIGN ... */
  uint32_t entries;
  /* Not 0: every request hands size and alignment over, as Rust's GlobalAlloc does. */
  int layouts;
  /* Not 0: your fault handler calls allocert_fault and allocert_resume. */
  int survives_faults;
};

/* Yours: reads and writes exactly so many bytes; reading does not return when the input has ended. */
void allocert_read(void *to, size_t bytes);
void allocert_write(const void *from, size_t bytes);
/* Yours: what was written must have left when this returns. */
void allocert_flush(void);

/* Says hello and answers for ever. */
void allocert_serve(const struct allocert_subject *subject);

/* For a fault handler: tells the fault, with a number and a text of your choice. */
void allocert_fault(int fault, uint32_t detail, const char *text);
/* Goes on with the next program, on whatever stack it is called; never returns. */
void allocert_resume(void);

#ifdef ALLOCERT_WIRE_PRIVATE
/* What allocert-wire.c needs for itself: the numbers of docs/protocol.md, and what it keeps. */
#include "allocert-numbers.h"
enum { MODULUS = ALLOCERT_BASE_MODULUS, AROUND_POOL = 2 * (WATCHED_BYTES + MODULUS) };
/* In the byte of the entry point. */
enum { OF_NULL = 16 };
enum { GOES_ON, STOPPED, FAULTED };

struct slot {
  uint8_t *at;
  size_t size, align, written; /* written: bytes that hold the pattern; 0 where nothing was written */
  uint32_t allocation, generation, pattern, live;
};
struct operation {
  int kind, entry, align_log2;
  size_t size, second;
};
#endif

#endif
