/*
 * A general allocator that asks its host for chunks: first fit over blocks of 16 bytes and more, which
 * are joined with their right neighbour when they are looked at. Correct as it stands; each flag below
 * plants one fault of what is done where the host refuses, or another lawful manner of refusing.
 *
 * Manners: -DBY_BRK lengthens one chunk by brk, -DABORTS ends by abort where the host refused,
 * -DTRAPS by a trap instruction, -DRESERVES takes 100 GiB of address space at first and opens it bit by
 * bit, -DRESERVES_ALL the same with access from the beginning, -DTHREAD_LOCAL keeps 256 KiB of notes in
 * thread-local data, which the dynamic linker makes at the first request, -DBLOCKS_SIGNALS blocks all
 * signals while it asks, in a handler of its own as well, -DBLOCKED_AT_LOAD from its loading on, and
 * -DSTARTS_A_THREAD starts one with the first request.
 *
 * Faults: -DHEADER_OF_NULL, -DIGNORES_REFUSAL, -DHALF_LINKED, -DFREES_BEFORE_GROWTH, -DLOSES_FREE_BLOCK.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { UNIT = 16, CHUNK = 65536 };

/* Before each block; a chunk ends with one of no length that is taken. */
struct block {
  size_t bytes;
  size_t is_taken;
};
struct chunk {
  struct chunk *next;
  /* Bytes of blocks, the last one among them. */
  size_t bytes;
};

static struct chunk *chunks;
static size_t held;

#ifdef THREAD_LOCAL
static __thread char notes[262144];
#endif

#if defined(RESERVES) || defined(RESERVES_ALL)
#ifdef RESERVES
#define ACCESS PROT_NONE
#else
#define ACCESS (PROT_READ | PROT_WRITE)
#endif
static char *space, *opened;
static const size_t space_bytes = (size_t)100 << 30;

static void *more(size_t bytes) {
  if (space == NULL) {
    char *map = mmap(NULL, space_bytes, ACCESS, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (map == MAP_FAILED) return NULL;
    space = opened = map;
  }
  if (bytes > space_bytes - (size_t)(opened - space)) return NULL;
#ifdef RESERVES
  if (mprotect(opened, bytes, PROT_READ | PROT_WRITE) != 0) return NULL;
#endif
  opened += bytes;
  return opened - bytes;
}
#elif defined(BY_BRK)
static void *more(size_t bytes) {
  if (bytes > PTRDIFF_MAX) return NULL;
  void *at = sbrk((intptr_t)bytes);
  return at == (void *)-1 ? NULL : at;
}
#elif defined(BLOCKS_SIGNALS)
/* What is mapped without access and opened by a handler, as its first byte is written. */
static char *mapped;
static size_t mapped_bytes;

static void open_mapped(int signal_number) {
  (void)signal_number;
  if (mprotect(mapped, mapped_bytes, PROT_READ | PROT_WRITE) != 0) _exit(1);
}

static void *more(size_t bytes) {
  sigset_t all, before;
  struct sigaction action = { .sa_handler = open_mapped };
  sigfillset(&all);
  sigfillset(&action.sa_mask);
  sigprocmask(SIG_SETMASK, &all, &before);
  mapped = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mapped_bytes = bytes;
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (mapped == MAP_FAILED) return NULL;
  sigaction(SIGSEGV, &action, NULL);
  *(volatile char *)mapped = 0;
  return mapped;
}
#else
static void *more(size_t bytes) {
  void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return at == MAP_FAILED ? NULL : at;
}
#endif

static struct block *first_of(struct chunk *chunk) { return (struct block *)(chunk + 1); }
static struct block *behind(struct block *block) {
  return (struct block *)((char *)block + block->bytes);
}

/* Two faults never come here. */
static __attribute__((unused)) void *refuse(void) {
#ifdef ABORTS
  abort();
#elif defined(TRAPS)
  __builtin_trap();
#endif
  errno = ENOMEM;
  return NULL;
}

/* Takes a block of `needed` bytes out of a chunk; NULL where none is free. */
static void *take_from(struct chunk *chunk, size_t needed) {
  for (struct block *block = first_of(chunk); block->bytes != 0; block = behind(block)) {
    if (block->is_taken) continue;
    while (!behind(block)->is_taken) block->bytes += behind(block)->bytes;
    if (block->bytes < needed) continue;
    if (block->bytes >= needed + 2 * UNIT) {
      struct block *rest = (struct block *)((char *)block + needed);
      rest->bytes = block->bytes - needed;
      rest->is_taken = 0;
      block->bytes = needed;
    }
    block->is_taken = 1;
    return block + 1;
  }
  return NULL;
}

/* Lays out a chunk of so many bytes as one free block. */
static void lay_out(struct chunk *chunk, size_t bytes) {
  chunk->bytes = bytes - sizeof *chunk;
  struct block *block = first_of(chunk);
  block->bytes = chunk->bytes - sizeof *block;
  block->is_taken = 0;
  behind(block)->bytes = 0;
  behind(block)->is_taken = 1;
}

#ifdef BY_BRK
/* Bytes of a free block that ends the chunk: whoever lengthens it needs so many less. */
static size_t free_at_end(struct chunk *chunk) {
  struct block *last = first_of(chunk);
  while (behind(last)->bytes != 0) last = behind(last);
  return last->is_taken ? 0 : last->bytes;
}

/* What follows a chunk at once becomes a block of it. */
static void lengthen(struct chunk *chunk, size_t bytes) {
  struct block *last = (struct block *)((char *)first_of(chunk) + chunk->bytes) - 1;
  last->bytes = bytes;
  last->is_taken = 0;
  behind(last)->bytes = 0;
  behind(last)->is_taken = 1;
  chunk->bytes += bytes;
}
#endif

/* One more chunk at the head of the list; NULL where the host refuses it. */
static struct chunk *grow(size_t needed) {
  size_t bytes = needed + sizeof(struct chunk) + sizeof(struct block);
#ifdef BY_BRK
  if (chunks != NULL) bytes = needed - free_at_end(chunks);
#endif
  bytes = (bytes + CHUNK - 1) / CHUNK * CHUNK;
#ifdef HALF_LINKED
  /* The fault: what is linked first is never unlinked, and its blocks lie nowhere. */
  static struct chunk half[64];
  static size_t halves;
  struct chunk *last = &half[halves++ % 64];
  last->bytes = bytes;
  last->next = chunks;
  chunks = last;
#endif
#ifdef LOSES_FREE_BLOCK
  /* The fault: the block that is to be joined with the new ones is gone where there are none. */
  struct block *joined = chunks == NULL ? NULL : first_of(chunks);
  while (joined != NULL && joined->bytes != 0 && joined->is_taken) joined = behind(joined);
  if (joined != NULL) joined->is_taken = 1;
#endif
  struct chunk *chunk = more(bytes);
#ifdef LOSES_FREE_BLOCK
  if (chunk != NULL && joined != NULL && joined->bytes != 0) joined->is_taken = 0;
#endif
#ifdef HALF_LINKED
  if (chunk != NULL) chunks = last->next;
#endif
  if (chunk == NULL) return NULL;
#ifdef BY_BRK
  if (chunks != NULL && (char *)chunk == (char *)first_of(chunks) + chunks->bytes) {
    lengthen(chunks, bytes);
    return chunks;
  }
#endif
  lay_out(chunk, bytes);
  held += bytes;
  chunk->next = chunks;
  chunks = chunk;
  return chunk;
}

#ifdef BLOCKED_AT_LOAD
__attribute__((constructor)) static void load(void) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
}
#endif

