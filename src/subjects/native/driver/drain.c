/* Frees all that is live in a given order: src/subjects/execute/drain-order.ts. */

/* Room for the slots of a drain, mapped beforehand like everything else. */
static int32_t *drain_slots, *drain_scratch;

static bool comes_before(int32_t a, int32_t b) {
  if (blocks[a].address != blocks[b].address) return blocks[a].address < blocks[b].address;
  return a < b;
}
static void sort_slots(int32_t *slots, int32_t *scratch, int32_t count) {
  if (count < 2) return;
  int32_t half = count / 2, left = 0, right = half, at = 0;
  sort_slots(slots, scratch, half);
  sort_slots(slots + half, scratch, count - half);
  while (left < half || right < count) {
    bool take_left = right == count || (left < half && comes_before(slots[left], slots[right]));
    scratch[at++] = take_left ? slots[left++] : slots[right++];
  }
  memcpy(slots, scratch, (size_t)count * sizeof *slots);
}

/* Puts what is live into `drain_slots`, in the order of a drain; answers how many there are. */
static int32_t order_slots(int64_t order, int64_t seed) {
  int32_t count = live_count;
  memcpy(drain_slots, live_slots, (size_t)count * sizeof *drain_slots);
  sort_slots(drain_slots, drain_scratch, count);
  memcpy(drain_scratch, drain_slots, (size_t)count * sizeof *drain_slots);
  if (order == DRAIN_REVERSE) {
    for (int32_t index = 0; index < count; index++) drain_slots[index] = drain_scratch[count - 1 - index];
  } else if (order == DRAIN_ODD_EVEN) {
    int32_t at = 0;
    for (int32_t index = 1; index < count; index += 2) drain_slots[at++] = drain_scratch[index];
    for (int32_t index = 0; index < count; index += 2) drain_slots[at++] = drain_scratch[index];
  } else if (order == DRAIN_RANDOM) {
    uint32_t state = (uint32_t)(int32_t)seed;
    for (int32_t last = count - 1; last > 0; last--) {
      state = state * 1664525u + 1013904223u;
      int32_t other = (int32_t)((state >> 8) % (uint32_t)(last + 1));
      int32_t held = drain_slots[last];
      drain_slots[last] = drain_slots[other];
      drain_slots[other] = held;
    }
  }
  return count;
}

static void drain_all(int32_t request, uint32_t head, int64_t order, int64_t seed) {
  int32_t count = order_slots(order, seed);
  for (int32_t index = 0; index < count; index++) {
    if (stop || room(0) < RESERVED_STEPS) return;
    request_dealloc(request, head, drain_slots[index]);
  }
}
