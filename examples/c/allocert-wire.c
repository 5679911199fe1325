/* The far side of allocert-wire/1; see allocert-wire.h. The numbers are those of docs/protocol.md. */
#define ALLOCERT_WIRE_PRIVATE
#include "allocert-wire.h"

typedef char faults_agree[(int)ALLOCERT_STACK == (int)FAULT_STACK_OVERFLOW ? 1 : -1];

static const struct allocert_subject *subject;
static struct slot slots[ALLOCERT_SLOTS];
static uint32_t used_slots, left, calls, checks[5];
static uint64_t fill_cap;
static uintptr_t base, end, held;
static int observe, to_zero_frees, state, refused;

static uint64_t get(int bytes) {
  uint64_t value = 0;
  uint8_t byte;
  for (int i = 0; i < bytes; i++) allocert_read(&byte, 1), left--, value |= (uint64_t)byte << 8 * i;
  return value;
}
static uint64_t leb128(void) {
  uint64_t value = 0, byte = 128;
  for (int shift = 0; byte > 127; shift += 7) byte = get(1), value |= (byte & 127) << shift;
  return value;
}
static void put(uint64_t value, int bytes) {
  for (uint8_t byte; bytes > 0; bytes--, value >>= 8) byte = (uint8_t)value, allocert_write(&byte, 1);
}
static void frame(int type, uint32_t length) { put(length, 4), put((uint64_t)type, 1); }
static uint32_t length_of(const char *text) { return *text == 0 ? 0 : 1 + length_of(text + 1); }

/* The pattern of a block, the same as in src/core/pattern.ts. */
static uint32_t pattern_of(uint32_t allocation, uint32_t generation) {
  uint32_t h = (allocation + 1) * PATTERN_ALLOCATION ^ (generation + 1) * PATTERN_GENERATION;
  h = (h ^ h >> 16) * PATTERN_ALLOCATION;
  h = (h ^ h >> 13) * PATTERN_GENERATION;
  return h ^ h >> 16;
}
static uint8_t byte_of(uint32_t pattern, size_t offset) {
  return (uint8_t)((pattern + (uint32_t)(offset >> 2) * PATTERN_STEP) >> (offset & 3) * 8);
}
/* The byte behind `offset` that is written: of a long block only those at both ends are. */
static size_t next(size_t offset, size_t length) {
  size_t edge = observe ? FULL_EDGE_BYTES : EDGE_BYTES;
  return offset + 1 == edge && length > 2 * edge + 4 ? (length - edge) & ~(size_t)3 : offset + 1;
}

/* Tells what of `length` bytes, those of a block or around the region, is not as it must be. */
static void compare(const struct slot *s, const uint8_t *at, size_t length, int aspect) {
  int all = aspect == ASPECT_ZEROED || aspect == ASPECT_OUTSIDE;
  size_t first = 0, last = 0, count = 0;
  if (state != GOES_ON || (!all && s->written == 0)) return;
  checks[aspect]++;
  for (size_t i = 0; i < length; i = all ? i + 1 : next(i, s->written)) {
    if (at[i] == (aspect == ASPECT_ZEROED ? 0 : byte_of(s->pattern, i))) continue;
    if (count++ == 0) first = i;
    last = i;
  }
  if (count == 0) return;
  state = STOPPED; /* What follows would be hearsay. */
  uint64_t from = aspect == ASPECT_OUTSIDE ? (uint64_t)(uintptr_t)at - base : 0;
  frame(FRAME_DAMAGE, 61), put((uint64_t)aspect, 1), put(s->allocation, 4);
  put(from + first, 8), put(from + last, 8), put(count, 8);
  for (size_t i = first; i < first + 16; i++)
    put(i < length && aspect != ASPECT_ZEROED ? byte_of(s->pattern, i) : 0, 1);
  for (size_t i = first; i < first + 16; i++) put(i < length ? at[i] : 0, 1);
}
/* Every live block, and what is around a given region. */
static void read_back(void) {
  static const struct slot outside = { .allocation = ~0u };
  for (struct slot *s = slots; s < slots + used_slots; s++)
    if (s->live) compare(s, s->at, s->written, ASPECT_CONTENT);
  refused = 0;
  if (subject->pool == 0) return;
  compare(&outside, (uint8_t *)base - WATCHED_BYTES, WATCHED_BYTES, ASPECT_OUTSIDE);
  compare(&outside, (uint8_t *)end, WATCHED_BYTES, ASPECT_OUTSIDE);
}
/* Why nothing may be written to a grant; 0 where it may. */
static int distrust(const struct slot *s) {
  uintptr_t from = (uintptr_t)s->at, to = from + s->size;
  if (s->size == 0) return 0;
  if (to < from || from < base || to > end) return UNTOUCHED_OUT_OF_EXTENTS;
  for (const struct slot *t = slots; t < slots + used_slots; t++)
    if (t != s && t->live && t->size > 0 && from < (uintptr_t)t->at + t->size && (uintptr_t)t->at < to)
      return UNTOUCHED_OVERLAPS_LIVE;
  return s->size > fill_cap ? UNTOUCHED_ABOVE_FILL_CAP : 0;
}
/* Ends a call: tells where the region is, if that is new, and the outcome. Whether `s` may be written. */
static int answer(int outcome, const struct slot *s, uint64_t value) {
  uintptr_t now[3] = { base, end, held };
  if (subject->region != 0) subject->region(&now[0], &now[1], &now[2]);
  int is_new = calls == 1 || now[0] != base || now[1] != end || now[2] != held;
  base = now[0], end = now[1], held = now[2];
  if (is_new) frame(FRAME_REGION, 32), put(base, 8), put(end, 8), put(subject->region ? held : ~0ull, 8), put(0, 8);
  int why = outcome == OUTCOME_GRANTED ? distrust(s) : 0;
  frame(FRAME_ANSWER, 10), put((uint64_t)outcome, 1), put((uint64_t)why, 1), put(value, 8);
  if (subject->pool == 0) allocert_flush(); /* To touch what is not there is no fault of the call. */
  int is_refused = outcome == OUTCOME_REFUSED;
  if (why == UNTOUCHED_OUT_OF_EXTENTS || why == UNTOUCHED_OVERLAPS_LIVE || (calls == 1 && is_refused)) state = STOPPED;
  refused |= is_refused;
  return why == 0;
}

