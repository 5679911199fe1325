/* Requests in a row, and a drain behind which they are run over and over: src/subjects/execute/repeat-rounds.ts. */

static void drain_rounds(const int32_t *words, int32_t request);

static bool asks_for_rounds(const int32_t *words) {
  return kind_of((uint32_t)words[0]) == KIND_DRAIN && words[2] == DRAIN_ROUNDS;
}

/* Requests `from` up to `until` of a program. */
static void run_requests(const int32_t *words, int32_t from, int32_t until) {
  for (int32_t request = from; request < until && !stop; request++) {
    request = run_everyday(words, request, until);
    if (request == until || stop || room(0) < 2) break;
    const int32_t *at = words + (size_t)request * WORDS_PER_REQUEST;
    if (asks_for_rounds(at)) drain_rounds(words, request);
    else run_request(at, request);
  }
}

/* Whether the steps from `from` on came out as those from `earlier` up to `from` did. */
static bool is_repeated(int32_t earlier, int32_t from) {
  if (step_count - from != from - earlier) return false;
  for (int32_t step = from; step < step_count; step++) {
    const int32_t *at = own_steps + (size_t)step * WORDS_PER_STEP;
    const int32_t *before = own_steps + (size_t)(step - from + earlier) * WORDS_PER_STEP;
    if ((((uint32_t)at[1] ^ (uint32_t)before[1]) >> OUTCOME_SHIFT & 7) != 0) return false;
  }
  return true;
}

/* The first step that is recorded of request `from` or a later one. */
static int32_t first_step_of(int32_t from) {
  int32_t step = step_count;
  while (step > 0 && own_steps[(size_t)(step - 1) * WORDS_PER_STEP] >= from) step--;
  return step;
}

/* The request behind the last drain before a request; the first one where there is none. */
static int32_t behind_drain(const int32_t *words, int32_t request) {
  int32_t from = request;
  while (from > 0 && kind_of((uint32_t)words[(size_t)(from - 1) * WORDS_PER_REQUEST]) != KIND_DRAIN) from--;
  return from;
}

static void forget_behind(int32_t step, int32_t event) {
  /* Who watches for hangs has to see a number that moves. */
  forgotten_steps += step_count - step;
  header[HEADER_STEP_COUNT] = step_count = step;
  header[HEADER_EVENT_COUNT] = event_count = event;
}

static void drain_rounds(const int32_t *words, int32_t request) {
  const int32_t *at = words + (size_t)request * WORDS_PER_REQUEST;
  uint32_t head = (uint32_t)at[0] & HEAD_BITS;
  int32_t from = at[1] < 0 ? behind_drain(words, request) : at[1], rounds = at[3];
  drain_all(request, head, DRAIN_ADDRESS, 0);
  int32_t first = first_step_of(from), slots = slot_count, step = step_count, event = event_count;
  for (int32_t round = 1; round < rounds && !stop && live_count == 0; round++) {
    run_requests(words, from, request);
    if (!stop) drain_all(request, head, DRAIN_ADDRESS, 0);
    if (stop || !is_repeated(first, step)) break;
    forget_behind(step, event);
    slot_count = slots;
  }
  if (statm_fd >= 0) region.footprint = held_bytes();
  write_extents();
}
