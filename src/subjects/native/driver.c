/*
 * The driver of native subjects: loads an allocator from a shared library, forks for every program,
 * and writes what was asked and answered into memory that Node.js reads.
 *
 *   allocert-driver path=LIBRARY convention=c|layout|handle|lab ROLE=SYMBOL ... [init-refuses=...]
 *
 * The process that loads the library is a zygote: it never calls a function of the allocator itself.
 * Each program runs in a child forked from it, so that every program meets the library as it was
 * just after loading, and whatever the allocator does to its process is gone with the child. Forking
 * costs some tenths of a millisecond; loading anew would cost five. A sealed library (below) is put
 * back to how it was for a hundredth of that, so one child runs many of its programs. As many
 * children run at a time as there are processors to spare; each writes to a slice of the record of
 * its own, so that what a program answers does not depend on who runs beside it.
 *
 * The record is the one of the TypeScript executor (src/core/step-record.ts, event-record.ts,
 * execution-batch.ts), and so are the rules of what is asked, filled, read back and when
 * (src/subjects/execute). Steps are written ahead of the call into a shared mapping: what kills the
 * child is found at its exact step and phase, without any help from the child.
 *
 * Nothing here calls malloc after the library is loaded, since the subject may be libc itself; all
 * memory comes from mmap, before the limit on the address space is set.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

/* ---- Numbers that are part of the record; src/core has their meaning ------------------------- */

enum {
  WORDS_PER_REQUEST = 4,
  WORDS_PER_WORLD = 8,
  WORDS_PER_HEADER = 16,
  WORDS_PER_STEP = 9,
  WORDS_PER_EVENT = 20
};

enum {
  KIND_INIT, KIND_ALLOC, KIND_ALLOC_ZEROED, KIND_ALLOC_ARRAY, KIND_REALLOC, KIND_REALLOC_ARRAY,
  KIND_RESIZE_IN_PLACE, KIND_DEALLOC, KIND_DEALLOC_NULL, KIND_DEALLOC_INVALID, KIND_USABLE,
  KIND_RESET, KIND_EXTEND, KIND_APPEND, KIND_RESIZE, KIND_BAD_ALIGN, KIND_FILL, KIND_DRAIN
};

enum { INVALID_FOREIGN, INVALID_INTERIOR, INVALID_TWICE, INVALID_WRONG_SIZE };
enum { DRAIN_ADDRESS, DRAIN_REVERSE, DRAIN_ODD_EVEN, DRAIN_RANDOM };
enum { ENTRY_ALIGNED_ALLOC = 3, ENTRY_POSIX_MEMALIGN = 4, ENTRY_MEMALIGN = 5 };
enum {
  BASE_ZERO, BASE_SIZE_MAX, BASE_PTRDIFF_MAX, BASE_REGION_BYTES, BASE_REGION_REMAINING,
  BASE_SIZE_MAX_OVER_COUNT, BASE_POWER_OF_TWO = 64
};
enum {
  OUTCOME_PENDING, OUTCOME_GRANTED, OUTCOME_REFUSED, OUTCOME_DONE, OUTCOME_REJECTED,
  OUTCOME_FAULTED, OUTCOME_MISENCODED
};
enum {
  UNTOUCHED_NO, UNTOUCHED_MISENCODED, UNTOUCHED_OUT_OF_EXTENTS, UNTOUCHED_ABOVE_FILL_CAP,
  UNTOUCHED_OVERLAPS_LIVE
};
enum { ERROR_UNOBSERVED, ERROR_NONE, ERROR_NO_MEMORY, ERROR_INVALID, ERROR_OTHER };
enum { OUTCOME_SHIFT = 18, UNTOUCHED_SHIFT = 21, ERROR_SHIFT = 24, ALIGN_SHIFT = 9, ALIGN_BITS = 31 << 9 };
enum { STATUS_NOT_RUN, STATUS_RUNNING, STATUS_FINISHED, STATUS_DIED };
enum {
  HEADER_STATUS, HEADER_FIRST_STEP, HEADER_STEP_COUNT, HEADER_FIRST_EVENT, HEADER_EVENT_COUNT,
  HEADER_FAULT, HEADER_FAULT_DETAIL, HEADER_FAULT_PHASE, HEADER_SKIPPED, HEADER_CONTENT_CHECKS,
  HEADER_ZERO_CHECKS, HEADER_KEPT_CHECKS, HEADER_OUTSIDE_CHECKS, HEADER_USABLE_CHECKS,
  HEADER_EVENTS_DROPPED
};
enum { EVENT_EXTENTS = 1, EVENT_DAMAGE = 2 };
enum { ASPECT_CONTENT = 1, ASPECT_ZEROED, ASPECT_KEPT, ASPECT_OUTSIDE };
enum {
  FAULT_NONE, FAULT_UNREACHABLE, FAULT_ABORT, FAULT_EXCEPTION, FAULT_ACCESS, FAULT_ARITHMETIC,
  FAULT_BAD_CALL, FAULT_STACK_OVERFLOW, FAULT_EXIT, FAULT_HANG, FAULT_SIGNAL
};
enum { PHASE_CALL, PHASE_FILL, PHASE_VERIFY, PHASE_IDLE };
enum { REFUSAL_NULL, REFUSAL_ZERO, REFUSAL_MINUS_ONE, REFUSAL_TRAP };
enum { OBSERVE_EDGES, OBSERVE_FULL, OBSERVE_EACH };
enum { FRESH_ZERO, FRESH_NOISE, FRESH_ONES };

/* Recorded as the end of a region whose end is not known: Number.MAX_SAFE_INTEGER. */
#define UNKNOWN_END ((((uint64_t)1) << 53) - 1)
/* Steps left for the programs behind this one when a macro runs out of room. */
enum { RESERVED_STEPS = 64 };

/* ---- The shared record: laid out by native-record.ts ------------------------------------------ */

enum { CONTROL_WORDS = 64, CONTROL_MAGIC = 0x616c6331 };

struct control {
  int32_t magic;
  int32_t count;
  int32_t total_words;
  /* Where each part begins, in words from the start of the file. */
  int32_t worlds_at, starts_at, requests_at, headers_at, steps_at, events_at;
  int32_t texts_at, text_words;
  int32_t refusal;
  uint32_t fill_limit_low, fill_limit_high;
  int32_t usable_writable;
  int32_t realloc_to_zero_ends;
  int32_t natural_align;
  int32_t hang_limit_ms;
  int32_t macro_limit;
  uint32_t reserve_low, reserve_high;
  uint32_t default_limit_low, default_limit_high;
  int32_t confirm_hangs;
  int32_t stop_at_hang;
  int32_t rejects_frees;
  int32_t slices_at, progress_at;
  /* Words of texts written so far: {program, bytes, the bytes padded to words} each. */
  int32_t texts_used;
  /* Why the driver itself could not go on; shown to the user. 0 where all is well. */
  volatile int32_t driver_error;
  int32_t unused[34];
};
typedef char control_is_64_words[sizeof(struct control) == CONTROL_WORDS * 4 ? 1 : -1];

/* How far a program has come: written by its child, which may die at any time. */
struct progress {
  volatile int32_t calls, phase;
  /* Written by the child's signal handler. */
  volatile int32_t stack_overflow;
  volatile uint32_t fault_low, fault_high;
  int32_t unused[3];
};
typedef char progress_is_8_words[sizeof(struct progress) == 32 ? 1 : -1];

/* Events that a program may have beyond one a step. */
enum { SPARE_EVENTS = 16 };

static struct control *control;
static size_t mapped_bytes;
static int record_fd = -1;
static int32_t *worlds, *starts, *requests, *slices, *headers, *steps, *events;
static struct progress *progresses;

static uint64_t from_words(int32_t low, int32_t high) {
  return ((uint64_t)(uint32_t)high << 32) | (uint32_t)low;
}
static void to_words(int32_t *words, uint64_t value) {
  words[0] = (int32_t)(uint32_t)value;
  words[1] = (int32_t)(uint32_t)(value >> 32);
}

/* ---- The subject ------------------------------------------------------------------------------ */

enum { CONVENTION_C, CONVENTION_LAYOUT, CONVENTION_HANDLE, CONVENTION_LAB };
enum { INIT_NEVER_REFUSES, INIT_REFUSES_BY_ZERO, INIT_REFUSES_BY_MINUS_ONE };

enum {
  ROLE_ALLOC, ROLE_ALLOC_ZEROED, ROLE_ALLOC_ARRAY, ROLE_ALIGNED_ALLOC, ROLE_MEMALIGN,
  ROLE_POSIX_MEMALIGN, ROLE_REALLOC, ROLE_REALLOC_ARRAY, ROLE_DEALLOC, ROLE_USABLE, ROLE_INIT,
  ROLE_REGION, ROLE_EXTEND, ROLE_APPEND, ROLE_RESIZE, ROLE_RESET, ROLES
};
static const char *const role_names[ROLES] = {
  "alloc", "allocZeroed", "allocArray", "alignedAlloc", "memalign", "posixMemalign", "realloc",
  "reallocArray", "dealloc", "usable", "init", "region", "extend", "append", "resize", "reset"
};

/* Arguments and answers are words; every calling convention that is driven passes them alike. */
typedef uintptr_t word;
typedef word (*call0)(void);
typedef word (*call1)(word);
typedef word (*call2)(word, word);
typedef word (*call3)(word, word, word);
typedef word (*call4)(word, word, word, word);

static void *functions[ROLES];
static int convention;
static int init_refuses;
static word handle;

#define HAS(role) (functions[role] != NULL)
#define CALL0(role) (((call0)functions[role])())
#define CALL1(role, a) (((call1)functions[role])((word)(a)))
#define CALL2(role, a, b) (((call2)functions[role])((word)(a), (word)(b)))
#define CALL3(role, a, b, c) (((call3)functions[role])((word)(a), (word)(b), (word)(c)))
#define CALL4(role, a, b, c, d) \
  (((call4)functions[role])((word)(a), (word)(b), (word)(c), (word)(d)))

static void *map_zeros(size_t bytes) {
  void *map = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (map == MAP_FAILED) _exit(71);
  return map;
}

/* ---- Sealed libraries -------------------------------------------------------------------------- */

/*
 * A library is sealed where all that it can remember lies in its own writable segments and in the
 * pool that it is given: it imports nothing that keeps state or makes any (Node.js reads that from the
 * file), and has no thread-local storage. With its segments put back and a fresh pool it is as it was
 * just after loading, as a forked child would find it.
 */
static bool is_sealed;
#define LARGEST_SEALED_BYTES ((size_t)1 << 20)
enum { MOST_SEGMENTS = 16 };
static struct segment { uint8_t *start; size_t bytes; uint8_t *loaded; } segments[MOST_SEGMENTS];
static int segment_count;

static void add_segment(uintptr_t start, uintptr_t end) {
  if (end <= start || !is_sealed) return;
  if (segment_count == MOST_SEGMENTS || end - start > LARGEST_SEALED_BYTES) {
    is_sealed = false;
    return;
  }
  struct segment *segment = segments + segment_count++;
  *segment = (struct segment){ (uint8_t *)start, end - start, map_zeros(end - start) };
  memcpy(segment->loaded, segment->start, segment->bytes);
}

/* What of a library can be written: its writable segments without what the loader has closed again. */
static int keep_segments(struct dl_phdr_info *info, size_t size, void *base) {
  uintptr_t closed = 0, closed_end = 0, page = (uintptr_t)sysconf(_SC_PAGESIZE) - 1;
  (void)size;
  if (info->dlpi_addr != (uintptr_t)base) return 0;
  for (int at = 0; at < info->dlpi_phnum; at++) {
    if (info->dlpi_phdr[at].p_type == PT_TLS) is_sealed = false;
    if (info->dlpi_phdr[at].p_type != PT_GNU_RELRO) continue;
    closed = (info->dlpi_addr + info->dlpi_phdr[at].p_vaddr) & ~page;
    closed_end = (info->dlpi_addr + info->dlpi_phdr[at].p_vaddr + info->dlpi_phdr[at].p_memsz) & ~page;
  }
  for (int at = 0; at < info->dlpi_phnum; at++) {
    if (info->dlpi_phdr[at].p_type != PT_LOAD || !(info->dlpi_phdr[at].p_flags & PF_W)) continue;
    uintptr_t start = info->dlpi_addr + info->dlpi_phdr[at].p_vaddr;
    uintptr_t end = start + info->dlpi_phdr[at].p_memsz;
    bool is_closed = closed < end && closed_end > start;
    add_segment(start, is_closed && closed < end ? closed : end);
    if (is_closed) add_segment(closed_end, end);
  }
  return 1;
}

static void keep_as_loaded(void *library) {
  struct link_map *map;
  if (!is_sealed) return;
  if (dlinfo(library, RTLD_DI_LINKMAP, &map) != 0) is_sealed = false;
  else dl_iterate_phdr(keep_segments, (void *)(uintptr_t)map->l_addr);
}

/* Only what differs is written: the first write to a page of a child makes a copy of it. */
static void put_back_as_loaded(void) {
  enum { AT_ONCE = 4096 };
  for (struct segment *segment = segments; segment < segments + segment_count; segment++) {
    for (size_t at = 0; at < segment->bytes; at += AT_ONCE) {
      size_t length = segment->bytes - at < AT_ONCE ? segment->bytes - at : AT_ONCE;
      if (memcmp(segment->start + at, segment->loaded + at, length) != 0)
        memcpy(segment->start + at, segment->loaded + at, length);
    }
  }
}

/* ---- Noise and the given region: src/subjects/module/noise.ts and given-region.ts -------------- */

enum { TABLE_BYTES = 65536, WATCHED_BYTES = 128, LARGEST_ALIGN = 65536 };
#define DEFAULT_POOL_BYTES 65536
/* What a malloc lab's heap may grow to where the world does not say: MAX_HEAP of the hand-out. */
#define DEFAULT_LAB_BYTES (20u << 20)

/* Mapped, like all that is large, so that what a program changes of the driver is a page or two. */
static uint8_t *noise_table;

static void make_noise_table(void) {
  uint32_t state = 0x2545f491;
  noise_table = map_zeros(TABLE_BYTES);
  for (size_t at = 0; at < TABLE_BYTES; at += 4) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    memcpy(noise_table + at, &state, 4);
  }
}

