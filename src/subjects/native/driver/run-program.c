/* One program, in the child. */

static void describe_region(const int32_t *world) {
  region.given = convention == CONVENTION_LAB || HAS(ROLE_INIT);
  region.told = !region.given && HAS(ROLE_REGION);
  region.base = 0;
  region.end = UNKNOWN_END;
  region.footprint = -1;
  region.fresh = world[2];
  region.seed = world[3];
}

/*
 * Sets how much memory there is, `limit` bytes or the default where that is 0: by the host's door, or
 * by address space where there is none, or a given pool is all that the subject should need.
 */
static void limit_memory(const int32_t *world, uint64_t mapped) {
  uint64_t limit = from_words(world[4], world[5]);
  if (limit == 0) limit = from_words(control->default_limit_low, control->default_limit_high);
  begin_door(world);
  if (region.given || !has_door) {
    limit_address_space(limit, mapped);
    return;
  }
  door.most = limit + first_blocks_bytes;
  watch_calls();
}

/* Step 0, and the world's prior resets. */
static bool run_init(const int32_t *world, int32_t request_total) {
  uint64_t region_bytes = (uint32_t)world[0];
  uint64_t reserve = from_words(control->reserve_low, control->reserve_high);
  uint64_t mapped = 0;
  progress->phase = PHASE_CALL;
  open_step(-1, KIND_INIT, -1, region_bytes, 0, 0);
  describe_region(world);
  if (region.given) {
    bool lab = convention == CONVENTION_LAB;
    uint64_t pool_bytes = region_bytes > 0 ? region_bytes : lab ? DEFAULT_LAB_BYTES : DEFAULT_POOL_BYTES;
    uint32_t offset = (uint32_t)world[1] & (LARGEST_ALIGN - 1);
    mapped = open_pool(lab ? 0 : pool_bytes, lab ? pool_bytes : reserve, offset);
    if (mapped == 0) {
      *driver_error = REGION_CANNOT_BE_MAPPED;
      _exit(0);
    }
    /* A fresh mapping is zero already; not touching it keeps large pools free of cost. */
    if (!lab && region.fresh != FRESH_ZERO) refresh_bytes(region.pool_base, region.pool_end);
    watch_behind(region.pool_end, region.pool_end + WATCHED_BYTES);
    region_bytes = pool_bytes;
  }
  begin_measuring(request_total);
  limit_memory(world, mapped);
  region.footprint = region.given ? region.footprint : held_bytes();
  granted = 0;
  if (region.told) region.rest_bytes = address_space_bytes();
  bool accepted = call_init(region_bytes);
  if (accepted) refresh_region();
  progress->phase = PHASE_IDLE;
  if (!accepted) {
    set_outcome(OUTCOME_REFUSED);
    return false;
  }
  set_outcome(OUTCOME_DONE);
  write_extents();
  observe_at(world[7]);
  /* Long programs have sixteen checkpoints, short ones one every 64 steps. */
  interval = request_total >> CHECKPOINTS_LOG2;
  if (interval < CHECKPOINT_STEPS) interval = CHECKPOINT_STEPS;
  until_checkpoint = interval;
  verify_outside(0);
  for (int32_t reset = 0; reset < world[6] && !damaged; reset++) request_reset(-1, 0);
  return !damaged;
}

/*
 * Shared pages that will be written are read first: a fault by reading maps all of its neighbours
 * that are there already, a fault by writing one page alone.
 */
static void touch(const void *start, size_t bytes) {
  enum { MAPPED_AT_ONCE = 65536 };
  const volatile uint8_t *from = start;
  for (size_t at = 0; at < bytes; at += MAPPED_AT_ONCE) (void)from[at];
}

static uint8_t *book;

/* Lays out the book for a program of `total` requests and as many steps as it has room for. */
static void open_book(int32_t total) {
  size_t slots = (size_t)step_capacity + 1, requested = (size_t)total + 1;
  slot_of_request = (int32_t *)book;
  blocks = (struct block *)(book + (requested * sizeof(int32_t) + 15) / 16 * 16);
  live_slots = (int32_t *)(blocks + slots);
  drain_slots = live_slots + slots;
  drain_scratch = drain_slots + slots;
  touch(book, requested * (sizeof(int32_t) + sizeof *blocks));
  touch(live_slots, requested * sizeof *live_slots);
  touch(own_steps, requested * WORDS_PER_STEP * 4);
  /* All else is written before it is read, whatever a program before has left there. */
  memset(slot_of_request, 0, requested * sizeof *slot_of_request);
}

static void run_program(int32_t index) {
  const int32_t *world = worlds + (size_t)index * WORDS_PER_WORLD;
  int32_t first = starts[index], total = starts[index + 1] - first;
  open_book(total);
  if (run_init(world, total)) {
    const int32_t *words = requests + (size_t)first * WORDS_PER_REQUEST;
    run_requests(words, 0, total);
    if (!stop) checkpoint(step_index() - 1);
  }
  stop = stop || damaged;
}
