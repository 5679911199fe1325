/* Fills what was granted and reads it back: src/subjects/execute/observer.ts. */

static double interval, until_checkpoint, since_checkpoint;

static uint64_t tail_of(uint64_t length, uint64_t edge) { return (length - edge) & ~(uint64_t)3; }

/* Bytes at either end of a block that is too long to be filled as a whole, and the longest that is not. */
static uint64_t level_edge, level_whole;

static void observe_at(int32_t level) {
  observe_full = level != OBSERVE_EDGES;
  observe_each = level == OBSERVE_EACH;
  reads_all_zeros = level == OBSERVE_FULL || level == OBSERVE_EACH;
  level_edge = level == OBSERVE_EDGES  ? EDGE_BYTES
               : level == OBSERVE_WIDE ? WIDE_EDGE_BYTES
                                       : FULL_EDGE_BYTES;
  level_whole = 2 * level_edge + 4;
}

/* Bytes at either end of a block that hold the pattern; 0 where all of it does. */
static uint64_t edge_of(uint64_t length) { return length <= level_whole ? 0 : level_edge; }

static void fill_block(struct block *block, uint64_t from) {
  progress->phase = PHASE_FILL;
  block->pattern = pattern_base(block->allocation, block->generation);
  uint64_t length = block->size > block->written ? block->size : block->written;
  block->written = length;
  uint64_t edge = edge_of(length);
  if (edge == 0) {
    fill_pattern(block->address, from, length, block->pattern);
  } else {
    if (from < edge) fill_pattern(block->address, from, edge, block->pattern);
    fill_pattern(block->address, tail_of(length, edge), length, block->pattern);
  }
  progress->phase = PHASE_IDLE;
}

static void verify_within(const struct block *block, uint64_t address, uint64_t length,
                          int32_t step, int aspect) {
  uint64_t edge = edge_of(block->written);
  if (edge == 0) {
    if (matches_pattern(address, 0, length, block->pattern)) return;
    const int64_t whole[4] = { 0, (int64_t)length, 0, 0 };
    tell_damage(whole, step, aspect, block->allocation, address, block->pattern);
    return;
  }
  uint64_t head = length < edge ? length : edge;
  uint64_t tail = tail_of(block->written, edge);
  if (matches_pattern(address, 0, head, block->pattern) &&
      (tail >= length || matches_pattern(address, tail, length, block->pattern)))
    return;
  const int64_t edges[4] = { 0, (int64_t)head, (int64_t)tail, (int64_t)length };
  tell_damage(edges, step, aspect, block->allocation, address, block->pattern);
}

static void verify_block(const struct block *block, int32_t step) {
  if (block->written == 0) return;
  progress->phase = PHASE_VERIFY;
  header[HEADER_CONTENT_CHECKS]++;
  verify_within(block, block->address, block->written, step, ASPECT_CONTENT);
  progress->phase = PHASE_IDLE;
}

static void verify_kept(const struct block *block, uint64_t address, uint64_t kept, int32_t step) {
  if (block->written == 0) return;
  progress->phase = PHASE_VERIFY;
  header[HEADER_KEPT_CHECKS]++;
  verify_within(block, address, kept, step, ASPECT_REALLOC_KEPT);
  progress->phase = PHASE_IDLE;
}

static void verify_zero(uint64_t address, uint64_t length, int32_t allocation, int32_t step) {
  progress->phase = PHASE_VERIFY;
  header[HEADER_ZERO_CHECKS]++;
  /* Of a large grant most pages are new, and to read them is most of what it costs. */
  bool is_part = length > LARGE_BYTES && !reads_all_zeros;
  uint64_t head = is_part ? WINDOW_BYTES : length, tail = is_part ? tail_of(length, WINDOW_BYTES) : length;
  if (!is_zero(address, head) || !is_zero(address + tail, length - tail)) {
    const int64_t ends[4] = { 0, (int64_t)head, (int64_t)tail, (int64_t)length };
    tell_damage(ends, step, ASPECT_ZEROED, allocation, address, 0);
  }
  progress->phase = PHASE_IDLE;
}

static void verify_windows(const struct block *block, int32_t step) {
  uint64_t tail = tail_of(block->written, WINDOW_BYTES);
  progress->phase = PHASE_VERIFY;
  header[HEADER_CONTENT_CHECKS]++;
  if (!matches_pattern(block->address, 0, WINDOW_BYTES, block->pattern) ||
      !matches_pattern(block->address, tail, block->written, block->pattern)) {
    const int64_t windows[4] = { 0, WINDOW_BYTES, (int64_t)tail, (int64_t)block->written };
    tell_damage(windows, step, ASPECT_CONTENT, block->allocation, block->address, block->pattern);
  }
  progress->phase = PHASE_IDLE;
}

/* Whether watched bytes are as they were put there. */
static bool watched_is_intact(uint64_t start, uint64_t end) {
  if (convention == CONVENTION_LAB && start == region.pool_end)
    return memcmp((const void *)(uintptr_t)start, region.behind, (size_t)(end - start)) == 0;
  while (start < end) {
    uint32_t from = (uint32_t)(start + noise_shift(0)) & (TABLE_BYTES - 1);
    uint64_t length = TABLE_BYTES - from;
    if (length > end - start) length = end - start;
    if (memcmp((const void *)(uintptr_t)start, noise_table + from, (size_t)length) != 0) return false;
    start += length;
  }
  return true;
}

/* True where a byte of the range was changed; the damage is then recorded. */
static bool tell_if_changed(uint64_t start, uint64_t end, int32_t step) {
  if (watched_is_intact(start, end)) return false;
  int64_t from = (int64_t)(start - region.base);
  const int64_t watched[4] = { from, from + (int64_t)(end - start), 0, 0 };
  tell_damage(watched, step, ASPECT_OUTSIDE, -1, region.base, 0);
  return true;
}

static void verify_outside(int32_t step) {
  if (!region.given) return;
  header[HEADER_OUTSIDE_CHECKS]++;
  if (tell_if_changed(region.pool_base - WATCHED_BYTES, region.pool_base, step)) return;
  if (tell_if_changed(region.pool_end, region.pool_end + WATCHED_BYTES, step)) return;
  for (const struct gap *gap = region.gaps; gap < region.gaps + region.gap_count; gap++) {
    if (tell_if_changed(gap->start, gap->end, step)) return;
  }
}

static void checkpoint(int32_t step) {
  double bytes_read = 0;
  for (int32_t index = 0; index < live_count; index++) {
    const struct block *block = blocks + live_slots[index];
    if (block->written > LARGE_BYTES && observe_full && !observe_each) verify_windows(block, step);
    else verify_block(block, step);
    uint64_t most = observe_full ? LARGE_BYTES : EDGE_BYTES;
    bytes_read += BYTES_PER_BLOCK + (double)(block->written < most ? block->written : most);
  }
  /* Reading back must not cost more than some bytes a step, however much is live. */
  until_checkpoint = bytes_read / BYTES_PER_STEP > interval ? bytes_read / BYTES_PER_STEP : interval;
  since_checkpoint = 0;
  verify_outside(step);
}

static void after_step(int32_t step, bool refused) {
  measure_now_and_then();
  since_checkpoint++;
  double due = refused ? until_checkpoint / 4 : until_checkpoint;
  if (observe_each || since_checkpoint >= due) checkpoint(step);
}