/* Makes the call itself: the address or length that it answers; of a reset 0 where it is refused. */
static uint64_t make(const struct operation *o, const struct slot *old, size_t bytes, size_t align) {
  switch (o->kind) {
    case KIND_REALLOC: return (uintptr_t)subject->realloc(old->at, old->size, bytes, align);
    case KIND_ALLOC_ARRAY: return (uintptr_t)subject->alloc_array(o->second, o->size);
    case KIND_ALLOC_ZEROED: return (uintptr_t)subject->alloc_zeroed(bytes, align);
    case KIND_DEALLOC: return subject->dealloc(old->at, old->size, old->align), 1;
    case KIND_DEALLOC_NULL: case KIND_DEALLOC_INVALID: return subject->dealloc((void *)o->second, bytes, align), 1;
    case KIND_USABLE: return subject->usable(old->at);
    case KIND_RESET: return subject->begin == 0 || subject->begin((void *)base, end - base);
    default: return (uintptr_t)subject->alloc(o->entry, bytes, align);
  }
}
/* One call, with what is compared before and written behind it; whether it granted. */
static int operate(const struct operation *o, struct slot *s) {
  int named = o->kind == KIND_DEALLOC || o->kind == KIND_USABLE || (o->kind == KIND_REALLOC && o->entry < OF_NULL);
  if (named && !s->live) return frame(FRAME_SKIPPED, 0), 0;
  const struct slot old = named ? *s : (struct slot){ .allocation = calls, .generation = ~0u };
  size_t bytes = o->size, align = o->kind == KIND_BAD_ALIGN ? o->second : (size_t)1 << o->align_log2;
  int is_array = o->kind == KIND_ALLOC_ARRAY;
  if (is_array) bytes = o->second && o->size > SIZE_MAX / o->second ? SIZE_MAX : o->size * o->second;
  if (old.live && align == 1) align = old.align;
  if (o->kind != KIND_USABLE) compare(&old, old.at, old.written, ASPECT_CONTENT);
  if (state != GOES_ON) return 0;
  /* Written ahead: what kills this program is found at this call. */
  calls++, frame(FRAME_CALL, 0), allocert_flush();
  uint64_t value = make(o, &old, bytes, align);
  if (value == 0 || (o->kind > KIND_REALLOC && o->kind < KIND_BAD_ALIGN)) {
    if (o->kind == KIND_DEALLOC || (o->kind == KIND_REALLOC && bytes == 0 && to_zero_frees)) s->live = 0;
    for (size_t i = 0; o->kind == KIND_RESET && value != 0 && i < ALLOCERT_SLOTS; i++) slots[i].live = 0;
    answer(value == 0 && o->kind != KIND_USABLE ? OUTCOME_REFUSED : OUTCOME_DONE, s, value);
    if (o->kind == KIND_REALLOC && s->live) compare(s, s->at, s->written, ASPECT_CONTENT);
    return 0;
  }
  if (s >= slots + used_slots) used_slots = (uint32_t)(s - slots) + 1;
  *s = (struct slot){ (uint8_t *)(uintptr_t)value, bytes, align, 0, old.allocation, old.generation + 1, 0, 1 };
  if (!answer(OUTCOME_GRANTED, s, value)) return state == GOES_ON;
  compare(&old, s->at, old.size < bytes ? old.size : bytes, ASPECT_REALLOC_KEPT);
  if (is_array || o->kind == KIND_ALLOC_ZEROED) compare(s, s->at, bytes, ASPECT_ZEROED);
  s->pattern = pattern_of(s->allocation, s->generation), s->written = bytes;
  for (size_t i = 0; state == GOES_ON && i < bytes; i = next(i, bytes)) s->at[i] = byte_of(s->pattern, i);
  return state == GOES_ON;
}

