/* What the subject holds, where it brings its own memory (S25). */

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
