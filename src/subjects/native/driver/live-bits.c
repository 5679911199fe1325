/*
 * Which bytes are live, as one bit a granule: src/core/live-bits.ts. A granule is sixteen bytes as long
 * as every live range starts at a multiple of it, then eight, then one: two such ranges that share a
 * granule share the first byte of one of them, so that the answer is exact. Sixteen bytes a bit cost a
 * sixteenth of the page faults, which are most of what a bit costs in a process that is new.
 */

#define BITS_PAGE_LOG2 16
#define BITS_OF_PAGE ((uint64_t)1 << BITS_PAGE_LOG2)
#define BITS_WORDS (BITS_OF_PAGE / 64)
#define LARGE_RANGE_BYTES ((uint64_t)1 << 20)
enum { WIDEST_GRANULE_LOG2 = 4 };
enum { MOST_BITS_PAGES = 1 << 13, HASH_SLOTS = 1 << 15, MOST_LARGE = 1 << 16 };

struct range { uint64_t start, end; };

/* Mapped and never touched by the zygote, so that every child finds zeros. */
static uint64_t *bits_pages;
static struct { uint64_t key; int64_t number; } *bits_hash;
static uint64_t *bits_keys;
static uint32_t *bits_slots;
static struct range *large_ranges;
static int32_t bits_used, large_count;
static uint32_t granule_log2 = WIDEST_GRANULE_LOG2;

static uint64_t *bits_page(uint64_t key, bool make) {
  /* Neighbours lie side by side, so that a program touches one page of the table or two. */
  uint32_t slot = (uint32_t)(key ^ key >> 15) & (HASH_SLOTS - 1);
  while (bits_hash[slot].number != 0) {
    if (bits_hash[slot].key == key) return bits_pages + (size_t)(bits_hash[slot].number - 1) * BITS_WORDS;
    slot = (slot + 1) & (HASH_SLOTS - 1);
  }
  if (!make || bits_used == MOST_BITS_PAGES) return NULL;
  bits_keys[bits_used] = key;
  bits_slots[bits_used] = slot;
  bits_hash[slot].key = key;
  bits_hash[slot].number = ++bits_used;
  return bits_pages + (size_t)(bits_used - 1) * BITS_WORDS;
}

/* The page that was used last. */
static struct { uint64_t key; uint64_t *page; } recent;

static void clear_bits(void) {
  recent.page = NULL;
  memset(bits_pages, 0, (size_t)bits_used * BITS_WORDS * 8);
  for (int32_t index = 0; index < bits_used; index++) bits_hash[bits_slots[index]].number = 0;
  bits_used = large_count = 0;
}

static uint64_t head_mask(uint32_t from) { return ~(uint64_t)0 << (from & 63); }
static uint64_t tail_mask(uint32_t last) { return ~(uint64_t)0 >> (63 - (last & 63)); }

static bool any_set(const uint64_t *page, uint32_t from, uint32_t last) {
  uint32_t a = from >> 6, b = last >> 6;
  if (a == b) return (page[a] & head_mask(from) & tail_mask(last)) != 0;
  uint64_t seen = (page[a] & head_mask(from)) | (page[b] & tail_mask(last));
  for (uint32_t at = a + 1; at < b; at++) seen |= page[at];
  return seen != 0;
}
static void set_bits(uint64_t *page, uint32_t from, uint32_t last, bool live) {
  uint32_t a = from >> 6, b = last >> 6;
  uint64_t head = head_mask(from), tail = tail_mask(last);
  if (a == b) head = tail = head & tail;
  if (live) page[a] |= head, page[b] |= tail;
  else page[a] &= ~head, page[b] &= ~tail;
  for (uint32_t at = a + 1; at < b; at++) page[at] = live ? ~(uint64_t)0 : 0;
}
static uint64_t granule_of(uint64_t address) { return address >> granule_log2; }
static bool is_on_granule(uint64_t address) { return (address & (((uint64_t)1 << granule_log2) - 1)) == 0; }
/* The bits of a page that stand for the granules from `first` to `last`. */
static void bits_within(uint64_t key, uint64_t first, uint64_t last, uint32_t *from, uint32_t *to) {
  uint64_t low = key << BITS_PAGE_LOG2;
  *from = (uint32_t)(first > low ? first - low : 0);
  *to = (uint32_t)(last - low < BITS_OF_PAGE ? last - low : BITS_OF_PAGE - 1);
}

