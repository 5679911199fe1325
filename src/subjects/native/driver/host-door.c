/*
 * The host's door: every call by which a subject asks for memory passes here, is counted, and is
 * refused where the world says so or where its limit is reached (decision 55).
 *
 * The calls are those of the kernel, seen by watch-calls.c, and mem_sbrk, by which a malloc lab asks
 * for more of its heap.
 */

static struct {
  /* Calls since init began, the first that is refused, and how many from there on; 0 for no end. */
  uint32_t calls, from, many;
  /* Bytes that the host has given and not got back, and most of them; UINT64_MAX for no limit. */
  uint64_t given, most;
} door;

/* Forgets the program before, and sets what is refused in this world. */
static void begin_door(const int32_t *world) {
  door.calls = 0;
  door.given = 0;
  door.from = (uint32_t)world[8];
  door.many = (uint32_t)world[9];
}

/* Counts a call for memory; true where the world has it refused. */
static bool door_refuses(void) {
  uint32_t call = ++door.calls;
  return door.from != 0 && call >= door.from && (door.many == 0 || call - door.from < door.many);
}

/*
 * Written at once, since the subject may end of it; of a step the latest, since a subject that is
 * refused may ask any number of times.
 */
static void tell_refused(uint64_t bytes) {
  /* Where no program runs, nobody wants to know. */
  if (header == NULL) return;
  if (event_count > 0) {
    int32_t *last = own_events + (size_t)(event_count - 1) * WORDS_PER_EVENT;
    if (last[0] == EVENT_EXTENTS && last[1] == step_index() - 1) {
      to_words(last + 10, bytes);
      return;
    }
  }
  region.host_refused = bytes;
  write_extents();
}