static uint32_t noise_shift(int32_t seed) {
  return (((uint32_t)seed * 0x9e3779b1u) >> 13) & (TABLE_BYTES - 8);
}

/* A function of seed and address, so that it need not be kept to be compared with. */
static uint8_t noise_byte(int32_t seed, uint64_t address) {
  return noise_table[(uint32_t)(address + noise_shift(seed)) & (TABLE_BYTES - 1)];
}

static void fill_noise(uint64_t start, uint64_t end, int32_t seed) {
  while (start < end) {
    uint32_t from = (uint32_t)(start + noise_shift(seed)) & (TABLE_BYTES - 1);
    uint64_t length = TABLE_BYTES - from;
    if (length > end - start) length = end - start;
    memcpy((void *)(uintptr_t)start, noise_table + from, (size_t)length);
    start += length;
  }
}

/*
 * The region. Three kinds: the subject's own and unknown; given by the driver and handed to init;
 * a malloc lab's, given too, of which the subject takes more and more with mem_sbrk.
 */
static struct {
  bool given;
  uint64_t base, end, reserve_end;
  uint64_t pool_base, pool_end;
  /* What lies between appended pieces: never given, and watched. */
  struct gap { uint64_t start, end; } gaps[16];
  int gap_count;
  /* Highest end that a malloc lab's heap has had, and how often it was refused more. */
  uint64_t used_end;
  uint32_t refused;
  int64_t footprint;
  uint64_t demanded;
  bool changed;
  int fresh;
  int32_t seed;
} region;

static void refresh_bytes(uint64_t start, uint64_t end) {
  if (end <= start) return;
  if (region.fresh == FRESH_NOISE) fill_noise(start, end, region.seed + 1);
  else memset((void *)(uintptr_t)start, region.fresh == FRESH_ONES ? 0xff : 0, (size_t)(end - start));
}

static uint64_t page_bytes(void) {
  static uint64_t known;
  if (known == 0) {
    long bytes = sysconf(_SC_PAGESIZE);
    known = bytes > 0 ? (uint64_t)bytes : 4096;
  }
  return known;
}

/* The pool of the child's program before; a small one is cheaper to clear than to map again. */
static struct { uint64_t low, total, inner; } kept_pool;
#define LARGEST_KEPT_POOL_BYTES ((uint64_t)512 << 10)

/*
 * Maps a pool of its own for this program: noise before and behind, and 64 KiB that must not be
 * touched on either side, so that a wild write dies at once and a near one is seen. Answers the bytes
 * of address space that it took, 0 for a failure.
 */
