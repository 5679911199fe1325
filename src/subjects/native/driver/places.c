/* Where the driver maps memory, so that every run of a program meets the same addresses. */

/*
 * Windows far from where the system puts what a subject maps. What the driver maps for one batch and
 * not for another would else move the subject's addresses, and with them its answers: a hash of an
 * address, a block aligned to 4 MiB. A place is a wish: where something lies there, the system chooses.
 */
#if UINTPTR_MAX > 0xffffffffu
static uintptr_t next_place = (uintptr_t)0x200000000000;
#define BOOKS_PLACE ((uintptr_t)0x210000000000)
#define RECORD_PLACE ((uintptr_t)0x220000000000)
/* The first is where the heaps of the malloc lab lie; the next is beyond the shadows of sanitizers. */
static const uintptr_t pool_places[] = { 0x800000000, 0x300000000000, 0x4000000000 };
#else
static uintptr_t next_place = 0x60000000;
#define BOOKS_PLACE ((uintptr_t)0x70000000)
#define RECORD_PLACE ((uintptr_t)0x80000000)
static const uintptr_t pool_places[] = { 0x20000000, 0x30000000, 0x40000000 };
#endif

static void *map_at(uintptr_t place, size_t bytes, int access, int flags, int file) {
  return mmap((void *)place, bytes, access, flags, file, 0);
}

/* Memory of the driver for as long as it runs; ends it where there is none. */
static void *map_own(size_t bytes, int flags) {
  void *map = map_at(next_place, bytes, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1);
  if (map == MAP_FAILED) _exit(71);
  next_place += (bytes + 65535) & ~(uintptr_t)65535;
  return map;
}
static void *map_zeros(size_t bytes) { return map_own(bytes, MAP_PRIVATE | MAP_NORESERVE); }
static void *map_shared(size_t bytes) { return map_own(bytes, MAP_SHARED); }

/* Where pools lie, found free once the library was loaded; children map theirs there. */
static uintptr_t pool_place;

static void find_pool_place(void) {
  enum { FREE_BYTES = 64 << 20 };
  size_t count = sizeof pool_places / sizeof *pool_places;
  for (size_t at = 0; at < count && pool_place == 0; at++) {
    uintptr_t low = pool_places[at] - FREE_BYTES;
    void *map = map_at(low, 2 * FREE_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
    if (map == MAP_FAILED) continue;
    munmap(map, 2 * FREE_BYTES);
    if ((uintptr_t)map == low) pool_place = pool_places[at];
  }
}
