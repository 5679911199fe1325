/* How much address space a child has, and how much more it may take. */

/* Address space of a child that has asked for nothing yet, in bytes; read once a batch. */
static uint64_t rest_bytes;

/*
 * What a subject that brings its own memory takes for its very first blocks: mimalloc maps 32 MiB
 * before it grants one byte. That belongs to its size at rest, or a limit would refuse what any
 * program may ask.
 */
static uint64_t first_blocks_bytes;

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
