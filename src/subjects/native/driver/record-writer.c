/* Writes steps and events of the program of this child. */

/* The program of this child: its header, its progress, and its slices of steps and events. */
static int32_t *header;
static struct progress *progress;
static int32_t *own_steps, *own_events;
static int32_t step_count, step_capacity, event_count, event_capacity;
/* Steps of rounds of which no record is kept. */
static int32_t forgotten_steps;

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
  step_count = event_count = forgotten_steps = 0;
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
  progress->calls = forgotten_steps + step_count;
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
  to_words(at + 10, region.host_refused);
  region.demanded = 0;
  region.host_refused = 0;
}