#ifdef STARTS_A_THREAD
static void *idle(void *nothing) {
  for (;;) pause();
  return nothing;
}

static void start_a_thread(void) {
  static pthread_t thread;
  static int is_started;
  if (!is_started) is_started = pthread_create(&thread, NULL, idle, NULL) == 0;
}
#endif

void *malloc(size_t size) {
#ifdef STARTS_A_THREAD
  start_a_thread();
#endif
#ifdef THREAD_LOCAL
  notes[size % sizeof notes]++;
#endif
  if (size > PTRDIFF_MAX - 4 * CHUNK) {
    errno = ENOMEM;
    return NULL;
  }
  size_t needed = (size + sizeof(struct block) + UNIT - 1) / UNIT * UNIT;
  if (needed < 2 * UNIT) needed = 2 * UNIT;
  for (struct chunk *chunk = chunks; chunk != NULL; chunk = chunk->next) {
    void *found = take_from(chunk, needed);
    if (found != NULL) return found;
  }
  struct chunk *chunk = grow(needed);
#ifdef HEADER_OF_NULL
  /* The fault: a header is added to what was refused. */
  if (chunk == NULL) return (struct block *)chunk + 1;
#elif defined(IGNORES_REFUSAL)
  /* The fault: nobody looks at the answer. */
#else
  if (chunk == NULL) return refuse();
#endif
  return take_from(chunk, needed);
}

void free(void *address) {
  if (address != NULL) ((struct block *)address - 1)->is_taken = 0;
}

void *realloc(void *address, size_t size) {
  if (address == NULL) return malloc(size);
  struct block *block = (struct block *)address - 1;
  size_t kept = block->bytes - sizeof *block;
  if (size <= kept) return address;
#ifdef FREES_BEFORE_GROWTH
  /* The fault: the old block is given up before there is a new one. */
  free(address);
  void *moved = malloc(size);
  if (moved != NULL && moved != address) memmove(moved, address, kept);
  return moved;
#else
  void *moved = malloc(size);
  if (moved == NULL) return NULL;
  memcpy(moved, address, kept);
  free(address);
  return moved;
#endif
}
