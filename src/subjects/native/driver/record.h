/* The numbers of the record. Written by scripts/make-protocol-files.js from src/core and control-block.ts. */
enum {
  WORDS_PER_REQUEST = 4,
  WORDS_PER_WORLD = 10,
  WORDS_PER_HEADER = 16,
  WORDS_PER_STEP = 9,
  WORDS_PER_EVENT = 20,
  ALIGN_SHIFT = 9,
  OUTCOME_SHIFT = 18,
  UNTOUCHED_SHIFT = 21,
  ERROR_SHIFT = 24,
  CONTROL_WORDS = 64,
  CONTROL_MAGIC = 1634493234,
  SPARE_EVENTS = 16,
  WORDS_PER_PROGRESS = 8
};
enum {
  BYTES_PER_BLOCK = 512,
  BYTES_PER_STEP = 64,
  CHECKPOINTS_LOG2 = 4,
  CHECKPOINT_STEPS = 64,
  DEFAULT_POOL_BYTES = 65536,
  EDGE_BYTES = 16,
  FULL_EDGE_BYTES = 32768,
  HANG_PATIENCE = 10,
  LARGEST_ALIGN = 65536,
  LARGE_BYTES = 16384,
  RESERVED_STEPS = 64,
  WATCHED_BYTES = 128,
  WIDE_EDGE_BYTES = 2048,
  WINDOW_BYTES = 2048
};
#define PATTERN_ALLOCATION 0x85ebca6bu
#define PATTERN_GENERATION 0xc2b2ae35u
#define PATTERN_STEP 0x9e3779b1u
enum {
  KIND_INIT = 0,
  KIND_ALLOC = 1,
  KIND_ALLOC_ZEROED = 2,
  KIND_ALLOC_ARRAY = 3,
  KIND_REALLOC = 4,
  KIND_REALLOC_ARRAY = 5,
  KIND_RESIZE_IN_PLACE = 6,
  KIND_DEALLOC = 7,
  KIND_DEALLOC_NULL = 8,
  KIND_DEALLOC_INVALID = 9,
  KIND_USABLE = 10,
  KIND_RESET = 11,
  KIND_EXTEND = 12,
  KIND_APPEND = 13,
  KIND_RESIZE = 14,
  KIND_BAD_ALIGN = 15,
  KIND_FILL = 16,
  KIND_DRAIN = 17
};
enum {
  ENTRY_PLAIN = 0,
  ENTRY_MALLOC = 1,
  ENTRY_CALLOC = 2,
  ENTRY_ALIGNED_ALLOC = 3,
  ENTRY_POSIX_MEMALIGN = 4,
  ENTRY_MEMALIGN = 5,
  ENTRY_REALLOC = 6,
  ENTRY_REALLOCARRAY = 7
};
enum {
  OUTCOME_PENDING = 0,
  OUTCOME_GRANTED = 1,
  OUTCOME_REFUSED = 2,
  OUTCOME_DONE = 3,
  OUTCOME_REJECTED = 4,
  OUTCOME_FAULTED = 5,
  OUTCOME_MISENCODED = 6
};
enum {
  UNTOUCHED_NO = 0,
  UNTOUCHED_MISENCODED = 1,
  UNTOUCHED_OUT_OF_EXTENTS = 2,
  UNTOUCHED_ABOVE_FILL_CAP = 3,
  UNTOUCHED_OVERLAPS_LIVE = 4,
  UNTOUCHED_NO_MEMORY = 5,
  UNTOUCHED_MISALIGNED = 6
};
enum {
  ASPECT_CONTENT = 1,
  ASPECT_ZEROED = 2,
  ASPECT_REALLOC_KEPT = 3,
  ASPECT_OUTSIDE = 4
};
enum {
  OBSERVE_EDGES = 0,
  OBSERVE_FULL = 1,
  OBSERVE_EACH = 2,
  OBSERVE_WIDE = 3
};
enum {
  FRESH_ZERO = 0,
  FRESH_NOISE = 1,
  FRESH_ONES = 2
};
enum {
  INVALID_FOREIGN = 0,
  INVALID_INTERIOR = 1,
  INVALID_TWICE = 2,
  INVALID_WRONG_SIZE = 3
};
enum {
  DRAIN_ADDRESS = 0,
  DRAIN_REVERSE = 1,
  DRAIN_ODD_EVEN = 2,
  DRAIN_RANDOM = 3,
  DRAIN_ROUNDS = 4
};
enum {
  BASE_ZERO = 0,
  BASE_SIZE_MAX = 1,
  BASE_PTRDIFF_MAX = 2,
  BASE_REGION_BYTES = 3,
  BASE_REGION_REMAINING = 4,
  BASE_SIZE_MAX_OVER_COUNT = 5,
  BASE_POWER_OF_TWO = 64
};
enum {
  ERROR_UNOBSERVED = 0,
  ERROR_NONE = 1,
  ERROR_ENOMEM = 2,
  ERROR_EINVAL = 3,
  ERROR_OTHER = 4
};
enum {
  STATUS_NOT_RUN = 0,
  STATUS_RUNNING = 1,
  STATUS_FINISHED = 2,
  STATUS_DIED = 3
};
enum {
  HEADER_STATUS = 0,
  HEADER_FIRST_STEP = 1,
  HEADER_STEP_COUNT = 2,
  HEADER_FIRST_EVENT = 3,
  HEADER_EVENT_COUNT = 4,
  HEADER_FAULT = 5,
  HEADER_FAULT_DETAIL = 6,
  HEADER_FAULT_PHASE = 7,
  HEADER_SKIPPED = 8,
  HEADER_CONTENT_CHECKS = 9,
  HEADER_ZERO_CHECKS = 10,
  HEADER_KEPT_CHECKS = 11,
  HEADER_OUTSIDE_CHECKS = 12,
  HEADER_USABLE_CHECKS = 13,
  HEADER_EVENTS_DROPPED = 14
};
enum {
  EVENT_EXTENTS = 1,
  EVENT_DAMAGE = 2
};
enum {
  FAULT_NONE = 0,
  FAULT_UNREACHABLE = 1,
  FAULT_ABORT = 2,
  FAULT_EXCEPTION = 3,
  FAULT_ACCESS_VIOLATION = 4,
  FAULT_ARITHMETIC = 5,
  FAULT_BAD_CALL = 6,
  FAULT_STACK_OVERFLOW = 7,
  FAULT_EXIT = 8,
  FAULT_HANG = 9,
  FAULT_SIGNAL = 10,
  FAULT_PROTOCOL = 11
};
enum {
  PHASE_CALL = 0,
  PHASE_FILL = 1,
  PHASE_VERIFY = 2,
  PHASE_IDLE = 3
};
enum {
  REFUSAL_NULL = 0,
  REFUSAL_ZERO = 1,
  REFUSAL_MINUS_ONE = 2,
  REFUSAL_TRAP = 3
};
struct control {
  volatile int32_t magic;
  volatile int32_t count;
  volatile int32_t total_words;
  volatile int32_t worlds_at;
  volatile int32_t starts_at;
  volatile int32_t slices_at;
  volatile int32_t requests_at;
  volatile int32_t headers_at;
  volatile int32_t progress_at;
  volatile int32_t texts_at;
  volatile int32_t steps_at;
  volatile int32_t events_at;
  volatile int32_t text_words;
  volatile int32_t refusal;
  volatile int32_t fill_limit_low;
  volatile int32_t fill_limit_high;
  volatile int32_t usable_writable;
  volatile int32_t realloc_to_zero_ends;
  volatile int32_t natural_align;
  volatile int32_t hang_limit_ms;
  volatile int32_t macro_limit;
  volatile int32_t reserve_low;
  volatile int32_t reserve_high;
  volatile int32_t default_limit_low;
  volatile int32_t default_limit_high;
  volatile int32_t confirm_hangs;
  volatile int32_t stop_at_hang;
  volatile int32_t rejects_frees;
  volatile int32_t texts_used;
  int32_t unused[35];
};
struct progress {
  volatile int32_t calls;
  volatile int32_t phase;
  volatile int32_t stack_overflow;
  volatile int32_t fault_low;
  volatile int32_t fault_high;
  int32_t unused[3];
};
