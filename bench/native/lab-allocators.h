/* The allocators that lab-driver.c drives: two over a pool, and the malloc family. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct lab_allocator {
  /* NULL for an allocator that has its memory from the system. */
  void (*init)(void *pool, size_t bytes);
  void *(*alloc)(size_t size, size_t align);
  void *(*realloc)(void *old, size_t size);
  void (*free)(void *old);
};

enum { GRANULE = 16 };

static char *bump_next, *bump_end;

static void bump_init(void *bytes, size_t length) {
  bump_next = bytes;
  bump_end = bump_next + length;
}

static void *bump_alloc(size_t size, size_t align) {
  uintptr_t at = ((uintptr_t)bump_next + align - 1) & ~(uintptr_t)(align - 1);
  if (at > (uintptr_t)bump_end || size > (uintptr_t)bump_end - at) return NULL;
  bump_next = (char *)at + size;
  return (void *)at;
}

static void *bump_realloc(void *old, size_t size) {
  (void)old;
  (void)size;
  return NULL;
}

static void bump_free(void *old) { (void)old; }

/* Before every block; a length includes it, and is even while the block is free. */
struct fit_block {
  size_t bytes;
  size_t bytes_before;
};

static char *fit_start, *fit_end;

static void fit_init(void *bytes, size_t length) {
  fit_start = (char *)(((uintptr_t)bytes + GRANULE - 1) & ~(uintptr_t)(GRANULE - 1));
  fit_end = (char *)(((uintptr_t)bytes + length) & ~(uintptr_t)(GRANULE - 1));
  *(struct fit_block *)fit_start = (struct fit_block){(size_t)(fit_end - fit_start), 0};
}

static struct fit_block *fit_after(struct fit_block *block) {
  return (struct fit_block *)((char *)block + (block->bytes & ~(size_t)1));
}

/* The first free block that has room, cut to what is asked; alignments above the granule are refused. */
static void *fit_alloc(size_t size, size_t align) {
  if (align > GRANULE || size > PTRDIFF_MAX - 2 * GRANULE) return NULL;
  size_t bytes = ((size + GRANULE - 1) & ~(size_t)(GRANULE - 1)) + sizeof(struct fit_block);
  struct fit_block *end = (struct fit_block *)fit_end;
  for (struct fit_block *at = (struct fit_block *)fit_start; at < end; at = fit_after(at)) {
    if ((at->bytes & 1) != 0 || at->bytes < bytes) continue;
    size_t left = at->bytes - bytes;
    at->bytes = bytes;
    if (left > 0) *fit_after(at) = (struct fit_block){left, bytes};
    if (left > 0 && (char *)fit_after(fit_after(at)) < fit_end) {
      fit_after(fit_after(at))->bytes_before = left;
    }
    at->bytes |= 1;
    return at + 1;
  }
  return NULL;
}

/* Joins the block behind to one, of which both are free. */
static void fit_join(struct fit_block *block, struct fit_block *behind) {
  block->bytes += behind->bytes;
  if ((char *)fit_after(block) < fit_end) fit_after(block)->bytes_before = block->bytes;
}

static void fit_free(void *old) {
  struct fit_block *block = (struct fit_block *)old - 1;
  block->bytes &= ~(size_t)1;
  struct fit_block *behind = fit_after(block);
  if ((char *)behind < fit_end && (behind->bytes & 1) == 0) fit_join(block, behind);
  if (block->bytes_before == 0) return;
  struct fit_block *before = (struct fit_block *)((char *)block - block->bytes_before);
  if ((before->bytes & 1) == 0) fit_join(before, block);
}

static void *fit_realloc(void *old, size_t size) {
  size_t room = (((struct fit_block *)old - 1)->bytes & ~(size_t)1) - sizeof(struct fit_block);
  if (size <= room) return old;
  void *moved = fit_alloc(size, 1);
  if (moved == NULL) return NULL;
  memcpy(moved, old, room);
  fit_free(old);
  return moved;
}

static void *family_alloc(size_t size, size_t align) {
  return align <= GRANULE ? malloc(size) : aligned_alloc(align, size);
}

/* By name; the malloc family is the one that the process has, which LD_PRELOAD chooses. */
static int choose_allocator(const char *name, struct lab_allocator *chosen) {
  if (strcmp(name, "bump") == 0) {
    *chosen = (struct lab_allocator){bump_init, bump_alloc, bump_realloc, bump_free};
  } else if (strcmp(name, "first-fit") == 0) {
    *chosen = (struct lab_allocator){fit_init, fit_alloc, fit_realloc, fit_free};
  } else if (strcmp(name, "malloc") == 0) {
    *chosen = (struct lab_allocator){NULL, family_alloc, realloc, free};
  } else {
    return 0;
  }
  return 1;
}
