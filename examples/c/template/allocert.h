/*
 * The functions by which allocert drives a native allocator. Export those that you have; alloc is the
 * only one that must be there.
 *
 * An allocator with allocert_init is given its pool, another one in every program: any base and
 * length that the contract calls lawful. Without it, it brings its own memory.
 *
 * Sizes and alignments are bytes; alignments are powers of two. What the contract calls undefined is
 * never asked: with contract rust-global-alloc, no size of 0 and none above PTRDIFF_MAX.
 */
#ifndef ALLOCERT_H
#define ALLOCERT_H

#include <stddef.h>

/* Takes over a pool. Answers 0 to refuse it. */
int allocert_init(void *pool, size_t bytes);

/* An address, or NULL to refuse. */
void *allocert_alloc(size_t size, size_t align);

/* The same, with bytes that are zero. */
void *allocert_alloc_zeroed(size_t size, size_t align);

/* Keeps the first min(old_size, size) bytes. After NULL the old block is as it was. */
void *allocert_realloc(void *address, size_t old_size, size_t size, size_t align);

/* Answers 0 where the free was rejected; that is read only if the contract says "rejected". */
int allocert_dealloc(void *address, size_t size, size_t align);

/* Ends all allocations: what follows sees a fresh pool. */
void allocert_reset(void);

/* Which addresses are managed: where that is not the pool as it was given, or there is no init. */
void allocert_region(void **base, void **end);

/* The pool grows by bytes behind its end. Answers 0 to refuse them. */
int allocert_extend(size_t bytes);

/* How many bytes of a block may be used; at least those that were asked for. */
size_t allocert_usable(void *address);

#endif