static uint64_t open_pool(uint64_t pool_bytes, uint64_t reserve, uint32_t offset) {
  uint64_t page = page_bytes();
  uint64_t inner = offset + pool_bytes + reserve + WATCHED_BYTES + 8;
  inner = (inner + page - 1) / page * page;
  /* What alignment costs, a guard and a page before the base, and a guard behind. */
  uint64_t total = 3 * (uint64_t)LARGEST_ALIGN + page + inner, low = kept_pool.low;
  if (total > SIZE_MAX / 2) return 0;
  bool is_kept = kept_pool.inner == inner && inner <= LARGEST_KEPT_POOL_BYTES;
  if (!is_kept) {
    /* The place of the former pool is free again, so that a new child would choose the same. */
    if (kept_pool.total > 0) munmap((void *)(uintptr_t)kept_pool.low, (size_t)kept_pool.total);
    void *map = mmap(NULL, (size_t)total, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    kept_pool.total = kept_pool.inner = 0;
    if (map == MAP_FAILED) return 0;
    low = (uint64_t)(uintptr_t)map;
    kept_pool.low = low;
    kept_pool.total = total;
    kept_pool.inner = inner;
  }
  /* The page before the base holds the watched bytes. */
  uint64_t aligned = (low + LARGEST_ALIGN + page + LARGEST_ALIGN - 1) / LARGEST_ALIGN * LARGEST_ALIGN;
  if (is_kept) {
    memset((void *)(uintptr_t)(aligned - page), 0, (size_t)(page + inner));
  } else {
    mprotect((void *)(uintptr_t)low, (size_t)(aligned - page - low), PROT_NONE);
    mprotect((void *)(uintptr_t)(aligned + inner), (size_t)(low + total - aligned - inner), PROT_NONE);
  }
  region.pool_base = aligned + offset;
  region.pool_end = region.used_end = region.pool_base + pool_bytes;
  region.reserve_end = region.pool_end + reserve;
  fill_noise(region.pool_base - WATCHED_BYTES, region.pool_base, 0);
  return total;
}

static void watch_behind(uint64_t from, uint64_t to) { fill_noise(from, to, 0); }

/* What the driver offers to a malloc lab that leaves these undefined: memlib.h of the hand-out. */
#define LAB_API __attribute__((visibility("default")))
LAB_API void *mem_sbrk(intptr_t increment);
LAB_API void mem_init(void);
LAB_API void mem_deinit(void);
LAB_API void mem_reset_brk(void);
LAB_API void *mem_heap_lo(void);
LAB_API void *mem_heap_hi(void);
LAB_API size_t mem_heapsize(void);
LAB_API size_t mem_pagesize(void);

void *mem_sbrk(intptr_t increment) {
  uint64_t old = region.pool_end;
  if (increment < 0 || (uint64_t)increment > region.reserve_end - old) {
    uint64_t wanted = increment < 0 ? 0 : old - region.pool_base + (uint64_t)increment;
    if (wanted > region.demanded) region.demanded = wanted;
    region.changed = true;
    region.refused++;
    errno = ENOMEM;
    return (void *)-1;
  }
  uint64_t end = old + (uint64_t)increment;
  /* Only bytes that were never handed out are fresh: behind a reset lies what was there before. */
  refresh_bytes(old > region.used_end ? old : region.used_end, end);
  if (end > region.used_end) region.used_end = end;
  watch_behind(end, end + WATCHED_BYTES);
  region.pool_end = end;
  region.changed = true;
  return (void *)(uintptr_t)old;
}
void mem_init(void) {}
void mem_deinit(void) {}
/* The bytes stay as they were: an allocator must not count on zeros the second time. */
void mem_reset_brk(void) {
  region.pool_end = region.pool_base;
  watch_behind(region.pool_end, region.pool_end + WATCHED_BYTES);
  region.changed = true;
}
void *mem_heap_lo(void) { return (void *)(uintptr_t)region.pool_base; }
void *mem_heap_hi(void) { return (void *)(uintptr_t)(region.pool_end - 1); }
size_t mem_heapsize(void) { return (size_t)(region.pool_end - region.pool_base); }
size_t mem_pagesize(void) { return (size_t)page_bytes(); }

/* ---- Writing the record ----------------------------------------------------------------------- */

/* The program of this child: its header, its progress, and its slices of steps and events. */
static int32_t *header;
static struct progress *progress;
static int32_t *own_steps, *own_events;
static int32_t step_count, step_capacity, event_count, event_capacity;

static int32_t step_index(void) { return step_count; }
static int64_t room(int64_t reserved) { return (int64_t)step_capacity - step_count - reserved; }
static int32_t *current_step(void) { return own_steps + (size_t)(step_count - 1) * WORDS_PER_STEP; }

/* Turns to a program; what was recorded of it is forgotten. */
static void turn_to(int32_t index) {
  header = headers + (size_t)index * WORDS_PER_HEADER;
  progress = progresses + index;
  int32_t first = slices[index], first_event = first + index * SPARE_EVENTS;
  own_steps = steps + (size_t)first * WORDS_PER_STEP;
  own_events = events + (size_t)first_event * WORDS_PER_EVENT;
  step_count = event_count = 0;
  step_capacity = slices[index + 1] - first;
  event_capacity = step_capacity + SPARE_EVENTS;
  memset(header, 0, WORDS_PER_HEADER * 4);
  memset((void *)progress, 0, sizeof *progress);
  header[HEADER_FIRST_STEP] = first;
  header[HEADER_FIRST_EVENT] = first_event;
  progress->phase = PHASE_IDLE;
}

static int32_t open_step(int32_t request, uint32_t head, int32_t allocation, uint64_t size,
                         uint64_t second, uint64_t address) {
  int32_t *at = own_steps + (size_t)step_count * WORDS_PER_STEP;
  at[0] = request;
  at[1] = (int32_t)head;
  at[2] = allocation;
  to_words(at + 3, size);
  to_words(at + 5, second);
  to_words(at + 7, address);
  int32_t index = step_count++;
  header[HEADER_STEP_COUNT] = step_count;
  progress->calls = step_count;
  return index;
}

static void set_outcome(uint32_t outcome) {
  current_step()[1] |= (int32_t)(outcome << OUTCOME_SHIFT);
}
static void set_untouched(uint32_t reason) {
  current_step()[1] |= (int32_t)(reason << UNTOUCHED_SHIFT);
}
static void set_address(uint64_t address) { to_words(current_step() + 7, address); }

static int32_t *next_event(void) {
  if (event_count >= event_capacity) {
    header[HEADER_EVENTS_DROPPED]++;
    return NULL;
  }
  int32_t *at = own_events + (size_t)event_count * WORDS_PER_EVENT;
  memset(at, 0, WORDS_PER_EVENT * 4);
  header[HEADER_EVENT_COUNT] = ++event_count;
  return at;
}

static void write_extents(void) {
  int32_t *at = next_event();
  if (at == NULL) return;
  at[0] = EVENT_EXTENTS;
  at[1] = step_index() - 1;
  to_words(at + 2, region.base);
  to_words(at + 4, region.end);
  to_words(at + 6, (uint64_t)region.footprint);
  to_words(at + 8, region.demanded);
  region.demanded = 0;
}

/* ---- The pattern: src/core/pattern.ts ---------------------------------------------------------- */

#define PATTERN_STEP 0x9e3779b1u

static uint32_t pattern_base(int32_t allocation, int32_t generation) {
  uint32_t h = ((uint32_t)(allocation + 1) * 0x85ebca6bu) ^ ((uint32_t)(generation + 1) * 0xc2b2ae35u);
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}
static uint8_t pattern_byte(uint32_t base, uint64_t offset) {
  return (uint8_t)((base + (uint32_t)(offset >> 2) * PATTERN_STEP) >> ((offset & 3) * 8));
}

/* `from` is a multiple of four. Words are copied, since a block may start anywhere. */
static void fill_pattern(uint64_t address, uint64_t from, uint64_t to, uint32_t base) {
  uint8_t *bytes = (uint8_t *)(uintptr_t)address;
  size_t words_end = (size_t)(to >> 2);
  for (size_t index = (size_t)(from >> 2); index < words_end; index++) {
    uint32_t value = base + (uint32_t)index * PATTERN_STEP;
    memcpy(bytes + index * 4, &value, 4);
  }
  for (uint64_t offset = (to & ~(uint64_t)3) > from ? (to & ~(uint64_t)3) : from; offset < to; offset++)
    bytes[offset] = pattern_byte(base, offset);
}

static bool matches_pattern(uint64_t address, uint64_t from, uint64_t to, uint32_t base) {
  const uint8_t *bytes = (const uint8_t *)(uintptr_t)address;
  uint32_t differing = 0;
  size_t words_end = (size_t)(to >> 2);
  for (size_t index = (size_t)(from >> 2); index < words_end; index++) {
    uint32_t value;
    memcpy(&value, bytes + index * 4, 4);
    differing |= value ^ (base + (uint32_t)index * PATTERN_STEP);
  }
  for (uint64_t offset = (to & ~(uint64_t)3) > from ? (to & ~(uint64_t)3) : from; offset < to; offset++)
    differing |= (uint32_t)(bytes[offset] ^ pattern_byte(base, offset));
  return differing == 0;
}

static bool is_zero(uint64_t address, uint64_t length) {
  const uint8_t *bytes = (const uint8_t *)(uintptr_t)address;
  uint8_t differing = 0;
  for (uint64_t offset = 0; offset < length; offset++) differing |= bytes[offset];
  return differing == 0;
}

/* ---- Which bytes are live: src/core/live-bits.ts with a granule of one byte -------------------- */

#define BITS_PAGE_LOG2 16
#define BITS_PAGE_BYTES ((uint64_t)1 << BITS_PAGE_LOG2)
#define BITS_WORDS (BITS_PAGE_BYTES / 64)
#define LARGE_RANGE_BYTES ((uint64_t)1 << 20)
enum { MOST_BITS_PAGES = 1 << 13, HASH_SLOTS = 1 << 15, MOST_LARGE = 1 << 16 };

struct range { uint64_t start, end; };

/* Mapped and never touched by the zygote, so that every child finds zeros. */
static uint64_t *bits_pages;
static struct { uint64_t key; int64_t number; } *bits_hash;
static uint64_t *bits_keys;
static uint32_t *bits_slots;
static struct range *large_ranges;
static int32_t bits_used, large_count;

static uint64_t *bits_page(uint64_t key, bool make) {
  /* Neighbours lie side by side, so that a program touches one page of the table or two. */
  uint32_t slot = (uint32_t)(key ^ key >> 15) & (HASH_SLOTS - 1);
  while (bits_hash[slot].number != 0) {
    if (bits_hash[slot].key == key) return bits_pages + (size_t)(bits_hash[slot].number - 1) * BITS_WORDS;
    slot = (slot + 1) & (HASH_SLOTS - 1);
  }
  if (!make || bits_used == MOST_BITS_PAGES) return NULL;
  bits_keys[bits_used] = key;
  bits_slots[bits_used] = slot;
  bits_hash[slot].key = key;
  bits_hash[slot].number = ++bits_used;
  return bits_pages + (size_t)(bits_used - 1) * BITS_WORDS;
}

static void clear_bits(void) {
  memset(bits_pages, 0, (size_t)bits_used * BITS_WORDS * 8);
  for (int32_t index = 0; index < bits_used; index++) bits_hash[bits_slots[index]].number = 0;
  bits_used = large_count = 0;
}

static uint64_t head_mask(uint32_t from) { return ~(uint64_t)0 << (from & 63); }
static uint64_t tail_mask(uint32_t last) { return ~(uint64_t)0 >> (63 - (last & 63)); }

static bool any_set(const uint64_t *page, uint32_t from, uint32_t last) {
  uint32_t a = from >> 6, b = last >> 6;
  if (a == b) return (page[a] & head_mask(from) & tail_mask(last)) != 0;
  uint64_t seen = (page[a] & head_mask(from)) | (page[b] & tail_mask(last));
  for (uint32_t at = a + 1; at < b; at++) seen |= page[at];
  return seen != 0;
}
static void set_bits(uint64_t *page, uint32_t from, uint32_t last, bool live) {
  uint32_t a = from >> 6, b = last >> 6;
  uint64_t head = head_mask(from), tail = tail_mask(last);
  if (a == b) head = tail = head & tail;
  if (live) page[a] |= head, page[b] |= tail;
  else page[a] &= ~head, page[b] &= ~tail;
  for (uint32_t at = a + 1; at < b; at++) page[at] = live ? ~(uint64_t)0 : 0;
}
static void bits_within(uint64_t key, uint64_t start, uint64_t end, uint32_t *from, uint32_t *last) {
  uint64_t low = key << BITS_PAGE_LOG2;
  *from = (uint32_t)(start > low ? start - low : 0);
  *last = (uint32_t)(end - low < BITS_PAGE_BYTES ? end - low - 1 : BITS_PAGE_BYTES - 1);
}

static bool range_is_live(uint64_t start, uint64_t end) {
  if (end <= start) return false;
  for (int32_t index = 0; index < large_count; index++) {
    if (start < large_ranges[index].end && large_ranges[index].start < end) return true;
  }
  uint64_t first = start >> BITS_PAGE_LOG2, last = (end - 1) >> BITS_PAGE_LOG2;
  uint32_t from, to;
  if (last - first > (uint64_t)bits_used) {
    for (int32_t index = 0; index < bits_used; index++) {
      uint64_t key = bits_keys[index];
      if (key < first || key > last) continue;
      bits_within(key, start, end, &from, &to);
      if (any_set(bits_pages + (size_t)index * BITS_WORDS, from, to)) return true;
    }
    return false;
  }
  for (uint64_t key = first; key <= last; key++) {
    uint64_t *page = bits_page(key, false);
    if (page == NULL) continue;
    bits_within(key, start, end, &from, &to);
    if (any_set(page, from, to)) return true;
  }
  return false;
}

static bool bits_have_room(uint64_t start, uint64_t end) {
  uint64_t pages = ((end - 1) >> BITS_PAGE_LOG2) - (start >> BITS_PAGE_LOG2) + 1;
  return end - start <= LARGE_RANGE_BYTES && (uint64_t)bits_used + pages <= MOST_BITS_PAGES;
}

/* Marks [start, end) live; false, and nothing marked, where a byte of it is live already. */
static bool insert_live(uint64_t start, uint64_t end) {
  if (end <= start) return true;
  if (range_is_live(start, end)) return false;
  if (!bits_have_room(start, end)) {
    if (large_count < MOST_LARGE) large_ranges[large_count++] = (struct range){ start, end };
    return true;
  }
  for (uint64_t key = start >> BITS_PAGE_LOG2; key <= (end - 1) >> BITS_PAGE_LOG2; key++) {
    uint32_t from, last;
    bits_within(key, start, end, &from, &last);
    set_bits(bits_page(key, true), from, last, true);
  }
  return true;
}

static void remove_live(uint64_t start, uint64_t end) {
  if (end <= start) return;
  /* A block that grew to its usable length was marked in pieces. */
  for (int32_t index = 0; index < large_count;) {
    if (large_ranges[index].start < start || large_ranges[index].end > end) index++;
    else large_ranges[index] = large_ranges[--large_count];
  }
  if (end - start > LARGE_RANGE_BYTES) {
    for (int32_t index = 0; index < bits_used; index++) {
      uint64_t low = bits_keys[index] << BITS_PAGE_LOG2;
      uint32_t from, last;
      if (low >= end || low + BITS_PAGE_BYTES <= start) continue;
      bits_within(bits_keys[index], start, end, &from, &last);
      set_bits(bits_pages + (size_t)index * BITS_WORDS, from, last, false);
    }
    return;
  }
  for (uint64_t key = start >> BITS_PAGE_LOG2; key <= (end - 1) >> BITS_PAGE_LOG2; key++) {
    uint64_t *page = bits_page(key, false);
    uint32_t from, last;
    if (page == NULL) continue;
    bits_within(key, start, end, &from, &last);
    set_bits(page, from, last, false);
  }
}

/* ---- The book of what is held: src/subjects/execute/live-blocks.ts ----------------------------- */

struct block {
  uint64_t address, size;
  /* Bytes that hold the pattern: size, or the usable length; 0 where nothing was written. */
  uint64_t written;
  uint32_t pattern;
  /* Step that first granted it. */
  int32_t allocation;
  int32_t generation;
  int32_t position;
  uint8_t align_log2;
};

static struct block *blocks;
static int32_t *live_slots;
/* Slot by the request that produced it, plus one; 0 for none. */
static int32_t *slot_of_request;
static int32_t slot_count, live_count;
static uint64_t live_bytes;
static bool stop;

static int32_t add_block(int32_t request, int32_t allocation, uint64_t address, uint64_t size,
                         uint32_t align_log2) {
  int32_t slot = slot_count++;
  struct block *block = blocks + slot;
  *block = (struct block){ .address = address, .size = size, .allocation = allocation,
                           .position = live_count, .align_log2 = (uint8_t)align_log2 };
  live_slots[live_count++] = slot;
  live_bytes += size;
  if (request >= 0) slot_of_request[request] = slot + 1;
  return slot;
}
static bool is_live(int32_t slot) { return slot >= 0 && blocks[slot].position >= 0; }

static void unmark(const struct block *block) {
  uint64_t length = block->size > block->written ? block->size : block->written;
  if (length > 0) remove_live(block->address, block->address + length);
}
static void forget(int32_t slot) {
  struct block *block = blocks + slot;
  unmark(block);
  int32_t last = live_slots[--live_count];
  live_slots[block->position] = last;
  blocks[last].position = block->position;
  block->position = -1;
  live_bytes -= block->size;
}

/* ---- What the subject holds, where it brings its own memory (S25) ------------------------------- */

/*
 * Anonymous memory that is resident, less the driver's own: a limit of address space would count what
 * allocators reserve by the gigabyte and never touch. Read now and then, since reading costs as much
 * as ten requests.
 */
enum { MEASURE_STEPS = 64, OWN_FIXED_BYTES = 131072 };
static int statm_fd = -1;
static int32_t measure_interval, until_measure;

static const char *skip_number(const char *text, uint64_t *value) {
  for (*value = 0; *text >= '0' && *text <= '9'; text++) *value = *value * 10 + (uint64_t)(*text - '0');
  return *text == ' ' ? text + 1 : text;
}

static int64_t held_bytes(void) {
  char text[128];
  uint64_t total, resident, shared;
  ssize_t length = statm_fd < 0 ? -1 : pread(statm_fd, text, sizeof text - 1, 0);
  if (length <= 0) return -1;
  text[length] = '\0';
  skip_number(skip_number(skip_number(text, &total), &resident), &shared);
  uint64_t own = (uint64_t)bits_used * BITS_WORDS * 8 + OWN_FIXED_BYTES;
  uint64_t held = (resident > shared ? resident - shared : 0) * page_bytes();
  return held > own ? (int64_t)(held - own) : 0;
}

static void begin_measuring(int32_t request_total) {
  if (region.given) return;
  statm_fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  measure_interval = request_total >> 8 > MEASURE_STEPS ? request_total >> 8 : MEASURE_STEPS;
  until_measure = measure_interval;
}

static void measure_now_and_then(void) {
  if (statm_fd < 0 || --until_measure > 0) return;
  until_measure = measure_interval;
  int64_t held = held_bytes();
  if (held == region.footprint) return;
  region.footprint = held;
  write_extents();
}

/* ---- The observer: src/subjects/execute/observer.ts -------------------------------------------- */

enum { EDGE_BYTES = 16, WIDE_EDGE_BYTES = 32768, LARGE_BYTES = 16384, WINDOW_BYTES = 2048,
       BYTES_PER_STEP = 64, BYTES_PER_BLOCK = 512, CHECKPOINT_STEPS = 64 };

static bool observe_full, observe_each, damaged;
static double interval, until_checkpoint, since_checkpoint;

static uint64_t tail_of(uint64_t length, uint64_t edge) { return (length - edge) & ~(uint64_t)3; }

/* Bytes at either end of a block that hold the pattern; 0 where all of it does. */
static uint64_t edge_of(uint64_t length) {
  if (!observe_full) return length <= 2 * EDGE_BYTES + 4 ? 0 : EDGE_BYTES;
  return length <= 2 * WIDE_EDGE_BYTES ? 0 : WIDE_EDGE_BYTES;
}

/* What a byte must be: one of the pattern, zero, or noise around the region. */
static uint8_t expected_byte(int aspect, uint32_t base, uint64_t start, int64_t offset) {
  if (aspect == ASPECT_OUTSIDE) return noise_byte(0, start + (uint64_t)offset);
  return aspect == ASPECT_ZEROED ? 0 : pattern_byte(base, (uint64_t)offset);
}

/* Two ranges of offsets from `start`, of which the second may be empty. */
static void tell_damage(const int64_t ranges[4], int32_t step, int aspect, int32_t allocation,
                        uint64_t start, uint32_t base) {
  int64_t first = 0, last = 0, end = 0;
  uint64_t count = 0;
  damaged = true;
  for (int part = 0; part < 4; part += 2) {
    for (int64_t offset = ranges[part]; offset < ranges[part + 1]; offset++) {
      if (end < ranges[part + 1]) end = ranges[part + 1];
      uint8_t seen = *(const uint8_t *)(uintptr_t)(start + (uint64_t)offset);
      if (seen == expected_byte(aspect, base, start, offset)) continue;
      if (count++ == 0) first = offset;
      last = offset;
    }
  }
  if (aspect == ASPECT_OUTSIDE) end = ranges[1];
  int32_t *at = next_event();
  if (at == NULL) return;
  at[0] = EVENT_DAMAGE;
  at[1] = step;
  at[2] = aspect;
  at[3] = allocation;
  to_words(at + 4, (uint64_t)first);
  to_words(at + 6, (uint64_t)last);
  to_words(at + 8, count);
  for (int64_t byte = 0; byte < 16 && first + byte < end; byte++) {
    uint8_t expected = expected_byte(aspect, base, start, first + byte);
    uint8_t seen = *(const uint8_t *)(uintptr_t)(start + (uint64_t)(first + byte));
    at[10 + (byte >> 2)] |= (int32_t)((uint32_t)expected << ((byte & 3) * 8));
    at[14 + (byte >> 2)] |= (int32_t)((uint32_t)seen << ((byte & 3) * 8));
  }
}

static void fill_block(struct block *block, uint64_t from) {
  progress->phase = PHASE_FILL;
  block->pattern = pattern_base(block->allocation, block->generation);
  uint64_t length = block->size > block->written ? block->size : block->written;
  block->written = length;
  uint64_t edge = edge_of(length);
  if (edge == 0) {
    fill_pattern(block->address, from, length, block->pattern);
  } else {
    if (from < edge) fill_pattern(block->address, from, edge, block->pattern);
    fill_pattern(block->address, tail_of(length, edge), length, block->pattern);
  }
  progress->phase = PHASE_IDLE;
}

static void verify_within(const struct block *block, uint64_t address, uint64_t length,
                          int32_t step, int aspect) {
  uint64_t edge = edge_of(block->written);
  if (edge == 0) {
    if (matches_pattern(address, 0, length, block->pattern)) return;
    const int64_t whole[4] = { 0, (int64_t)length, 0, 0 };
    tell_damage(whole, step, aspect, block->allocation, address, block->pattern);
    return;
  }
  uint64_t head = length < edge ? length : edge;
  uint64_t tail = tail_of(block->written, edge);
  if (matches_pattern(address, 0, head, block->pattern) &&
      (tail >= length || matches_pattern(address, tail, length, block->pattern)))
    return;
  const int64_t edges[4] = { 0, (int64_t)head, (int64_t)tail, (int64_t)length };
  tell_damage(edges, step, aspect, block->allocation, address, block->pattern);
}

static void verify_block(const struct block *block, int32_t step) {
  if (block->written == 0) return;
  progress->phase = PHASE_VERIFY;
  header[HEADER_CONTENT_CHECKS]++;
  verify_within(block, block->address, block->written, step, ASPECT_CONTENT);
  progress->phase = PHASE_IDLE;
}

static void verify_kept(const struct block *block, uint64_t address, uint64_t kept, int32_t step) {
  if (block->written == 0) return;
  progress->phase = PHASE_VERIFY;
  header[HEADER_KEPT_CHECKS]++;
  verify_within(block, address, kept, step, ASPECT_KEPT);
  progress->phase = PHASE_IDLE;
}

static void verify_zero(uint64_t address, uint64_t length, int32_t allocation, int32_t step) {
  progress->phase = PHASE_VERIFY;
  header[HEADER_ZERO_CHECKS]++;
  if (!is_zero(address, length)) {
    const int64_t whole[4] = { 0, (int64_t)length, 0, 0 };
    tell_damage(whole, step, ASPECT_ZEROED, allocation, address, 0);
  }
  progress->phase = PHASE_IDLE;
}

static void verify_windows(const struct block *block, int32_t step) {
  uint64_t tail = (block->written - WINDOW_BYTES) & ~(uint64_t)3;
  progress->phase = PHASE_VERIFY;
  header[HEADER_CONTENT_CHECKS]++;
  if (!matches_pattern(block->address, 0, WINDOW_BYTES, block->pattern) ||
      !matches_pattern(block->address, tail, block->written, block->pattern)) {
    const int64_t windows[4] = { 0, WINDOW_BYTES, (int64_t)tail, (int64_t)block->written };
    tell_damage(windows, step, ASPECT_CONTENT, block->allocation, block->address, block->pattern);
  }
  progress->phase = PHASE_IDLE;
}

/* Whether watched bytes are as they were put there. */
static bool noise_is_intact(uint64_t start, uint64_t end) {
  while (start < end) {
    uint32_t from = (uint32_t)(start + noise_shift(0)) & (TABLE_BYTES - 1);
    uint64_t length = TABLE_BYTES - from;
    if (length > end - start) length = end - start;
    if (memcmp((const void *)(uintptr_t)start, noise_table + from, (size_t)length) != 0) return false;
    start += length;
  }
  return true;
}

/* True where a byte of the range was changed; the damage is then recorded. */
static bool tell_if_changed(uint64_t start, uint64_t end, int32_t step) {
  if (noise_is_intact(start, end)) return false;
  int64_t from = (int64_t)(start - region.base);
  const int64_t watched[4] = { from, from + (int64_t)(end - start), 0, 0 };
  tell_damage(watched, step, ASPECT_OUTSIDE, -1, region.base, 0);
  return true;
}

static void verify_outside(int32_t step) {
  if (!region.given) return;
  header[HEADER_OUTSIDE_CHECKS]++;
  if (tell_if_changed(region.pool_base - WATCHED_BYTES, region.pool_base, step)) return;
  if (tell_if_changed(region.pool_end, region.pool_end + WATCHED_BYTES, step)) return;
  for (const struct gap *gap = region.gaps; gap < region.gaps + region.gap_count; gap++) {
    if (tell_if_changed(gap->start, gap->end, step)) return;
  }
}

static void checkpoint(int32_t step) {
  double bytes_read = 0;
  for (int32_t index = 0; index < live_count; index++) {
    const struct block *block = blocks + live_slots[index];
    if (block->written > LARGE_BYTES && observe_full && !observe_each) verify_windows(block, step);
    else verify_block(block, step);
    uint64_t most = observe_full ? LARGE_BYTES : EDGE_BYTES;
    bytes_read += BYTES_PER_BLOCK + (double)(block->written < most ? block->written : most);
  }
  /* Reading back must not cost more than some bytes a step, however much is live. */
  until_checkpoint = bytes_read / BYTES_PER_STEP > interval ? bytes_read / BYTES_PER_STEP : interval;
  since_checkpoint = 0;
  verify_outside(step);
}

static void after_step(int32_t step, bool refused) {
  measure_now_and_then();
  since_checkpoint++;
  double due = refused ? until_checkpoint / 4 : until_checkpoint;
  if (observe_each || since_checkpoint >= due) checkpoint(step);
}

/* ---- Calls ------------------------------------------------------------------------------------ */

enum { ANSWER_ADDRESS, ANSWER_REFUSED, ANSWER_MISENCODED, ANSWER_DONE };

static word granted;
/* The error that the last call named, where it was refused. */
static uint32_t refusal_error;

static uint32_t error_code(int error) {
  return error == 0        ? ERROR_NONE
         : error == ENOMEM ? ERROR_NO_MEMORY
         : error == EINVAL ? ERROR_INVALID
                           : ERROR_OTHER;
}

static int as_address(word raw) {
  int refusal = control->refusal;
  if (refusal == REFUSAL_MINUS_ONE ? raw == (word)-1 : refusal != REFUSAL_TRAP && raw == 0) {
    /* Only functions with the shape of C's speak of errno. */
    if (convention == CONVENTION_C) refusal_error = error_code(errno);
    return ANSWER_REFUSED;
  }
  granted = raw;
  return ANSWER_ADDRESS;
}

static word sent_align(word align) { return align == 1 ? (word)control->natural_align : align; }

static int call_posix_memalign(word size, word align) {
  /* Neither an address nor null, so that a success that stores nothing is noticed. */
  static char nothing_stored;
  void *out = &nothing_stored;
  int error = ((int (*)(void **, size_t, size_t))functions[ROLE_POSIX_MEMALIGN])(&out, align, size);
  refusal_error = error_code(error);
  if (error != 0) return ANSWER_REFUSED;
  if (out == &nothing_stored) return ANSWER_MISENCODED;
  if (out == NULL) return ANSWER_REFUSED;
  granted = (word)out;
  return ANSWER_ADDRESS;
}

static int call_alloc(uint32_t entry, word size, word align) {
  if (entry == ENTRY_POSIX_MEMALIGN && HAS(ROLE_POSIX_MEMALIGN))
    return call_posix_memalign(size, align);
  int aligned = entry == ENTRY_ALIGNED_ALLOC && HAS(ROLE_ALIGNED_ALLOC) ? ROLE_ALIGNED_ALLOC
                : entry == ENTRY_MEMALIGN && HAS(ROLE_MEMALIGN)         ? ROLE_MEMALIGN
                                                                        : -1;
  if (convention == CONVENTION_HANDLE)
    return as_address(aligned < 0 ? CALL2(ROLE_ALLOC, handle, size)
                                  : CALL3(aligned, handle, align, size));
  if (aligned >= 0) return as_address(CALL2(aligned, align, size));
  if (convention == CONVENTION_LAYOUT) return as_address(CALL2(ROLE_ALLOC, size, sent_align(align)));
  return as_address(CALL1(ROLE_ALLOC, size));
}

static int call_array(word count, word size) {
  if (convention == CONVENTION_HANDLE)
    return as_address(CALL3(ROLE_ALLOC_ARRAY, handle, count, size));
  return as_address(CALL2(ROLE_ALLOC_ARRAY, count, size));
}

static int call_zeroed(word size, word align) {
  if (convention == CONVENTION_LAYOUT)
    return as_address(CALL2(ROLE_ALLOC_ZEROED, size, sent_align(align)));
  return as_address(CALL1(ROLE_ALLOC_ZEROED, size));
}

static int call_realloc(word address, word old_size, word size, word align) {
  if (convention == CONVENTION_HANDLE) return as_address(CALL3(ROLE_REALLOC, handle, address, size));
  if (convention == CONVENTION_LAYOUT)
    return as_address(CALL4(ROLE_REALLOC, address, old_size, size, sent_align(align)));
  return as_address(CALL2(ROLE_REALLOC, address, size));
}

/*
 * False where the free was rejected. Only a contract can tell that the function answers at all: where
 * it is void, the register holds anything.
 */
static bool call_dealloc(word address, word size, word align) {
  word answer = 1;
  if (convention == CONVENTION_HANDLE) CALL2(ROLE_DEALLOC, handle, address);
  else if (convention == CONVENTION_LAYOUT) answer = CALL3(ROLE_DEALLOC, address, size, sent_align(align));
  else CALL1(ROLE_DEALLOC, address);
  return !control->rejects_frees || (int)answer != 0;
}

/* Reads where the region is now; true where it changed since the last time. */
static bool refresh_region(void) {
  if (!region.given) return false;
  uint64_t base = region.pool_base, end = region.pool_end;
  if (HAS(ROLE_REGION)) {
    word low = 0, high = 0;
    if (convention == CONVENTION_HANDLE) CALL3(ROLE_REGION, handle, &low, &high);
    else CALL2(ROLE_REGION, &low, &high);
    /* It may count less than it was given, and never more. */
    base = low > base ? low : base;
    end = high < end ? high : end;
  }
  bool changed = region.changed || base != region.base || end != region.end;
  region.changed = false;
  region.base = base;
  region.end = end;
  if (convention == CONVENTION_LAB) region.footprint = (int64_t)(end - base);
  return changed;
}

static void begin_call(void) {
  progress->phase = PHASE_CALL;
  refusal_error = ERROR_UNOBSERVED;
  errno = 0;
}
static void end_call(void) {
  /* Asking for the region is a call too: what dies there is the subject's. */
  if (refresh_region()) write_extents();
  progress->phase = PHASE_IDLE;
}

/* ---- Requests: src/subjects/execute ------------------------------------------------------------ */

static void skip(void) { header[HEADER_SKIPPED]++; }

static bool in_gap(uint64_t start, uint64_t end) {
  for (const struct gap *gap = region.gaps; gap < region.gaps + region.gap_count; gap++) {
    if (start < gap->end && gap->start < end) return true;
  }
  return false;
}

/* Why nothing may be written to the range; marks it live where it may or is only too large (S9). */
static int distrust(uint64_t address, uint64_t size) {
  uint64_t fill_limit = from_words((int32_t)control->fill_limit_low, (int32_t)control->fill_limit_high);
  if (address + size < address || address + size > region.end || address < region.base ||
      in_gap(address, address + size))
    return UNTOUCHED_OUT_OF_EXTENTS;
  if (!insert_live(address, address + size)) return UNTOUCHED_OVERLAPS_LIVE;
  return size > fill_limit ? UNTOUCHED_ABOVE_FILL_CAP : UNTOUCHED_NO;
}

static void set_refused(void) {
  set_outcome(OUTCOME_REFUSED);
  current_step()[1] |= (int32_t)(refusal_error << ERROR_SHIFT);
}

static void record_refusal(int answer, int32_t step) {
  if (answer == ANSWER_MISENCODED) {
    set_outcome(OUTCOME_MISENCODED);
    set_untouched(UNTOUCHED_MISENCODED);
    stop = true;
    return;
  }
  set_refused();
  after_step(step, true);
  stop = damaged;
}

static void begin_block(int32_t slot, bool zeroed, int32_t step) {
  struct block *block = blocks + slot;
  if (block->size > 0) {
    int reason = distrust(block->address, block->size);
    if (reason != UNTOUCHED_NO) {
      set_untouched((uint32_t)reason);
      stop = reason == UNTOUCHED_OUT_OF_EXTENTS || reason == UNTOUCHED_OVERLAPS_LIVE;
      if (stop) return;
    } else {
      if (zeroed) verify_zero(block->address, block->size, block->allocation, step);
      fill_block(block, 0);
    }
  }
  after_step(step, false);
  stop = damaged;
}

static uint64_t array_bytes(uint64_t count, uint64_t size) {
  return size != 0 && count > UINT64_MAX / size ? UINT64_MAX : count * size;
}

static uint32_t kind_of(uint32_t head) { return head & 31; }
static uint32_t entry_of(uint32_t head) { return (head >> 5) & 15; }
static uint32_t align_log2_of(uint32_t head) { return (head >> ALIGN_SHIFT) & 31; }

static bool request_grant(int32_t request, uint32_t head, uint64_t size, uint64_t second) {
  uint32_t kind = kind_of(head), entry = entry_of(head), align_log2 = align_log2_of(head);
  word align = (word)1 << align_log2;
  int32_t step = open_step(request, head, -1, size, second, 0);
  begin_call();
  int answer = kind == KIND_ALLOC || kind == KIND_FILL ? call_alloc(entry, (word)size, align)
               : kind == KIND_ALLOC_ZEROED             ? call_zeroed((word)size, align)
               : kind == KIND_ALLOC_ARRAY              ? call_array((word)second, (word)size)
                                                       : call_alloc(entry, (word)size, (word)second);
  end_call();
  if (answer != ANSWER_ADDRESS) {
    record_refusal(answer, step);
    return false;
  }
  set_outcome(OUTCOME_GRANTED);
  set_address(granted);
  current_step()[2] = step;
  uint64_t bytes = kind == KIND_ALLOC_ARRAY ? array_bytes(second, size) : size;
  bool zeroed = kind == KIND_ALLOC_ZEROED || kind == KIND_ALLOC_ARRAY;
  begin_block(add_block(kind == KIND_FILL ? -1 : request, step, granted, bytes, align_log2), zeroed, step);
  return true;
}

static void request_realloc_null(int32_t request, uint32_t head, uint64_t size, uint64_t second) {
  bool array = kind_of(head) == KIND_REALLOC_ARRAY;
  int32_t step = open_step(request, head, -1, size, second, 0);
  begin_call();
  int answer = array ? as_address(CALL3(ROLE_REALLOC_ARRAY, 0, second, size))
                     : call_realloc(0, 0, (word)size, (word)1 << align_log2_of(head));
  end_call();
  if (answer != ANSWER_ADDRESS) {
    record_refusal(answer, step);
    return;
  }
  set_outcome(OUTCOME_GRANTED);
  set_address(granted);
  current_step()[2] = step;
  uint64_t bytes = array ? array_bytes(second, size) : size;
  begin_block(add_block(request, step, granted, bytes, align_log2_of(head)), false, step);
}

static void fill_until_refused(int32_t request, uint32_t head, uint64_t size, int64_t most) {
  if (size == 0) {
    skip();
    return;
  }
  if (most > control->macro_limit) most = control->macro_limit;
  for (int64_t made = 0; made < most && !stop && room(0) > RESERVED_STEPS; made++) {
    if (!request_grant(request, head, size, 0)) return;
  }
}

/* What was kept is read at the new place, then the block starts a new generation. */
static void block_moved(struct block *block, uint64_t address, uint64_t bytes, int32_t step) {
  uint64_t kept = block->size < bytes ? block->size : bytes;
  bool was_written = block->written > 0;
  unmark(block);
  live_bytes += bytes - block->size;
  block->address = address;
  block->size = bytes;
  block->generation++;
  if (bytes > 0) {
    int reason = distrust(address, bytes);
    if (reason == UNTOUCHED_NO) {
      if (was_written) verify_kept(block, address, kept, step);
      block->written = 0;
      if (!damaged) fill_block(block, 0);
    } else {
      block->written = 0;
      set_untouched((uint32_t)reason);
      stop = reason == UNTOUCHED_OUT_OF_EXTENTS || reason == UNTOUCHED_OVERLAPS_LIVE;
      if (stop) return;
    }
  } else {
    block->written = 0;
  }
  after_step(step, false);
  stop = damaged;
}

static void request_resize(int32_t request, uint32_t given_head, int32_t slot, uint64_t size,
                           uint64_t second) {
  struct block *block = blocks + slot;
  uint32_t kind = kind_of(given_head), asked = align_log2_of(given_head);
  bool array = kind == KIND_REALLOC_ARRAY;
  /* reallocarray takes no alignment and keeps none. */
  uint32_t align_log2 = asked > 0 ? asked : array ? 0 : block->align_log2;
  uint32_t head = (given_head & ~(uint32_t)ALIGN_BITS) | (align_log2 << ALIGN_SHIFT);
  uint64_t address = block->address;
  verify_block(block, step_index() - 1);
  if (damaged) {
    stop = true;
    return;
  }
  int32_t step = open_step(request, head, block->allocation, size, second, address);
  begin_call();
  int answer = array ? as_address(CALL3(ROLE_REALLOC_ARRAY, address, second, size))
                     : call_realloc((word)address, (word)block->size, (word)size, (word)1 << align_log2);
  end_call();
  uint64_t bytes = array ? array_bytes(second, size) : size;
  if (answer == ANSWER_ADDRESS) {
    set_outcome(OUTCOME_GRANTED);
    set_address(granted);
    block->align_log2 = (uint8_t)align_log2;
    block_moved(block, granted, bytes, step);
    return;
  }
  if (answer == ANSWER_REFUSED && bytes == 0 && control->realloc_to_zero_ends) {
    set_refused();
    forget(slot);
    after_step(step, false);
    stop = damaged;
    return;
  }
  if (answer == ANSWER_REFUSED) verify_block(block, step);
  record_refusal(answer, step);
  stop = stop || damaged;
}

static void request_dealloc(int32_t request, uint32_t head, int32_t slot) {
  struct block *block = blocks + slot;
  verify_block(block, step_index() - 1);
  if (damaged) {
    stop = true;
    return;
  }
  uint32_t aligned = (head & ~(uint32_t)ALIGN_BITS) | ((uint32_t)block->align_log2 << ALIGN_SHIFT);
  int32_t step = open_step(request, aligned, block->allocation, block->size, 0, block->address);
  begin_call();
  bool freed = call_dealloc((word)block->address, (word)block->size, (word)1 << block->align_log2);
  end_call();
  set_outcome(freed ? OUTCOME_DONE : OUTCOME_REJECTED);
  if (freed) forget(slot);
  after_step(step, false);
  stop = damaged;
}

/* Zero-size grants have no bits, but freeing one is lawful. */
static bool starts_live(uint64_t address) {
  for (int32_t index = 0; index < live_count; index++) {
    if (blocks[live_slots[index]].address == address) return true;
  }
  return false;
}

struct invalid_free { uint64_t address, size, align; };

static bool find_invalid_free(int32_t slot, int64_t delta, uint64_t mode, struct invalid_free *found) {
  const struct block *block = slot >= 0 ? blocks + slot : NULL;
  *found = (struct invalid_free){ 0, 16, 1 };
  if (mode == INVALID_FOREIGN) {
    if (delta < 0 && region.base < (uint64_t)-delta) return false;
    found->address = region.base + (uint64_t)delta;
    return !range_is_live(found->address, found->address + 1) && !starts_live(found->address);
  }
  if (block == NULL) return false;
  bool live = is_live(slot);
  *found = (struct invalid_free){ block->address, block->size, (uint64_t)1 << block->align_log2 };
  switch (mode) {
    case INVALID_INTERIOR:
      if (!live || delta <= 0 || (uint64_t)delta >= block->size) return false;
      *found = (struct invalid_free){ block->address + (uint64_t)delta, block->size - (uint64_t)delta, 1 };
      return true;
    case INVALID_TWICE:
      return !live && !starts_live(block->address) &&
             !range_is_live(block->address, block->address + (block->size > 0 ? block->size : 1));
    case INVALID_WRONG_SIZE:
      if (!live || delta == 0 || (delta < 0 && block->size <= (uint64_t)-delta)) return false;
      found->size = block->size + (uint64_t)delta;
      return true;
    default:
      return false;
  }
}

static void request_invalid_dealloc(int32_t request, uint32_t head, int32_t slot, int64_t delta,
                                    int64_t mode) {
  struct invalid_free found;
  if (mode < 0 || !find_invalid_free(slot, delta, (uint64_t)mode, &found)) {
    skip();
    return;
  }
  int32_t allocation = slot < 0 ? -1 : blocks[slot].allocation;
  int32_t step = open_step(request, head, allocation, found.size, (uint64_t)mode, found.address);
  begin_call();
  bool freed = call_dealloc((word)found.address, (word)found.size, (word)found.align);
  end_call();
  set_outcome(freed ? OUTCOME_DONE : OUTCOME_REJECTED);
  after_step(step, true);
  stop = damaged;
}

/* Room for the slots of a drain, mapped beforehand like everything else. */
static int32_t *drain_slots, *drain_scratch;

static bool comes_before(int32_t a, int32_t b) {
  if (blocks[a].address != blocks[b].address) return blocks[a].address < blocks[b].address;
  return a < b;
}
static void sort_slots(int32_t *slots, int32_t *scratch, int32_t count) {
  if (count < 2) return;
  int32_t half = count / 2, left = 0, right = half, at = 0;
  sort_slots(slots, scratch, half);
  sort_slots(slots + half, scratch, count - half);
  while (left < half || right < count) {
    bool take_left = right == count || (left < half && comes_before(slots[left], slots[right]));
    scratch[at++] = take_left ? slots[left++] : slots[right++];
  }
  memcpy(slots, scratch, (size_t)count * sizeof *slots);
}

static void drain_all(int32_t request, uint32_t head, int64_t order, int64_t seed) {
  int32_t count = live_count;
  memcpy(drain_slots, live_slots, (size_t)count * sizeof *drain_slots);
  sort_slots(drain_slots, drain_scratch, count);
  memcpy(drain_scratch, drain_slots, (size_t)count * sizeof *drain_slots);
  if (order == DRAIN_REVERSE) {
    for (int32_t index = 0; index < count; index++) drain_slots[index] = drain_scratch[count - 1 - index];
  } else if (order == DRAIN_ODD_EVEN) {
    int32_t at = 0;
    for (int32_t index = 1; index < count; index += 2) drain_slots[at++] = drain_scratch[index];
    for (int32_t index = 0; index < count; index += 2) drain_slots[at++] = drain_scratch[index];
  } else if (order == DRAIN_RANDOM) {
    uint32_t state = (uint32_t)(int32_t)seed;
    for (int32_t last = count - 1; last > 0; last--) {
      state = state * 1664525u + 1013904223u;
      int32_t other = (int32_t)((state >> 8) % (uint32_t)(last + 1));
      int32_t held = drain_slots[last];
      drain_slots[last] = drain_slots[other];
      drain_slots[other] = held;
    }
  }
  for (int32_t index = 0; index < count; index++) {
    if (stop || room(0) < RESERVED_STEPS) return;
    request_dealloc(request, head, drain_slots[index]);
  }
}

static void request_usable(int32_t request, uint32_t head, int32_t slot) {
  struct block *block = blocks + slot;
  int32_t step = open_step(request, head, block->allocation, block->size, 0, block->address);
  begin_call();
  uint64_t length = CALL1(ROLE_USABLE, block->address);
  end_call();
  set_outcome(OUTCOME_DONE);
  to_words(current_step() + 5, length);
  header[HEADER_USABLE_CHECKS]++;
  uint64_t written = block->written, end = block->address + length;
  if (control->usable_writable && written > 0 && length > written) {
    int reason = end < length || end > region.end                       ? UNTOUCHED_OUT_OF_EXTENTS
                 : !insert_live(block->address + written, end) ? UNTOUCHED_OVERLAPS_LIVE
                                                               : UNTOUCHED_NO;
    if (reason != UNTOUCHED_NO) {
      set_untouched((uint32_t)reason);
      stop = true;
      return;
    }
    if (length <= from_words((int32_t)control->fill_limit_low, (int32_t)control->fill_limit_high)) {
      block->written = length;
      fill_block(block, written & ~(uint64_t)3);
    } else {
      remove_live(block->address + written, end);
    }
  }
  after_step(step, false);
  stop = damaged;
}

static bool init_refused(word answer) {
  if (init_refuses == INIT_REFUSES_BY_ZERO) return (int)answer == 0;
  return init_refuses == INIT_REFUSES_BY_MINUS_ONE && (int)answer == -1;
}

/*
 * mm_init answers 0 or true where it is done, 0 or false where it is not, or nothing at all, by the
 * hand-out; so what tells is the memory that it was refused.
 */
static bool init_lab(void) {
  uint32_t refused = region.refused;
  word answer = CALL0(ROLE_INIT);
  return !init_refused(answer) && region.refused == refused;
}

/* Runs the subject's init over the pool; false where it refuses. */
static bool call_init(uint64_t pool_bytes) {
  if (!HAS(ROLE_INIT)) return true;
  if (convention == CONVENTION_LAB) return init_lab();
  word answer = CALL2(ROLE_INIT, region.pool_base, pool_bytes);
  if (convention != CONVENTION_HANDLE) return !init_refused(answer);
  handle = answer;
  return answer != 0;
}

/*
 * A subject without a reset of its own is given its pool anew: all of it up to the first gap, since
 * what lies behind a gap is no part of one pool.
 */
static bool init_again(void) {
  if (region.gap_count > 0) {
    region.pool_end = region.gaps[0].start;
    region.gap_count = 0;
    region.changed = true;
    watch_behind(region.pool_end, region.pool_end + WATCHED_BYTES);
  }
  return call_init(region.pool_end - region.pool_base);
}

static bool call_reset(void) {
  if (convention == CONVENTION_LAB) {
    mem_reset_brk();
    return init_lab();
  }
  if (!HAS(ROLE_RESET)) return init_again();
  if (convention == CONVENTION_HANDLE) CALL1(ROLE_RESET, handle);
  else CALL0(ROLE_RESET);
  return true;
}

static void request_reset(int32_t request, uint32_t head) {
  checkpoint(step_index() - 1);
  if (damaged) {
    stop = true;
    return;
  }
  int32_t step = open_step(request, head | KIND_RESET, -1, 0, 0, 0);
  begin_call();
  bool done = call_reset();
  end_call();
  set_outcome(done ? OUTCOME_DONE : OUTCOME_REFUSED);
  while (done && live_count > 0) forget(live_slots[live_count - 1]);
  verify_outside(step);
  stop = damaged;
}

static word call_growth(int role, word gap, word bytes) {
  if (convention == CONVENTION_HANDLE) {
    /* A handle's further piece is named by its address: tlsf_add_pool(handle, memory, bytes). */
    if (role == ROLE_APPEND) return CALL3(role, handle, region.pool_end + gap, bytes);
    return CALL2(role, handle, bytes);
  }
  return role == ROLE_APPEND ? CALL2(role, gap, bytes) : CALL1(role, bytes);
}

/*
 * Offers the subject a new end of its pool, `gap` bytes behind the old one's piece, which it takes or
 * refuses by 0. What it takes is as fresh as the pool was; the gap, and what it gives back, become
 * bytes under watch.
 */
static bool move_end(int role, uint64_t end, uint64_t gap, uint64_t bytes) {
  uint64_t old = region.pool_end;
  if (end < region.pool_base || end > region.reserve_end || gap > end - region.pool_base || !HAS(role))
    return false;
  if (gap > 0 && region.gap_count == sizeof region.gaps / sizeof *region.gaps) return false;
  watch_behind(old, old + gap);
  refresh_bytes(old + gap, end);
  word answer = call_growth(role, (word)gap, (word)bytes);
  /* A flag is an int, of whose register the upper half may hold anything; a piece is an address. */
  if (convention == CONVENTION_HANDLE && role == ROLE_APPEND ? answer == 0 : (int)answer == 0) {
    if (end > old) watch_behind(old, end);
    return false;
  }
  watch_behind(end, (end > old ? end : old) + WATCHED_BYTES);
  if (gap > 0) region.gaps[region.gap_count++] = (struct gap){ old, old + gap };
  while (region.gap_count > 0 && region.gaps[region.gap_count - 1].end > end) region.gap_count--;
  region.pool_end = end;
  region.changed = true;
  return true;
}

static void request_region(int32_t request, uint32_t head, uint64_t size, uint64_t second) {
  uint32_t kind = kind_of(head);
  int32_t step = open_step(request, head, -1, size, second, 0);
  bool done = true;
  begin_call();
  if (kind == KIND_DEALLOC_NULL) done = call_dealloc(0, 0, 1);
  else if (kind == KIND_EXTEND) done = move_end(ROLE_EXTEND, region.pool_end + size, 0, size);
  else if (kind == KIND_APPEND) done = move_end(ROLE_APPEND, region.pool_end + second + size, second, size);
  else done = move_end(ROLE_RESIZE, region.pool_base + size, 0, size);
  end_call();
  if (done && kind == KIND_APPEND) set_address(region.pool_end - size);
  set_outcome(done                         ? OUTCOME_DONE
              : kind == KIND_DEALLOC_NULL ? OUTCOME_REJECTED
                                          : OUTCOME_REFUSED);
  after_step(step, kind != KIND_DEALLOC_NULL);
  stop = damaged;
}

/* ---- One program, in the child ----------------------------------------------------------------- */

/* A resolved quantity (S2): `value` where it can be sent, else the offset alone, for codes. */
struct quantity { bool ok; uint64_t value; int64_t code; };

static struct quantity resolve(uint32_t base, int32_t offset, uint64_t count, bool counted) {
  struct quantity result = { false, 0, offset };
  uint64_t value = 0;
  bool known = region.end < UNKNOWN_END;
  uint64_t region_bytes = region.end - region.base;
  if (base >= BASE_POWER_OF_TWO) value = (uint64_t)1 << (base - BASE_POWER_OF_TWO);
  else if (base == BASE_SIZE_MAX) value = SIZE_MAX;
  else if (base == BASE_PTRDIFF_MAX) value = SIZE_MAX / 2;
  else if (base == BASE_REGION_BYTES && known) value = region_bytes;
  else if (base == BASE_REGION_REMAINING && known && live_bytes <= region_bytes)
    value = region_bytes - live_bytes;
  else if (base == BASE_SIZE_MAX_OVER_COUNT && counted && count > 0) value = SIZE_MAX / count;
  else if (base != BASE_ZERO) return result;
  if (offset < 0 ? value < (uint64_t)-(int64_t)offset : value > UINT64_MAX - (uint64_t)offset)
    return result;
  value += (uint64_t)(int64_t)offset;
  if (value > SIZE_MAX) return result;
  result.ok = true;
  result.value = value;
  if (base != BASE_ZERO) result.code = value > INT64_MAX ? INT64_MAX : (int64_t)value;
  return result;
}

static void run_request(const int32_t *words, int32_t request) {
  uint32_t word0 = (uint32_t)words[0], head = word0 & 0x3ffff, kind = kind_of(word0);
  int32_t reference = words[1];
  int32_t slot = reference < 0 ? -1 : slot_of_request[reference] - 1;
  struct quantity second = resolve((word0 >> 25) & 127, words[3], 0, false);
  struct quantity size = resolve((word0 >> 18) & 127, words[2], second.value, second.ok);
  switch (kind) {
    case KIND_ALLOC:
    case KIND_ALLOC_ZEROED:
      if (size.ok) request_grant(request, head, size.value, 0);
      else skip();
      return;
    case KIND_ALLOC_ARRAY:
    case KIND_BAD_ALIGN:
      if (size.ok && second.ok) request_grant(request, head, size.value, second.value);
      else skip();
      return;
    case KIND_REALLOC:
    case KIND_REALLOC_ARRAY:
      if (!size.ok || !second.ok) skip();
      else if (reference < 0) request_realloc_null(request, head, size.value, second.value);
      else if (is_live(slot)) request_resize(request, head, slot, size.value, second.value);
      else skip();
      return;
    case KIND_DEALLOC:
      if (is_live(slot)) request_dealloc(request, head, slot);
      else skip();
      return;
    case KIND_DEALLOC_INVALID:
      request_invalid_dealloc(request, head, slot, size.code, second.code);
      return;
    case KIND_USABLE:
      if (is_live(slot)) request_usable(request, head, slot);
      else skip();
      return;
    case KIND_RESET:
      request_reset(request, head);
      return;
    case KIND_FILL:
      fill_until_refused(request, head, size.ok ? size.value : 0, second.code);
      return;
    case KIND_DRAIN:
      drain_all(request, head, size.code, second.code);
      return;
    case KIND_DEALLOC_NULL:
    case KIND_EXTEND:
    case KIND_APPEND:
    case KIND_RESIZE:
      if (size.ok && second.ok) request_region(request, head, size.value, second.value);
      else skip();
      return;
    default:
      skip();
  }
}

/* ---- Everyday requests -------------------------------------------------------------------------- */

/*
 * Most requests of a long program are allocs and frees of literal sizes, and what they cost is what a
 * run costs. So they have one loop, over what the functions above do in as many calls; whatever is not
 * as usual (a refusal, a grant that cannot be trusted, a block over two pages of bits, damage) is left
 * to those. The record is the same word for word, as src/subjects/execute/plain-requests.ts makes it.
 */

enum { PATTERN_WORDS = EDGE_BYTES / 4, SHORT_BYTES = 2 * EDGE_BYTES + 4 };

static inline void put_words(uint8_t *to, uint32_t value, uint64_t bytes) {
  for (; bytes >= 4; bytes -= 4, to += 4, value += PATTERN_STEP) memcpy(to, &value, 4);
  for (; bytes > 0; bytes--, value >>= 8) *to++ = (uint8_t)value;
}
static inline uint32_t compare_words(const uint8_t *from, uint32_t value, uint64_t bytes) {
  uint32_t differing = 0, seen;
  for (; bytes >= 4; bytes -= 4, from += 4, value += PATTERN_STEP) {
    memcpy(&seen, from, 4);
    differing |= seen ^ value;
  }
  for (; bytes > 0; bytes--, value >>= 8) differing |= *from++ ^ (value & 255);
  return differing;
}
static inline void put_edge(uint8_t *to, uint32_t value) {
  uint32_t words[PATTERN_WORDS] = { value, value + PATTERN_STEP, value + 2 * PATTERN_STEP,
                                    value + 3 * PATTERN_STEP };
  memcpy(to, words, EDGE_BYTES);
}
static inline uint32_t compare_edge(const uint8_t *from, uint32_t value) {
  uint32_t words[PATTERN_WORDS];
  memcpy(words, from, EDGE_BYTES);
  return (words[0] ^ value) | (words[1] ^ (value + PATTERN_STEP)) | (words[2] ^ (value + 2 * PATTERN_STEP)) |
         (words[3] ^ (value + 3 * PATTERN_STEP));
}
static inline uint32_t value_at(uint32_t base, uint64_t offset) {
  return base + (uint32_t)(offset >> 2) * PATTERN_STEP;
}

/* Where the observer fills and reads edges: fill_block and verify_block for 16 bytes at either end. */
static inline void put_edges(uint64_t address, uint64_t size, uint32_t base) {
  uint8_t *bytes = (uint8_t *)(uintptr_t)address;
  if (size <= SHORT_BYTES) {
    put_words(bytes, base, size);
    return;
  }
  uint64_t tail = (size - EDGE_BYTES) & ~(uint64_t)3;
  put_edge(bytes, base);
  put_edge(bytes + tail, value_at(base, tail));
  put_words(bytes + tail + EDGE_BYTES, value_at(base, tail + EDGE_BYTES), size & 3);
}
static inline bool edges_match(uint64_t address, uint64_t size, uint32_t base) {
  const uint8_t *bytes = (const uint8_t *)(uintptr_t)address;
  if (size <= SHORT_BYTES) return compare_words(bytes, base, size) == 0;
  uint64_t tail = (size - EDGE_BYTES) & ~(uint64_t)3;
  return (compare_edge(bytes, base) | compare_edge(bytes + tail, value_at(base, tail)) |
          compare_words(bytes + tail + EDGE_BYTES, value_at(base, tail + EDGE_BYTES), size & 3)) == 0;
}

/* The page of bits that was used last. */
static struct { uint64_t key; uint64_t *page; } recent;

static inline uint64_t *page_of(uint64_t key) {
  if (recent.page == NULL || recent.key != key) {
    recent.page = bits_page(key, true);
    recent.key = key;
  }
  return recent.page;
}

/* insert_live for a range within one page of bits; false where it is not done, whatever the reason. */
static inline bool insert_near(uint64_t start, uint64_t end) {
  uint64_t key = start >> BITS_PAGE_LOG2;
  if (large_count > 0 || (end - 1) >> BITS_PAGE_LOG2 != key) return false;
  uint64_t *page = page_of(key);
  uint32_t from = (uint32_t)start & (BITS_PAGE_BYTES - 1), last = (uint32_t)(end - 1) & (BITS_PAGE_BYTES - 1);
  if (page == NULL || any_set(page, from, last)) return false;
  set_bits(page, from, last, true);
  return true;
}
static inline bool remove_near(uint64_t start, uint64_t end) {
  uint64_t key = start >> BITS_PAGE_LOG2;
  if (large_count > 0 || (end - 1) >> BITS_PAGE_LOG2 != key) return false;
  uint64_t *page = page_of(key);
  if (page == NULL) return false;
  set_bits(page, (uint32_t)start & (BITS_PAGE_BYTES - 1), (uint32_t)(end - 1) & (BITS_PAGE_BYTES - 1), false);
  return true;
}

static inline void plain_step(int32_t request, uint32_t head, int32_t allocation, uint64_t size,
                              uint64_t address, int *error) {
  open_step(request, head, allocation, size, 0, address);
  progress->phase = PHASE_CALL;
  refusal_error = ERROR_UNOBSERVED;
  *error = 0;
}

/* Asking for the region is a call too. */
static inline void plain_end(void) {
  if (region.changed || HAS(ROLE_REGION)) end_call();
  else progress->phase = PHASE_IDLE;
}

static inline void plain_after(int32_t step) {
  if (statm_fd >= 0) measure_now_and_then();
  if (++since_checkpoint < until_checkpoint) return;
  checkpoint(step);
  stop = damaged;
}

static inline void plain_alloc(int32_t request, uint32_t head, uint64_t size, uint64_t fill_limit, int *error) {
  uint32_t align_log2 = align_log2_of(head);
  int32_t step = step_count;
  plain_step(request, head, -1, size, 0, error);
  int answer = call_alloc(entry_of(head), (word)size, (word)1 << align_log2);
  plain_end();
  if (answer != ANSWER_ADDRESS) {
    record_refusal(answer, step);
    return;
  }
  uint64_t address = granted, end = address + size;
  int32_t *at = current_step();
  at[1] = (int32_t)(head | (uint32_t)OUTCOME_GRANTED << OUTCOME_SHIFT);
  at[2] = step;
  to_words(at + 7, address);
  int32_t slot = add_block(request, step, address, size, align_log2);
  if (address < region.base || end > region.end || end < address || size > fill_limit ||
      region.gap_count > 0 || !insert_near(address, end)) {
    begin_block(slot, false, step);
    return;
  }
  struct block *block = blocks + slot;
  if (observe_full) {
    fill_block(block, 0);
  } else {
    progress->phase = PHASE_FILL;
    block->pattern = pattern_base(step, 0);
    block->written = size;
    put_edges(address, size, block->pattern);
    progress->phase = PHASE_IDLE;
  }
  plain_after(step);
}

static inline void plain_dealloc(int32_t request, uint32_t given_head, int32_t slot, int *error) {
  const struct block *block = blocks + slot;
  uint64_t address = block->address, size = block->size;
  progress->phase = PHASE_VERIFY;
  if (size == 0 || size != block->written || edge_of(size) > EDGE_BYTES ||
      !(observe_full ? matches_pattern(address, 0, size, block->pattern)
                     : edges_match(address, size, block->pattern))) {
    progress->phase = PHASE_IDLE;
    request_dealloc(request, given_head, slot);
    return;
  }
  header[HEADER_CONTENT_CHECKS]++;
  uint32_t head = (given_head & ~(uint32_t)ALIGN_BITS) | (uint32_t)block->align_log2 << ALIGN_SHIFT;
  int32_t step = step_count;
  plain_step(request, head, block->allocation, size, address, error);
  bool freed = call_dealloc((word)address, (word)size, (word)1 << block->align_log2);
  plain_end();
  current_step()[1] = (int32_t)(head | (uint32_t)(freed ? OUTCOME_DONE : OUTCOME_REJECTED) << OUTCOME_SHIFT);
  if (freed) {
    int32_t last = live_slots[--live_count];
    if (!remove_near(address, address + size)) remove_live(address, address + size);
    live_slots[block->position] = last;
    blocks[last].position = block->position;
    blocks[slot].position = -1;
    live_bytes -= size;
  }
  plain_after(step);
}

/* Runs requests from `from` on; answers the first that is not an everyday one, or where it stopped. */
static int32_t run_everyday(const int32_t *words, int32_t from, int32_t total) {
  uint64_t fill_limit = from_words((int32_t)control->fill_limit_low, (int32_t)control->fill_limit_high);
  int *error = &errno;
  if (observe_each) return from;
  int32_t request = from;
  words += (size_t)from * WORDS_PER_REQUEST;
  for (; request < total && !stop && room(0) >= 2; request++, words += WORDS_PER_REQUEST) {
    uint32_t head = (uint32_t)words[0], kind = kind_of(head);
    /* Above the head are the bases of symbolic quantities. */
    if (head >> 18 != 0) break;
    if (kind == KIND_ALLOC) {
      if (words[2] <= 0) break;
      plain_alloc(request, head, (uint64_t)words[2], fill_limit, error);
    } else if (kind == KIND_DEALLOC) {
      int32_t slot = words[1] < 0 ? -1 : slot_of_request[words[1]] - 1;
      if (is_live(slot)) plain_dealloc(request, head, slot, error);
      else skip();
    } else {
      break;
    }
  }
  return request;
}

/* Address space of a child that has asked for nothing yet, in bytes; read once a batch. */
static uint64_t rest_bytes;

static uint64_t address_space_bytes(void) {
  char text[64];
  int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
  uint64_t pages = 0;
  if (fd >= 0) close(fd);
  for (ssize_t at = 0; at < length && text[at] >= '0' && text[at] <= '9'; at++)
    pages = pages * 10 + (uint64_t)(text[at] - '0');
  return pages * page_bytes();
}

static void limit_address_space(uint64_t limit, uint64_t mapped) {
  if (limit == 0 || rest_bytes == 0) return;
  uint64_t most = rest_bytes + mapped + limit;
  struct rlimit limits = { most > SIZE_MAX ? RLIM_INFINITY : (rlim_t)most, 0 };
  limits.rlim_max = is_sealed ? RLIM_INFINITY : limits.rlim_cur;
  setrlimit(RLIMIT_AS, &limits);
}

/* For the next program of the same child. */
static void lift_limit(void) {
  struct rlimit none = { RLIM_INFINITY, RLIM_INFINITY };
  setrlimit(RLIMIT_AS, &none);
}

static void describe_region(const int32_t *world) {
  region.given = convention == CONVENTION_LAB || HAS(ROLE_INIT);
  region.base = 0;
  region.end = UNKNOWN_END;
  region.footprint = -1;
  region.fresh = world[2];
  region.seed = world[3];
}

/* Step 0, and the world's prior resets. */
static bool run_init(const int32_t *world, int32_t request_total) {
  uint64_t region_bytes = (uint32_t)world[0];
  uint64_t reserve = from_words((int32_t)control->reserve_low, (int32_t)control->reserve_high);
  uint64_t limit = from_words(world[4], world[5]), mapped = 0;
  progress->phase = PHASE_CALL;
  open_step(-1, KIND_INIT, -1, region_bytes, 0, 0);
  describe_region(world);
  if (region.given) {
    bool lab = convention == CONVENTION_LAB;
    uint64_t pool_bytes = region_bytes > 0 ? region_bytes : lab ? DEFAULT_LAB_BYTES : DEFAULT_POOL_BYTES;
    uint32_t offset = (uint32_t)world[1] & (LARGEST_ALIGN - 1);
    mapped = open_pool(lab ? 0 : pool_bytes, lab ? pool_bytes : reserve, offset);
    if (mapped == 0) {
      control->driver_error = 1;
      _exit(0);
    }
    /* A fresh mapping is zero already; not touching it keeps large pools free of cost. */
    if (!lab && region.fresh != FRESH_ZERO) refresh_bytes(region.pool_base, region.pool_end);
    watch_behind(region.pool_end, region.pool_end + WATCHED_BYTES);
    region_bytes = pool_bytes;
  }
  if (limit == 0)
    limit = from_words((int32_t)control->default_limit_low, (int32_t)control->default_limit_high);
  begin_measuring(request_total);
  limit_address_space(limit, mapped);
  region.footprint = region.given ? region.footprint : held_bytes();
  bool accepted = call_init(region_bytes);
  if (accepted) refresh_region();
  progress->phase = PHASE_IDLE;
  if (!accepted) {
    set_outcome(OUTCOME_REFUSED);
    return false;
  }
  set_outcome(OUTCOME_DONE);
  write_extents();
  observe_full = world[7] != OBSERVE_EDGES;
  observe_each = world[7] == OBSERVE_EACH;
  /* Long programs have sixteen checkpoints, short ones one every 64 steps. */
  interval = request_total >> 4 > CHECKPOINT_STEPS ? request_total >> 4 : CHECKPOINT_STEPS;
  until_checkpoint = interval;
  verify_outside(0);
  for (int32_t reset = 0; reset < world[6] && !damaged; reset++) request_reset(-1, 0);
  return !damaged;
}

/*
 * Shared pages that will be written are read first: a fault by reading maps all of its neighbours
 * that are there already, a fault by writing one page alone.
 */
static void touch(const void *start, size_t bytes) {
  enum { MAPPED_AT_ONCE = 65536 };
  const volatile uint8_t *from = start;
  for (size_t at = 0; at < bytes; at += MAPPED_AT_ONCE) (void)from[at];
}

static uint8_t *book;

/* Lays out the book for a program of `total` requests and as many steps as it has room for. */
static void open_book(int32_t total) {
  size_t slots = (size_t)step_capacity + 1, requested = (size_t)total + 1;
  slot_of_request = (int32_t *)book;
  blocks = (struct block *)(book + (requested * sizeof(int32_t) + 15) / 16 * 16);
  live_slots = (int32_t *)(blocks + slots);
  drain_slots = live_slots + slots;
  drain_scratch = drain_slots + slots;
  touch(book, requested * (sizeof(int32_t) + sizeof *blocks));
  touch(live_slots, requested * sizeof *live_slots);
  touch(own_steps, requested * WORDS_PER_STEP * 4);
  /* All else is written before it is read, whatever a program before has left there. */
  memset(slot_of_request, 0, requested * sizeof *slot_of_request);
}

static void run_program(int32_t index) {
  const int32_t *world = worlds + (size_t)index * WORDS_PER_WORLD;
  int32_t first = starts[index], total = starts[index + 1] - first;
  open_book(total);
  if (run_init(world, total)) {
    const int32_t *words = requests + (size_t)first * WORDS_PER_REQUEST;
    for (int32_t request = 0; request < total && !stop; request++) {
      request = run_everyday(words, request, total);
      if (request == total || stop || room(0) < 2) break;
      run_request(words + (size_t)request * WORDS_PER_REQUEST, request);
    }
    if (!stop) checkpoint(step_index() - 1);
  }
  stop = stop || damaged;
}

/* ---- The zygote: one child a program ----------------------------------------------------------- */

static uintptr_t stack_top;

/*
 * Says whether a fault came from the stack's end: only there does memory that the stack pointer
 * points at go missing. Then the fault happens again with the default action.
 */
static void on_memory_fault(int signal_number, siginfo_t *info, void *context) {
  uintptr_t address = (uintptr_t)info->si_addr, pointer = 0;
#if defined(__x86_64__)
  pointer = (uintptr_t)((ucontext_t *)context)->uc_mcontext.gregs[REG_RSP];
#elif defined(__i386__)
  pointer = (uintptr_t)((ucontext_t *)context)->uc_mcontext.gregs[REG_ESP];
#elif defined(__aarch64__)
  pointer = (uintptr_t)((ucontext_t *)context)->uc_mcontext.sp;
#else
  (void)context;
#endif
  if (progress != NULL) {
    uintptr_t near = address > pointer ? address - pointer : pointer - address;
    bool in_stack = address < stack_top && stack_top - address < ((uintptr_t)1 << 30);
    progress->stack_overflow = in_stack && pointer != 0 && near < 65536;
    progress->fault_low = (uint32_t)(uint64_t)address;
    progress->fault_high = (uint32_t)((uint64_t)address >> 32);
  }
  signal(signal_number, SIG_DFL);
  /* One that was sent does not happen again by itself. */
  if (info->si_code <= 0) raise(signal_number);
}

static void on_tick(int signal_number) { (void)signal_number; }

/*
 * The stack grows on demand, and under a limit that a subject has used up it could not: an allocator
 * that took all that there is would then die of the next deep call. So it is grown beforehand.
 */
enum { STACK_BYTES = 1 << 20 };
static __attribute__((noinline)) void grow_stack(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur < 4 * (rlim_t)STACK_BYTES) return;
  volatile uint8_t bytes[STACK_BYTES];
  bytes[0] = 1;
  (void)bytes[0];
}

