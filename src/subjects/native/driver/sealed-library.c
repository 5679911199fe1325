/*
 * A library is sealed where all that it can remember lies in its own writable segments and in the
 * pool that it is given: it imports nothing that keeps state or makes any (Node.js reads that from the
 * file), and has no thread-local storage. With its segments put back and a fresh pool it is as it was
 * just after loading, as a forked child would find it.
 */
static bool is_sealed;
#define LARGEST_SEALED_BYTES ((size_t)1 << 20)
enum { MOST_SEGMENTS = 16 };
static struct segment { uint8_t *start; size_t bytes; uint8_t *loaded; } segments[MOST_SEGMENTS];
static int segment_count;

static void add_segment(uintptr_t start, uintptr_t end) {
  if (end <= start || !is_sealed) return;
  if (segment_count == MOST_SEGMENTS || end - start > LARGEST_SEALED_BYTES) {
    is_sealed = false;
    return;
  }
  struct segment *segment = segments + segment_count++;
  *segment = (struct segment){ (uint8_t *)start, end - start, map_zeros(end - start) };
  memcpy(segment->loaded, segment->start, segment->bytes);
}

/* What of a library can be written: its writable segments without what the loader has closed again. */
static int keep_segments(struct dl_phdr_info *info, size_t size, void *base) {
  uintptr_t closed = 0, closed_end = 0, page = (uintptr_t)sysconf(_SC_PAGESIZE) - 1;
  (void)size;
  if (info->dlpi_addr != (uintptr_t)base) return 0;
  for (int at = 0; at < info->dlpi_phnum; at++) {
    if (info->dlpi_phdr[at].p_type == PT_TLS) is_sealed = false;
    if (info->dlpi_phdr[at].p_type != PT_GNU_RELRO) continue;
    closed = (info->dlpi_addr + info->dlpi_phdr[at].p_vaddr) & ~page;
    closed_end = (info->dlpi_addr + info->dlpi_phdr[at].p_vaddr + info->dlpi_phdr[at].p_memsz) & ~page;
  }
  for (int at = 0; at < info->dlpi_phnum; at++) {
    if (info->dlpi_phdr[at].p_type != PT_LOAD || !(info->dlpi_phdr[at].p_flags & PF_W)) continue;
    uintptr_t start = info->dlpi_addr + info->dlpi_phdr[at].p_vaddr;
    uintptr_t end = start + info->dlpi_phdr[at].p_memsz;
    bool is_closed = closed < end && closed_end > start;
    add_segment(start, is_closed && closed < end ? closed : end);
    if (is_closed) add_segment(closed_end, end);
  }
  return 1;
}

static void keep_as_loaded(void *library) {
  struct link_map *map;
  if (!is_sealed) return;
  if (dlinfo(library, RTLD_DI_LINKMAP, &map) != 0) is_sealed = false;
  else dl_iterate_phdr(keep_segments, (void *)(uintptr_t)map->l_addr);
}

/* Only what differs is written: the first write to a page of a child makes a copy of it. */
static void put_back_as_loaded(void) {
  enum { AT_ONCE = 4096 };
  for (struct segment *segment = segments; segment < segments + segment_count; segment++) {
    for (size_t at = 0; at < segment->bytes; at += AT_ONCE) {
      size_t length = segment->bytes - at < AT_ONCE ? segment->bytes - at : AT_ONCE;
      if (memcmp(segment->start + at, segment->loaded + at, length) != 0)
        memcpy(segment->start + at, segment->loaded + at, length);
    }
  }
}
