/* The memory that the driver shares with Node.js: laid out by native-record.ts. */

/* Recorded as the end of a region whose end is not known: Number.MAX_SAFE_INTEGER. */
#define UNKNOWN_END ((((uint64_t)1) << 53) - 1)
/* Steps left for the programs behind this one when a macro runs out of room. */
enum { RESERVED_STEPS = 64 };

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
