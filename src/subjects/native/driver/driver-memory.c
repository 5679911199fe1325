/* Memory of the driver, mapped before any child and any limit. */

static const size_t book_slot_bytes = sizeof(struct block) + 4 * sizeof(int32_t);

/* Room for the books of the longest program of a batch; a book is mapped when a child needs it. */
static void resize_books(size_t slots) {
  size_t needed = slots * book_slot_bytes + 64;
  if (needed <= book_bytes && book_bytes <= LARGE_BOOK_BYTES) return;
  for (struct child *child = children; child < children + MOST_CHILDREN; child++) {
    if (child->book != NULL) munmap(child->book, book_bytes);
    child->book = NULL;
  }
  size_t page = (size_t)page_bytes();
  book_bytes = (needed + needed / 2 + page - 1) / page * page;
}

/* Address space of a child at rest: the zygote's, with one book in place of those of all children. */
static uint64_t child_rest_bytes(void) {
  uint64_t bytes = address_space_bytes() + book_bytes;
  for (struct child *child = children; child < children + MOST_CHILDREN; child++) {
    if (child->book != NULL) bytes -= book_bytes;
  }
  return bytes;
}

static void map_bits(void) {
  bits_pages = map_zeros((size_t)MOST_BITS_PAGES * BITS_WORDS * 8);
  bits_hash = map_zeros((size_t)HASH_SLOTS * sizeof *bits_hash);
  bits_keys = map_zeros((size_t)MOST_BITS_PAGES * sizeof *bits_keys);
  bits_slots = map_zeros((size_t)MOST_BITS_PAGES * sizeof *bits_slots);
  large_ranges = map_zeros((size_t)MOST_LARGE * sizeof *large_ranges);
}

/* Beside the record nothing is mapped for so far: what a subject writes behind its pool ends it there. */
#define GUARD_BYTES ((size_t)16 << 20)

static size_t whole_pages(size_t bytes) {
  size_t page = (size_t)page_bytes();
  return (bytes + page - 1) / page * page;
}
static void *map_guarded(size_t bytes, int fd) {
  uint8_t *space = map_at(RECORD_PLACE, whole_pages(bytes) + 2 * GUARD_BYTES, PROT_NONE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
  if (space == MAP_FAILED) return MAP_FAILED;
  return mmap(space + GUARD_BYTES, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0);
}
static void unmap_guarded(void *map, size_t bytes) {
  munmap((uint8_t *)map - GUARD_BYTES, whole_pages(bytes) + 2 * GUARD_BYTES);
}

#define HEAVY_RECORD_BYTES ((uint64_t)64 << 20)

/*
 * Takes what is written by Node.js alone out of reach, as far as whole pages go: what runs now, and what
 * is asked, must not be changed by a subject that writes wildly, in whose children this is mapped too.
 */
static void close_programs(void) {
  size_t page = (size_t)page_bytes(), closed = (size_t)control->headers_at * 4 / page * page;
  mprotect(control, mapped_bytes, PROT_READ | PROT_WRITE);
  mprotect(control, closed, PROT_READ);
}

static bool map_record(void) {
  struct stat file;
  if (fstat(record_fd, &file) != 0) return false;
  bool is_heavy = (uint64_t)file.st_blocks * 512 > HEAVY_RECORD_BYTES;
  if (control == NULL || mapped_bytes < (size_t)file.st_size) {
    if (control != NULL) unmap_guarded(control, mapped_bytes);
    control = NULL;
    if ((size_t)file.st_size < CONTROL_WORDS * 4) return false;
    void *map = map_guarded((size_t)file.st_size, record_fd);
    if (map == MAP_FAILED) return false;
    control = map;
    mapped_bytes = (size_t)file.st_size;
  }
  int32_t *words = (int32_t *)control;
  if (control->magic != CONTROL_MAGIC || (size_t)control->total_words * 4 > mapped_bytes) return false;
  worlds = words + control->worlds_at;
  starts = words + control->starts_at;
  slices = words + control->slices_at;
  progresses = (struct progress *)(words + control->progress_at);
  requests = words + control->requests_at;
  headers = words + control->headers_at;
  steps = words + control->steps_at;
  events = words + control->events_at;
  /* A driver that goes on with the batch of another keeps what that has heard. */
  texts_used = control->texts_used;
  close_programs();
  /* Slices lie elsewhere in every batch; what former ones have left there need not be kept. */
  if (is_heavy) {
    long page = (long)page_bytes(), from = ((long)control->steps_at * 4 + page - 1) / page * page;
    fallocate(record_fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, from, (long)mapped_bytes - from);
  }
  return true;
}