enum { ALTERNATE_STACK_BYTES = 65536 };

static void install_handlers(void) {
  stack_t stack = { .ss_sp = map_zeros(ALTERNATE_STACK_BYTES), .ss_size = ALTERNATE_STACK_BYTES };
  struct sigaction fault = { .sa_sigaction = on_memory_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };
  sigaltstack(&stack, NULL);
  sigaction(SIGSEGV, &fault, NULL);
  sigaction(SIGBUS, &fault, NULL);
}

enum { TICK_MS = 25, PATIENCE = 10 };

static int fault_of_signal(int signal_number) {
  switch (signal_number) {
    case SIGSEGV:
    case SIGBUS:
      return progress->stack_overflow ? FAULT_STACK_OVERFLOW : FAULT_ACCESS;
    case SIGABRT: return FAULT_ABORT;
    case SIGFPE: return FAULT_ARITHMETIC;
    case SIGILL:
    case SIGTRAP: return FAULT_BAD_CALL;
    default: return FAULT_SIGNAL;
  }
}

/*
 * Children that run at a time. Each has a pipe for what the subject prints, and drops what does not
 * fit into it.
 */
enum { MOST_CHILDREN = 8, FIRST_PRIVATE_FD = 10 };
static struct child {
  /* 0 for none. */
  pid_t pid;
  /* The one that it was started for, and the one that it is at. */
  int32_t first, program;
  /* Calls that were seen, and for how long there have been no more. */
  int32_t calls, unmoved_ms, limit_ms;
  bool hung;
  int print_in, print_out;
  uint8_t *book;
} children[MOST_CHILDREN];
static int32_t running;

