/* The region that a subject is given: src/subjects/module/given-region.ts. */

/* What a malloc lab's heap may grow to where the world does not say: MAX_HEAP of the hand-out. */
#define DEFAULT_LAB_BYTES (20u << 20)

/*
 * The region. Four kinds: the subject's own and unknown; its own, of which it tells where it lies;
 * given by the driver and handed to init; a malloc lab's, given too, of which the subject takes more
 * and more with mem_sbrk.
 */
static struct {
  bool given;
  /* Whether the subject tells where a heap of its own lies, and how long the process was then. */
  bool told;
  uint64_t rest_bytes;
  uint64_t base, end, reserve_end;
  uint64_t pool_base, pool_end;
  /* What lies between appended pieces: never given, and watched. */
  struct gap { uint64_t start, end; } gaps[16];
  int gap_count;
  /* Highest end that a malloc lab's heap has had, and how often it was refused more. */
  uint64_t used_end;
  /* Of a malloc lab, the bytes behind its end as they must stay. */
  uint8_t behind[WATCHED_BYTES];
  uint32_t refused;
  int64_t footprint;
  uint64_t demanded;
  /* Bytes of the latest call for memory that the host refused in this step; 0 for none. */
  uint64_t host_refused;
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

/* As far as a subject may write wildly without reaching what else is mapped. */
#define POOL_GUARD_BYTES ((uint64_t)4 << 20)

/* Maps the space of a pool with `inner` bytes of its own and guards on either side; false for a failure. */
static bool map_pool(uint64_t inner) {
  /* A guard and the page before the base, what alignment costs where the place was taken, a guard behind. */
  uint64_t total = 2 * POOL_GUARD_BYTES + 2 * (uint64_t)LARGEST_ALIGN + inner;
  if (total > SIZE_MAX / 2) return false;
  if (kept_pool.total > 0) munmap((void *)(uintptr_t)kept_pool.low, (size_t)kept_pool.total);
  kept_pool.total = kept_pool.inner = 0;
  uintptr_t place = pool_place == 0 ? 0 : pool_place - (uintptr_t)(POOL_GUARD_BYTES + LARGEST_ALIGN);
  void *map = map_at(place, (size_t)total, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
  if (map == MAP_FAILED) return false;
  kept_pool.low = (uint64_t)(uintptr_t)map;
  kept_pool.total = total;
  kept_pool.inner = inner;
  return true;
}

/*
 * Opens a pool of its own for this program: noise before and behind, and 4 MiB that must not be
 * touched on either side, so that a wild write dies at once and a near one is seen. Answers the bytes
 * of address space that it took, 0 for a failure.
 *
 * Its base is the same in every run, so that whoever goes by addresses answers the same. A malloc
 * lab's is that of the hand-out; any other is, like a module's, no multiple of more than 65,536.
 */
static uint64_t open_pool(uint64_t pool_bytes, uint64_t reserve, uint32_t offset) {
  uint64_t page = page_bytes();
  uint64_t inner = offset + pool_bytes + reserve + WATCHED_BYTES + 8;
  uint64_t before = convention == CONVENTION_LAB ? 0 : LARGEST_ALIGN;
  inner = before + (inner + page - 1) / page * page;
  bool is_kept = kept_pool.inner == inner && inner <= LARGEST_KEPT_POOL_BYTES;
  if (!is_kept && !map_pool(inner)) return 0;
  uint64_t low = kept_pool.low, total = kept_pool.total;
  uint64_t place = (low + POOL_GUARD_BYTES + 2 * (uint64_t)LARGEST_ALIGN - 1) / LARGEST_ALIGN * LARGEST_ALIGN;
  uint64_t end = place + inner, aligned = place + before;
  /* The page before the base holds the watched bytes. */
  if (is_kept) {
    memset((void *)(uintptr_t)(aligned - page), 0, (size_t)(end - aligned + page));
  } else {
    mprotect((void *)(uintptr_t)low, (size_t)(aligned - page - low), PROT_NONE);
    mprotect((void *)(uintptr_t)end, (size_t)(low + total - end), PROT_NONE);
  }
  region.pool_base = aligned + offset;
  region.pool_end = region.used_end = region.pool_base + pool_bytes;
  region.reserve_end = region.pool_end + reserve;
  fill_noise(region.pool_base - WATCHED_BYTES, region.pool_base, 0);
  return total;
}

/*
 * Puts noise where it will be seen whether somebody wrote. Behind the end of a malloc lab's heap lies
 * what was there before mem_reset_brk, which stays: noise is put only where the heap has never been.
 */
static void watch_behind(uint64_t from, uint64_t to) {
  if (convention != CONVENTION_LAB) {
    fill_noise(from, to, 0);
    return;
  }
  fill_noise(from > region.used_end ? from : region.used_end, to, 0);
  memcpy(region.behind, (const void *)(uintptr_t)from, (size_t)(to - from));
}

/* What a watched byte must be. */
static uint8_t watched_byte(uint64_t address) {
  uint64_t behind = address - region.pool_end;
  bool is_kept = convention == CONVENTION_LAB && address >= region.pool_end && behind < WATCHED_BYTES;
  return is_kept ? region.behind[behind] : noise_byte(0, address);
}