static void operations(void) {
  while (left > 0) {
    struct operation o = { .kind = (int)get(1) };
    o.entry = (int)get(1), o.align_log2 = (int)get(1);
    struct slot *s = &slots[leb128() % ALLOCERT_SLOTS];
    o.size = (size_t)leb128(), o.second = (size_t)leb128();
    if (o.kind == KIND_READ_BACK && (o.size == 0 || refused)) read_back();
    int more = o.kind != KIND_READ_BACK && state == GOES_ON;
    for (; more; more &= o.kind == KIND_FILL && --o.second > 0) {
      more = operate(&o, s++);
      if (observe == OBSERVE_EACH) read_back();
    }
  }
}
static void begin(void) {
  size_t bytes = (size_t)get(4), offset = (size_t)get(4), most = subject->pool_bytes - AROUND_POOL;
  uint32_t fresh = (uint32_t)get(1), seed = (uint32_t)get(4);
  get(8), fill_cap = get(8), observe = (int)get(1), to_zero_frees = (int)get(1) & FLAG_REALLOC_TO_ZERO_FREES;
  used_slots = calls = 0, state = GOES_ON, refused = 0;
  for (int i = 0; i < 5; i++) checks[i] = 0;
  if (subject->pool != 0) {
    base = ((uintptr_t)subject->pool + WATCHED_BYTES + MODULUS - 1) / MODULUS * MODULUS + offset % MODULUS;
    end = base + (bytes < most ? bytes : most);
    for (size_t i = 0; i < end - base; i++)
      ((uint8_t *)base)[i] = fresh == FRESH_ZERO ? 0 : fresh == FRESH_NOISE ? byte_of(seed, i) : 0xff;
    for (size_t i = 0; i < WATCHED_BYTES; i++)
      ((uint8_t *)base)[i - WATCHED_BYTES] = ((uint8_t *)end)[i] = byte_of(0, i);
  }
  operate(&(struct operation){ .kind = KIND_RESET }, slots);
  read_back();
}
static void hello(const struct allocert_subject *s) {
  if (s->pool != 0) base = (uintptr_t)s->pool, end = base + s->pool_bytes - AROUND_POOL;
  if (s->region != 0) s->region(&base, &end, &held);
  frame(FRAME_HELLO, 48 + length_of(s->name)), allocert_write("allocert\1", 10), put(sizeof(size_t) * 8, 1);
  put(1 | !!s->pool << 1 | !!s->begin << 2 | !!s->survives_faults << 3 | !!s->region << 5 | !!s->layouts << 6, 1);
  put(1u << KIND_ALLOC | 1u << KIND_DEALLOC | 1u << KIND_DEALLOC_NULL | 1u << KIND_DEALLOC_INVALID |
      !!s->alloc_zeroed << KIND_ALLOC_ZEROED | !!s->alloc_array << KIND_ALLOC_ARRAY | !!s->realloc << KIND_REALLOC |
      !!s->usable << KIND_USABLE | !!s->begin << KIND_RESET | !!s->entries << KIND_BAD_ALIGN, 4);
  put(s->entries, 4), put(ALLOCERT_SLOTS, 4), put(ALLOCERT_WINDOW, 4), put(base, 8), put(end, 8);
  put(MODULUS, 4), allocert_write(s->name, length_of(s->name));
}
static void serve(void) {
  for (;;) {
    allocert_flush();
    while (left > 0) get(1); /* What a fault left unread. */
    left = (uint32_t)get(4) + 1;
    int type = (int)get(1);
    if (type == FRAME_BEGIN) begin();
    if (type == FRAME_OPERATIONS) operations();
    if (type != FRAME_END || state == FAULTED) continue;
    frame(FRAME_DONE, 16);
    for (int aspect = ASPECT_CONTENT; aspect <= ASPECT_OUTSIDE; aspect++) put(checks[aspect], 4);
  }
}
void allocert_serve(const struct allocert_subject *s) { subject = s, hello(s), serve(); }
void allocert_fault(int fault, uint32_t detail, const char *text) {
  frame(FRAME_FAULT, 5 + length_of(text)), put((uint64_t)fault, 1), put(detail, 4);
  allocert_write(text, length_of(text)), allocert_flush();
}
void allocert_resume(void) { state = FAULTED, serve(); }