/* What the zygote and its children share: programs that nobody has begun, and who is at which. */
static struct work {
  volatile int32_t next, end;
  /* A child that has run its program ends, in place of going on with the next one. */
  volatile int32_t one_each;
  volatile int32_t programs[MOST_CHILDREN];
} *work;

/* The next program that nobody has begun; -1 for none. */
static int32_t claim(void) {
  int32_t next = work->next;
  while (next < work->end) {
    if (__atomic_compare_exchange_n(&work->next, &next, next + 1, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
      return next;
  }
  return -1;
}

/*
 * Books are shared memory, since pages that are there already are had again for a third of what new
 * ones cost. A child inherits its own and no other.
 */
static size_t book_bytes;
#define LARGE_BOOK_BYTES ((size_t)16 << 20)

static void show_book(struct child *child) {
  if (child->book == NULL) {
    void *map = mmap(NULL, book_bytes, PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (map == MAP_FAILED) _exit(71);
    child->book = map;
  }
  book = child->book;
  madvise(book, book_bytes, MADV_DOFORK);
}

static int control_in, control_out;

static void close_private_files(void) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, FIRST_PRIVATE_FD, ~0u, 0) == 0) return;
#endif
  for (int fd = FIRST_PRIVATE_FD; fd < FIRST_PRIVATE_FD + 4 + 2 * MOST_CHILDREN; fd++) close(fd);
}

