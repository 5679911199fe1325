/* The memory that the driver shares with Node.js: laid out by native-record.ts. */

/* Recorded as the end of a region whose end is not known: Number.MAX_SAFE_INTEGER. */
#define UNKNOWN_END ((((uint64_t)1) << 53) - 1)

typedef char control_fits[sizeof(struct control) == CONTROL_WORDS * 4 ? 1 : -1];
typedef char progress_fits[sizeof(struct progress) == WORDS_PER_PROGRESS * 4 ? 1 : -1];

static struct control *control;
static size_t mapped_bytes;
static int record_fd = -1;
static int32_t *worlds, *starts, *requests, *slices, *headers, *steps, *events;
/* How far programs have come: written by children, which may die at any time. */
static struct progress *progresses;

/* Why the driver cannot go on; 0 where it can. Beside the record, which its children may write over. */
enum { REGION_CANNOT_BE_MAPPED = 1, CANNOT_FORK };
static volatile int32_t *driver_error;

static uint64_t from_words(int32_t low, int32_t high) {
  return ((uint64_t)(uint32_t)high << 32) | (uint32_t)low;
}
static void to_words(int32_t *words, uint64_t value) {
  words[0] = (int32_t)(uint32_t)value;
  words[1] = (int32_t)(uint32_t)(value >> 32);
}
