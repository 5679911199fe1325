/* Says which bytes are not what they must be: src/subjects/execute/find-damage.ts. */

/* Whether the level is above edges, whether it is each, and whether all of a zeroed grant is read. */
static bool observe_full, observe_each, reads_all_zeros;
static bool damaged;

/* What a byte must be: one of the pattern, zero, or as watched around the region. */
static uint8_t expected_byte(int aspect, uint32_t base, uint64_t start, int64_t offset) {
  if (aspect == ASPECT_OUTSIDE) return watched_byte(start + (uint64_t)offset);
  return aspect == ASPECT_ZEROED ? 0 : pattern_byte(base, (uint64_t)offset);
}

/* Two ranges of offsets from `start`, of which the second may be empty. */
static void tell_damage(const int64_t ranges[4], int32_t step, int aspect, int32_t allocation,
                        uint64_t start, uint32_t base) {
  int64_t first = 0, last = 0, end = 0;
  uint64_t count = 0;
  damaged = true;
  for (int part = 0; part < 4; part += 2) {
    for (int64_t offset = ranges[part]; offset < ranges[part + 1]; offset++) {
      if (end < ranges[part + 1]) end = ranges[part + 1];
      uint8_t seen = *(const uint8_t *)(uintptr_t)(start + (uint64_t)offset);
      if (seen == expected_byte(aspect, base, start, offset)) continue;
      if (count++ == 0) first = offset;
      last = offset;
    }
  }
  if (aspect == ASPECT_OUTSIDE) end = ranges[1];
  int32_t *at = next_event();
  if (at == NULL) return;
  at[0] = EVENT_DAMAGE;
  at[1] = step;
  at[2] = aspect;
  at[3] = allocation;
  to_words(at + 4, (uint64_t)first);
  to_words(at + 6, (uint64_t)last);
  to_words(at + 8, count);
  for (int64_t byte = 0; byte < 16 && first + byte < end; byte++) {
    uint8_t expected = expected_byte(aspect, base, start, first + byte);
    uint8_t seen = *(const uint8_t *)(uintptr_t)(start + (uint64_t)(first + byte));
    at[10 + (byte >> 2)] |= (int32_t)((uint32_t)expected << ((byte & 3) * 8));
    at[14 + (byte >> 2)] |= (int32_t)((uint32_t)seen << ((byte & 3) * 8));
  }
}