/* Forks; in the child, what belongs to the zygote alone is closed. */
static pid_t start_child(struct child *child) {
  show_book(child);
  pid_t parent = getpid(), pid = fork();
  if (pid != 0) {
    madvise(book, book_bytes, MADV_DONTFORK);
    if (pid > 0) child->pid = pid, running++;
    return pid;
  }
  /* Nobody is left behind when the zygote goes, and nobody can signal it through its group. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
  setpgid(0, 0);
  dup2(child->print_out, 1);
  dup2(child->print_out, 2);
  close_private_files();
  return 0;
}

/* Ends children whose calls stopped coming back. */
static void look_for_hangs(void) {
  for (struct child *child = children; child < children + MOST_CHILDREN; child++) {
    if (child->pid == 0 || child->hung) continue;
    int32_t program = child->program < 0 ? -1 : work->programs[child - children];
    int32_t calls = program < 0 ? 0 : progresses[program].calls;
    /* Counted in ticks that were really seen, so that a machine that slept has not waited. */
    bool moved = child->calls != calls || child->program != program;
    child->unmoved_ms = moved ? 0 : child->unmoved_ms + TICK_MS;
    child->calls = calls;
    child->program = program;
    if (child->unmoved_ms < child->limit_ms) continue;
    child->hung = true;
    kill(-child->pid, SIGKILL);
    kill(child->pid, SIGKILL);
  }
}

/* Waits until a child is gone, and answers which; NULL where there is none. */
static struct child *wait_for_child(int *status) {
  while (running > 0) {
    pid_t gone = waitpid(-1, status, 0);
    if (gone < 0) {
      if (errno != EINTR) return NULL;
      look_for_hangs();
      continue;
    }
    for (struct child *child = children; child < children + MOST_CHILDREN; child++) {
      if (child->pid != gone) continue;
      if (child->program >= 0) child->program = work->programs[child - children];
      child->pid = 0;
      running--;
      return child;
    }
  }
  return NULL;
}

/* Keeps the end of what the subject printed before it died, as the text of its fault. */
static void keep_printed(const struct child *child, bool died) {
  char buffer[4096], last[512];
  ssize_t length, kept = 0;
  while ((length = read(child->print_in, buffer, sizeof buffer)) > 0) {
    if (!died) continue;
    ssize_t most = (ssize_t)sizeof last;
    if (length >= most) {
      memcpy(last, buffer + length - most, (size_t)most);
      kept = most;
    } else {
      ssize_t over = kept + length - most;
      if (over > 0) {
        memmove(last, last + over, (size_t)(kept - over));
        kept -= over;
      }
      memcpy(last + kept, buffer, (size_t)length);
      kept += length;
    }
  }
  int32_t needed = 2 + (int32_t)((kept + 3) / 4);
  if (kept == 0 || control->texts_used + needed > control->text_words) return;
  int32_t *text = (int32_t *)control + control->texts_at + control->texts_used;
  text[0] = child->program;
  text[1] = (int32_t)kept;
  memcpy(text + 2, last, (size_t)kept);
  control->texts_used += needed;
}

static void bury(int32_t index, int fault, int detail) {
  header = headers + (size_t)index * WORDS_PER_HEADER;
  progress = progresses + index;
  header[HEADER_STATUS] = STATUS_DIED;
  header[HEADER_FAULT] = fault;
  header[HEADER_FAULT_DETAIL] = detail;
  header[HEADER_FAULT_PHASE] = progress->phase;
  if (progress->phase != PHASE_CALL || header[HEADER_STEP_COUNT] == 0) return;
  own_steps = steps + (size_t)header[HEADER_FIRST_STEP] * WORDS_PER_STEP;
  step_count = header[HEADER_STEP_COUNT];
  set_outcome(OUTCOME_FAULTED);
}

/*
 * Forgets the program that this child has run, and puts a sealed library back. False where the child
 * is not what it was: something is wrong, or the library has found a way to more memory.
 */
static bool begin_again(uint64_t at_rest) {
  uint64_t pool_bytes = kept_pool.total;
  if (stop || work->one_each || address_space_bytes() != at_rest + pool_bytes) return false;
  lift_limit();
  clear_bits();
  recent.page = NULL;
  put_back_as_loaded();
  slot_count = live_count = 0;
  live_bytes = 0;
  region.gap_count = 0;
  region.demanded = 0;
  region.changed = false;
  since_checkpoint = 0;
  handle = 0;
  return true;
}

static void begin_program(int32_t index) {
  turn_to(index);
  header[HEADER_STATUS] = STATUS_RUNNING;
}

/* One program, or of a sealed library as many as are left. */
static void run_in_child(struct child *child) {
  uint64_t at_rest = is_sealed ? address_space_bytes() : 0;
  int32_t index = child->first;
  for (;;) {
    run_program(index);
    if (stop && index != child->first) return;
    header[HEADER_STATUS] = STATUS_FINISHED;
    if (!is_sealed || !begin_again(at_rest)) return;
    if ((index = claim()) < 0) return;
    work->programs[child - children] = index;
    begin_program(index);
  }
}

static void launch(int32_t index, int32_t patience) {
  struct child *child = children;
  while (child->pid != 0) child++;
  child->first = child->program = index;
  work->programs[child - children] = index;
  child->calls = -1;
  child->unmoved_ms = 0;
  child->limit_ms = control->hang_limit_ms * patience;
  child->hung = false;
  begin_program(index);
  pid_t pid = start_child(child);
  if (pid < 0) control->driver_error = 2;
  if (pid != 0) return;
  run_in_child(child);
  _exit(0);
}

enum { SETTLED, HUNG, DOUBTFUL };

/*
 * Settles what a child that is gone was at. Where it hung, nothing is written down yet. What goes wrong
 * in a child that ran other programs before is run again by a fresh one, so that nobody is accused of
 * what another program has left behind.
 */
static int settle(const struct child *child, int status) {
  int32_t index = child->program;
  bool died = headers[(size_t)index * WORDS_PER_HEADER + HEADER_STATUS] != STATUS_FINISHED;
  bool is_fresh = index == child->first;
  progress = progresses + index;
  keep_printed(child, died && !child->hung && is_fresh);
  if (!died) return SETTLED;
  if (child->hung) return HUNG;
  if (!is_fresh) return DOUBTFUL;
  if (WIFSIGNALED(status)) bury(index, fault_of_signal(WTERMSIG(status)), WTERMSIG(status));
  else bury(index, FAULT_EXIT, WEXITSTATUS(status));
  return SETTLED;
}

/* ---- Memory of the driver, mapped before any child and any limit -------------------------------- */

static void *map_shared(size_t bytes) {
  void *map = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (map == MAP_FAILED) _exit(71);
  return map;
}

static const size_t book_slot_bytes = sizeof(struct block) + 4 * sizeof(int32_t);

/* Room for the books of the longest program of a batch; a book is mapped when a child needs it. */
static void resize_books(size_t slots) {
  size_t needed = slots * book_slot_bytes + 64;
  if (needed <= book_bytes && book_bytes <= LARGE_BOOK_BYTES) return;
  for (struct child *child = children; child < children + MOST_CHILDREN; child++) {
    if (child->book != NULL) munmap(child->book, book_bytes);
    child->book = NULL;
  }
  size_t page = (size_t)page_bytes();
  book_bytes = (needed + needed / 2 + page - 1) / page * page;
}

/* Address space of a child at rest: the zygote's, with one book in place of those of all children. */
static uint64_t child_rest_bytes(void) {
  uint64_t bytes = address_space_bytes() + book_bytes;
  for (struct child *child = children; child < children + MOST_CHILDREN; child++) {
    if (child->book != NULL) bytes -= book_bytes;
  }
  return bytes;
}

static void map_bits(void) {
  bits_pages = map_zeros((size_t)MOST_BITS_PAGES * BITS_WORDS * 8);
  bits_hash = map_zeros((size_t)HASH_SLOTS * sizeof *bits_hash);
  bits_keys = map_zeros((size_t)MOST_BITS_PAGES * sizeof *bits_keys);
  bits_slots = map_zeros((size_t)MOST_BITS_PAGES * sizeof *bits_slots);
  large_ranges = map_zeros((size_t)MOST_LARGE * sizeof *large_ranges);
}

#define HEAVY_RECORD_BYTES ((uint64_t)64 << 20)

static bool map_record(void) {
  struct stat file;
  if (fstat(record_fd, &file) != 0) return false;
  bool is_heavy = (uint64_t)file.st_blocks * 512 > HEAVY_RECORD_BYTES;
  if (control == NULL || mapped_bytes < (size_t)file.st_size) {
    if (control != NULL) munmap(control, mapped_bytes);
    control = NULL;
    if ((size_t)file.st_size < CONTROL_WORDS * 4) return false;
    void *map = mmap(NULL, (size_t)file.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, record_fd, 0);
    if (map == MAP_FAILED) return false;
    control = map;
    mapped_bytes = (size_t)file.st_size;
  }
  int32_t *words = (int32_t *)control;
  if (control->magic != CONTROL_MAGIC || (size_t)control->total_words * 4 > mapped_bytes) return false;
  worlds = words + control->worlds_at;
  starts = words + control->starts_at;
  slices = words + control->slices_at;
  progresses = (struct progress *)(words + control->progress_at);
  requests = words + control->requests_at;
  headers = words + control->headers_at;
  steps = words + control->steps_at;
  events = words + control->events_at;
  /* Slices lie elsewhere in every batch; what former ones have left there need not be kept. */
  if (is_heavy) {
    long page = (long)page_bytes(), from = ((long)control->steps_at * 4 + page - 1) / page * page;
    fallocate(record_fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, from, (long)mapped_bytes - from);
  }
  return true;
}

/*
 * Address space that a subject which brings its own memory takes for its very first blocks: mimalloc
 * maps 32 MiB before it grants one byte. That belongs to its size at rest, or a limit would refuse
 * what any program may ask. Found out by a child, once.
 */
static uint64_t first_blocks_bytes;
static bool was_measured;

static uint64_t measure_first_blocks(void) {
  volatile uint64_t *answer = map_shared(sizeof *answer);
  struct child *child = children;
  child->first = child->program = -1;
  child->calls = child->unmoved_ms = 0;
  child->limit_ms = control->hang_limit_ms;
  child->hung = false;
  pid_t pid = start_child(child);
  if (pid < 0) return 0;
  if (pid == 0) {
    uint64_t before = address_space_bytes();
    call_alloc(0, 1, 1);
    call_alloc(0, 65536, 1);
    *answer = address_space_bytes() - before;
    _exit(0);
  }
  int status;
  wait_for_child(&status);
  uint64_t found = *answer;
  munmap((void *)(uintptr_t)answer, sizeof *answer);
  keep_printed(child, false);
  return found;
}

static void set_ticking(bool on) {
  struct itimerval timer = { { 0, on ? TICK_MS * 1000 : 0 }, { 0, on ? TICK_MS * 1000 : 0 } };
  setitimer(ITIMER_REAL, &timer, NULL);
}

/* Programs that hung once and are to be confirmed, in the order of their numbers. */
static int32_t suspects[MOST_CHILDREN], suspect_count;
/* Programs that a fresh child must run. */
static int32_t doubtful[MOST_CHILDREN], doubtful_count;

static void suspect(int32_t index) {
  int32_t at = suspect_count++;
  for (; at > 0 && suspects[at - 1] > index; at--) suspects[at] = suspects[at - 1];
  suspects[at] = index;
}

/* Slow is not hung: the program runs again alone, and gets ten times as long (S12). */
static bool hangs_again(int32_t index) {
  int status;
  launch(index, PATIENCE);
  struct child *child = wait_for_child(&status);
  if (child == NULL || settle(child, status) != HUNG) return false;
  bury(index, FAULT_HANG, 0);
  return true;
}

/* Leaves out the programs from `first` on, of which some may have run beside those before. */
static void leave_out(int32_t first) {
  memset(headers + (size_t)first * WORDS_PER_HEADER, 0,
         (size_t)(control->count - first) * WORDS_PER_HEADER * 4);
}

/* The next program to start a child with; -1 for none. What hung is confirmed before others start. */
static int32_t next_program(void) {
  if (doubtful_count > 0) return doubtful[--doubtful_count];
  return suspect_count > 0 ? -1 : claim();
}

/* Runs the programs from `first` on, `width` at a time. */
static void run_programs(int32_t first, int32_t width) {
  int32_t end = control->count, index;
  suspect_count = doubtful_count = 0;
  work->next = first;
  work->end = end;
  work->one_each = 0;
  while (control->driver_error == 0) {
    while (running < width && control->driver_error == 0 && (index = next_program()) >= 0) launch(index, 1);
    int status;
    struct child *child = wait_for_child(&status);
    if (child != NULL) {
      int end_of_child = settle(child, status);
      index = child->program;
      if (end_of_child == SETTLED) continue;
      if (end_of_child == DOUBTFUL) {
        /*
         * The others go on sharing: of p programs in one that die, sharing takes p * (2 - p) processes
         * for each program, which is never more than one.
         */
        doubtful[doubtful_count++] = index;
      } else if (control->confirm_hangs) {
        work->end = 0;
        suspect(index);
      } else {
        bury(index, FAULT_HANG, 0);
        if (control->stop_at_hang && index + 1 < end) work->end = end = index + 1;
      }
      continue;
    }
    work->one_each = 1;
    for (int32_t at = 0; at < suspect_count && suspects[at] < end; at++) {
      if (hangs_again(suspects[at]) && control->stop_at_hang) end = suspects[at] + 1;
    }
    if (suspect_count == 0 || end < control->count) break;
    suspect_count = 0;
    work->end = end;
  }
  if (end < control->count) leave_out(end);
}

static void run_batch(int32_t first, int32_t width) {
  int32_t most = 0;
  for (int32_t program = first; program < control->count; program++) {
    int32_t total = slices[program + 1] - slices[program];
    if (total > most) most = total;
  }
  resize_books((size_t)most + 1);
  set_ticking(true);
  if (!HAS(ROLE_INIT) && !was_measured) {
    first_blocks_bytes = measure_first_blocks();
    was_measured = true;
  }
  rest_bytes = child_rest_bytes() + first_blocks_bytes;
  run_programs(first, width < 1 ? 1 : width > MOST_CHILDREN ? MOST_CHILDREN : width);
  set_ticking(false);
}

/* ---- Loading ----------------------------------------------------------------------------------- */

static void say(const char *kind, const char *text) {
  char line[2048];
  int length = snprintf(line, sizeof line, "%s %s\n", kind, text);
  if (length >= (int)sizeof line) {
    length = (int)sizeof line;
    line[length - 1] = '\n';
  }
  if (write(control_out, line, (size_t)length) != length) _exit(72);
}

static void fail(const char *text) {
  say("error", text);
  _exit(3);
}

/* A function of the library itself; what dlsym finds in another library is no function of it. */
static void *own_function(void *library, const char *path, const char *name) {
  void *found = dlsym(library, name);
  Dl_info where;
  char real_found[PATH_MAX], real_path[PATH_MAX];
  if (found == NULL || dladdr(found, &where) == 0 || where.dli_fname == NULL) return NULL;
  if (realpath(where.dli_fname, real_found) == NULL || realpath(path, real_path) == NULL) return NULL;
  return strcmp(real_found, real_path) == 0 ? found : NULL;
}

static const char *value_of(const char *argument, const char *key) {
  size_t length = strlen(key);
  return strncmp(argument, key, length) == 0 && argument[length] == '=' ? argument + length + 1 : NULL;
}

/*
 * Signals that the zygote lives by, in case that the library took them while it was loaded. What it
 * does with SIGSEGV it may need, and it stays.
 */
static void take_back_signals(void) {
  struct sigaction tick = { .sa_handler = on_tick };
  sigset_t needed;
  sigaction(SIGALRM, &tick, NULL);
  signal(SIGCHLD, SIG_DFL);
  signal(SIGINT, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  sigemptyset(&needed);
  sigaddset(&needed, SIGALRM);
  sigaddset(&needed, SIGCHLD);
  sigprocmask(SIG_UNBLOCK, &needed, NULL);
}

static void load_subject(int count, char **arguments) {
  const char *path = NULL, *opened = NULL, *value;
  for (int at = 1; at < count; at++) {
    if ((value = value_of(arguments[at], "path")) != NULL) path = value;
    if ((value = value_of(arguments[at], "open")) != NULL) opened = value;
    if ((value = value_of(arguments[at], "sealed")) != NULL) is_sealed = strcmp(value, "yes") == 0;
    if ((value = value_of(arguments[at], "convention")) != NULL)
      convention = strcmp(value, "layout") == 0   ? CONVENTION_LAYOUT
                   : strcmp(value, "handle") == 0 ? CONVENTION_HANDLE
                   : strcmp(value, "lab") == 0    ? CONVENTION_LAB
                                                  : CONVENTION_C;
    if ((value = value_of(arguments[at], "init-refuses")) != NULL)
      init_refuses = strcmp(value, "zero") == 0      ? INIT_REFUSES_BY_ZERO
                     : strcmp(value, "minusOne") == 0 ? INIT_REFUSES_BY_MINUS_ONE
                                                     : INIT_NEVER_REFUSES;
  }
  if (path == NULL) fail("no library was named");
  int flags = RTLD_NOW | RTLD_LOCAL;
#ifdef RTLD_DEEPBIND
  /* Else a library that calls its own malloc would get the one of libc. */
  flags |= RTLD_DEEPBIND;
#endif
  void *library = dlopen(opened == NULL ? path : opened, flags);
  if (library == NULL) fail(dlerror());
  char absent[1024] = "";
  for (int at = 1; at < count; at++) {
    for (int role = 0; role < ROLES; role++) {
      if ((value = value_of(arguments[at], role_names[role])) == NULL) continue;
      functions[role] = own_function(library, path, value);
      if (functions[role] != NULL || strlen(absent) + strlen(role_names[role]) + 2 > sizeof absent) continue;
      strcat(absent, " ");
      strcat(absent, role_names[role]);
    }
  }
  /* Without a pool of its own, what a library holds is known to nobody. */
  if (!HAS(ROLE_INIT) && convention != CONVENTION_LAB) is_sealed = false;
  keep_as_loaded(library);
  take_back_signals();
  say("ready", absent[0] == ' ' ? absent + 1 : absent);
}

/*
 * Two things must be settled before a process starts, so the driver starts itself again with them.
 *
 * Addresses are not randomised, where the system allows that, so that the same program gets the same
 * answers and a witness breaks again when it is replayed.
 *
 * jemalloc and others keep their state in static thread-local storage, of which glibc leaves little
 * for libraries that are loaded late; only the environment can ask for more.
 */
static void start_again(char **arguments) {
  static const char wanted[] = "glibc.rtld.optional_static_tls=16384";
  const char *tunables = getenv("GLIBC_TUNABLES");
  char value[1024];
  if (getenv("ALLOCERT_DRIVER_STARTED") != NULL) return;
  personality(ADDR_NO_RANDOMIZE);
  if (tunables == NULL || strstr(tunables, "optional_static_tls") == NULL) {
    const char *before = tunables == NULL ? "" : tunables;
    snprintf(value, sizeof value, "%s%s%s", before, *before == '\0' ? "" : ":", wanted);
    setenv("GLIBC_TUNABLES", value, 1);
  }
  setenv("ALLOCERT_DRIVER_STARTED", "1", 1);
  execv("/proc/self/exe", arguments);
}

/* A file descriptor that no child keeps. */
static int make_private(int fd) {
  int moved = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_PRIVATE_FD);
  if (moved < 0) _exit(73);
  close(fd);
  return moved;
}

/* Standard streams of the subject go to pipes that drop what does not fit. */
static void redirect_streams(void) {
  int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing < 0) _exit(73);
  control_in = fcntl(0, F_DUPFD_CLOEXEC, FIRST_PRIVATE_FD);
  control_out = fcntl(1, F_DUPFD_CLOEXEC, FIRST_PRIVATE_FD);
  for (struct child *child = children; child < children + MOST_CHILDREN; child++) {
    int ends[2];
    if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) _exit(73);
    child->print_in = make_private(ends[0]);
    child->print_out = make_private(ends[1]);
  }
  dup2(nothing, 0);
  dup2(children[0].print_out, 1);
  dup2(children[0].print_out, 2);
  close(nothing);
}

