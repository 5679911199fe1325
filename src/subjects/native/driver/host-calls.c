/* Which system calls ask the host for memory, for how much, and what gives it back. */

#if defined(__linux__) && (defined(__x86_64__) || defined(__i386__))
#define HAS_HOST_CALLS 1
#else
#define HAS_HOST_CALLS 0
#endif

#if HAS_HOST_CALLS

#ifndef MAP_STACK
#define MAP_STACK 0x20000
#endif
#ifndef MAP_DENYWRITE
#define MAP_DENYWRITE 0x800
#endif
#if defined(__x86_64__)
#define SYSCALL_MMAP SYS_mmap
#else
#define SYSCALL_MMAP SYS_mmap2
#endif

/* A call as the door sees it: whether it asks for memory, for how much, and how much of it counts. */
struct host_call {
  bool asks;
  uint64_t bytes, counted;
};

/*
 * Address space that was mapped and not counted, since it has no access or is far more than anybody
 * asked for: without access it counts where it is opened.
 */
enum { MOST_RESERVED = 64 };
static struct { uint64_t start, end; } reserved[MOST_RESERVED];
static uint32_t reserved_count;

static bool is_reserved(uint64_t address) {
  for (uint32_t at = 0; at < reserved_count && at < MOST_RESERVED; at++) {
    if (address >= reserved[at].start && address < reserved[at].end) return true;
  }
  return false;
}

static void reserve(uint64_t start, uint64_t bytes) {
  uint32_t at = reserved_count++ % MOST_RESERVED;
  reserved[at].start = start;
  reserved[at].end = start + bytes;
}

/* Bytes of the request that is under way; 0 where there is none. */
static uint64_t bytes_requested(void) {
  if (step_count == 0) return 0;
  const int32_t *at = current_step();
  uint64_t size = from_words(at[3], at[4]), count = from_words(at[5], at[6]);
  uint32_t kind = (uint32_t)at[1] & 31;
  bool is_array = kind == KIND_ALLOC_ARRAY || kind == KIND_REALLOC_ARRAY;
  if (!is_array || count == 0) return size;
  return size > UINT64_MAX / count ? UINT64_MAX : size * count;
}

/*
 * A call for far more than the request is a reservation, of which a bit is used now and then and most
 * never: it counts as nothing. So who reserves 100 GiB at first can work under any limit, and who asks
 * for a block as long is refused.
 */
#define LONGEST_COUNTED_BYTES ((uint64_t)64 << 20)
static bool is_reservation(uint64_t bytes) {
  return bytes > LONGEST_COUNTED_BYTES && bytes_requested() < bytes / 8;
}

static struct host_call asking(uint64_t bytes) {
  return (struct host_call){ true, bytes, is_reservation(bytes) ? 0 : bytes };
}
static const struct host_call no_asking = { false, 0, 0 };

static struct host_call mapping_asked(const word *given) {
  word access = given[2], flags = given[3];
  bool can_write = (access & PROT_WRITE) != 0;
  /* The stack of a thread, and what the dynamic linker maps, are none of the allocator's. */
  if (flags & (MAP_STACK | MAP_DENYWRITE)) return no_asking;
  if (!(flags & MAP_ANONYMOUS) && !can_write) return no_asking;
  /* Over what is there already, and without access: it is given back. */
  if ((flags & MAP_FIXED) && !can_write) return no_asking;
  if (!can_write) return (struct host_call){ true, given[1], 0 };
  return asking(given[1]);
}

/* `end` is where the break is. */
static struct host_call host_call_of(long number, const word *given, uint64_t end) {
  switch (number) {
    case SYSCALL_MMAP: return mapping_asked(given);
    case SYS_mremap: return given[2] > given[1] ? asking(given[2] - given[1]) : no_asking;
    case SYS_brk: return given[0] > end ? asking(given[0] - end) : no_asking;
    /* What was counted when it was mapped asks for nothing when it is opened again. */
    case SYS_mprotect:
      return (given[2] & PROT_WRITE) && is_reserved(given[0]) ? asking(given[1]) : no_asking;
    default: return no_asking;
  }
}

/* What a call that was done has given back of what was counted. */
static uint64_t returned_bytes(long number, const word *given, uint64_t end) {
  switch (number) {
    case SYS_brk: return given[0] != 0 && given[0] < end ? end - given[0] : 0;
    case SYS_mremap: return given[2] < given[1] ? given[1] - given[2] : 0;
    case SYS_munmap: return is_reserved(given[0]) ? 0 : given[1];
    case SYS_mprotect: return given[2] == PROT_NONE && is_reserved(given[0]) ? given[1] : 0;
    default: return 0;
  }
}

/* Makes the call; a small negative number is an error. */
static long make_call(long number, const word *given) {
  long answer = syscall(number, given[0], given[1], given[2], given[3], given[4], given[5]);
  return answer == -1 ? -(long)errno : answer;
}

/* Answers a call in the kernel's stead: does it, or refuses it, and keeps the books. */
static long answer_call(long number, const word *given) {
  uint64_t end = number == SYS_brk ? (uint64_t)(word)syscall(SYS_brk, 0) : 0;
  struct host_call call = host_call_of(number, given, end);
  if (call.asks) {
    bool is_over = call.counted > door.most || door.given > door.most - call.counted;
    if (door_refuses() || is_over) {
      tell_refused(call.bytes);
      return number == SYS_brk ? (long)end : -ENOMEM;
    }
  }
  long answer = make_call(number, given);
  bool has_failed = number == SYS_brk ? (word)answer < given[0] : answer < 0 && answer >= -4095;
  if (has_failed) {
    if (call.asks && (number == SYS_brk || answer == -ENOMEM)) tell_refused(call.bytes);
    return answer;
  }
  uint64_t returned = returned_bytes(number, given, end);
  door.given += call.counted;
  door.given -= returned < door.given ? returned : door.given;
  if (number == SYSCALL_MMAP && call.asks && call.counted == 0) reserve((uint64_t)(word)answer, call.bytes);
  return answer;
}

#endif