static bool range_is_live(uint64_t start, uint64_t end) {
  if (end <= start) return false;
  for (int32_t index = 0; index < large_count; index++) {
    if (start < large_ranges[index].end && large_ranges[index].start < end) return true;
  }
  uint64_t first = granule_of(start), last = granule_of(end - 1);
  uint64_t first_key = first >> BITS_PAGE_LOG2, last_key = last >> BITS_PAGE_LOG2;
  uint32_t from, to;
  if (last_key - first_key > (uint64_t)bits_used) {
    for (int32_t index = 0; index < bits_used; index++) {
      uint64_t key = bits_keys[index];
      if (key < first_key || key > last_key) continue;
      bits_within(key, first, last, &from, &to);
      if (any_set(bits_pages + (size_t)index * BITS_WORDS, from, to)) return true;
    }
    return false;
  }
  for (uint64_t key = first_key; key <= last_key; key++) {
    uint64_t *page = bits_page(key, false);
    if (page == NULL) continue;
    bits_within(key, first, last, &from, &to);
    if (any_set(page, from, to)) return true;
  }
  return false;
}

/* Sets or clears bits; where they are cleared, no page is made. */
static void set_granules(uint64_t first, uint64_t last, bool live) {
  for (uint64_t key = first >> BITS_PAGE_LOG2; key <= last >> BITS_PAGE_LOG2; key++) {
    uint64_t *page = bits_page(key, live);
    uint32_t from, to;
    if (page == NULL) continue;
    bits_within(key, first, last, &from, &to);
    set_bits(page, from, to, live);
  }
}

static bool bits_have_room(uint64_t start, uint64_t end) {
  uint64_t pages = (granule_of(end - 1) >> BITS_PAGE_LOG2) - (granule_of(start) >> BITS_PAGE_LOG2) + 1;
  return end - start <= LARGE_RANGE_BYTES && (uint64_t)bits_used + pages <= MOST_BITS_PAGES;
}

/* Marks [start, end) live; false, and nothing marked, where a byte of it is live already. */
static bool insert_live(uint64_t start, uint64_t end) {
  if (end <= start) return true;
  if (range_is_live(start, end)) return false;
  if (!bits_have_room(start, end)) {
    if (large_count < MOST_LARGE) large_ranges[large_count++] = (struct range){ start, end };
    return true;
  }
  set_granules(granule_of(start), granule_of(end - 1), true);
  return true;
}

static void remove_live(uint64_t start, uint64_t end) {
  if (end <= start) return;
  /* A block that grew to its usable length was marked in pieces. */
  for (int32_t index = 0; index < large_count;) {
    if (large_ranges[index].start < start || large_ranges[index].end > end) index++;
    else large_ranges[index] = large_ranges[--large_count];
  }
  uint64_t first = granule_of(start), last = granule_of(end - 1);
  if (end - start > LARGE_RANGE_BYTES) {
    for (int32_t index = 0; index < bits_used; index++) {
      uint64_t low = bits_keys[index] << BITS_PAGE_LOG2;
      uint32_t from, to;
      if (low > last || low + BITS_OF_PAGE <= first) continue;
      bits_within(bits_keys[index], first, last, &from, &to);
      set_bits(bits_pages + (size_t)index * BITS_WORDS, from, to, false);
    }
    return;
  }
  set_granules(first, last, false);
}