enum { RECORD_FD = 3 };

int main(int count, char **arguments) {
  char top;
  stack_top = (uintptr_t)&top + 65536;
  start_again(arguments);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  struct rlimit no_core = { 0, 0 };
  setrlimit(RLIMIT_CORE, &no_core);
  /* The record is anonymous memory: Node.js opens it through /proc, and no file is left behind. */
  if (fcntl(RECORD_FD, F_GETFD) == -1) {
    int made = memfd_create("allocert-record", 0);
    if (made != -1 && made != RECORD_FD) dup2(made, RECORD_FD);
  }
  record_fd = fcntl(RECORD_FD, F_GETFD) == -1 ? -1 : RECORD_FD;
  redirect_streams();
  make_noise_table();
  install_handlers();
  grow_stack();
  if (record_fd < 0) fail("this system cannot make anonymous memory (memfd_create)");
  load_subject(count, arguments);
  map_bits();
  work = map_shared(sizeof *work);
  for (;;) {
    /* From which program on, and how many at a time. */
    int32_t asked[2];
    ssize_t length = read(control_in, asked, sizeof asked);
    if (length < 0 && errno == EINTR) continue;
    if (length != sizeof asked) _exit(0);
    if (!map_record()) fail("the shared record cannot be mapped");
    run_batch(asked[0], asked[1]);
    if (control->driver_error == 1) fail("a region cannot be mapped: not enough address space");
    if (control->driver_error == 2) fail("a process cannot be forked");
    say("done", "");
  }
}
