/* The far side of allocert-wire/1; see allocert-wire.h. The numbers are those of docs/protocol.md. */
#include "allocert-wire.h"

enum { BEGIN = 0x01, OPERATIONS, END, HELLO = 0x80, CALL, ANSWER, SKIPPED, REGION, DAMAGE, DONE, FAULT };
enum { ALLOC = 1, ZEROED, ARRAY, REALLOC, DEALLOC = 7, DEALLOC_NULL, DEALLOC_INVALID, USABLE, RESET,
       BAD_ALIGN = 15, FILL, READ_BACK = 18 };
enum { GRANTED = 1, REFUSED, DID };
enum { OUT_OF_EXTENTS = 2, ABOVE_CAP, OVERLAPS };
enum { CONTENT = 1, ZERO, KEPT, OUTSIDE };
enum { EDGE = 16, WIDE_EDGE = 32768, MARGIN = 128, MODULUS = ALLOCERT_BASE_MODULUS };

struct slot {
  uint8_t *at;
  size_t size, align, written; /* written: bytes that hold the pattern; 0 where nothing was written */
  uint32_t allocation, generation, pattern, live;
};
struct operation { int kind, entry, align_log2, of_null; uint32_t slot; size_t size, second; };

static const struct allocert_subject *subject;
static struct slot slots[ALLOCERT_SLOTS];
static uint32_t used_slots, left, steps, checks[5];
static uint64_t fill_cap;
static uintptr_t base, end, held;
static int observe, to_zero_frees, stopped, refused;

static uint64_t get(int bytes) {
  uint8_t raw[8];
  uint64_t value = 0;
  allocert_read(raw, (size_t)bytes), left -= (uint32_t)bytes;
  while (bytes-- > 0) value = value << 8 | raw[bytes];
  return value;
}
/* LEB128. */
static uint64_t number(void) {
  uint64_t value = 0, byte = 128;
  for (int shift = 0; byte > 127; shift += 7) byte = get(1), value |= (byte & 127) << shift;
  return value;
}
static void put(uint64_t value, int bytes) {
  uint8_t raw[8];
  for (int i = 0; i < bytes; i++, value >>= 8) raw[i] = (uint8_t)value;
  allocert_write(raw, (size_t)bytes);
}
static void frame(int type, uint32_t length) { put(length, 4), put((uint64_t)type, 1); }
static uint32_t length_of(const char *text) { return *text == 0 ? 0 : 1 + length_of(text + 1); }

/* The pattern of a block, the same as in src/core/pattern.ts. */
static uint32_t pattern_of(uint32_t allocation, uint32_t generation) {
  uint32_t h = (allocation + 1) * 0x85ebca6bu ^ (generation + 1) * 0xc2b2ae35u;
  h = (h ^ h >> 16) * 0x85ebca6bu;
  h = (h ^ h >> 13) * 0xc2b2ae35u;
  return h ^ h >> 16;
}
static uint8_t expected(int aspect, uint32_t pattern, size_t offset) {
  if (aspect == ZERO) return 0;
  return (uint8_t)((pattern + (uint32_t)(offset >> 2) * 0x9e3779b1u) >> (offset & 3) * 8);
}
/* Of a long block only [0, head) and [tail, length) are written. */
static size_t head_of(size_t length) {
  size_t edge = observe ? WIDE_EDGE : EDGE;
  return length <= 2 * edge + 4 ? length : edge;
}
static size_t tail_of(size_t length) {
  return head_of(length) == length ? length : (length - head_of(length)) & ~(size_t)3;
}

/* Reads `length` bytes of what was written as `written` bytes, and tells what is not as it must be. */
static void compare(const uint8_t *at, size_t length, size_t written, int aspect, uint32_t pattern,
                    uint32_t allocation, uint64_t shift) {
  size_t head = head_of(written), tail = tail_of(written), first = 0, last = 0, count = 0;
  uint8_t shown[32] = { 0 };
  checks[aspect]++;
  for (size_t offset = 0; offset < length; offset++) {
    if (offset == head) offset = tail;
    if (offset >= length || at[offset] == expected(aspect, pattern, offset)) continue;
    if (count++ == 0) first = offset;
    last = offset;
  }
  if (count == 0) return;
  for (size_t i = 0; i < 16 && first + i < length; i++) {
    shown[i] = expected(aspect, pattern, first + i);
    shown[16 + i] = at[first + i];
  }
  stopped = 1; /* What follows would be hearsay. */
  frame(DAMAGE, 61);
  put((uint64_t)aspect, 1), put(allocation, 4), put(first + shift, 8), put(last + shift, 8), put(count, 8);
  allocert_write(shown, 32);
}
static void check(const struct slot *s, const uint8_t *at, size_t length, int aspect) {
  if (s->written > 0) compare(at, length, s->written, aspect, s->pattern, s->allocation, 0);
}
static void check_outside(void) {
  if (subject->pool == 0 || stopped) return;
  compare((uint8_t *)base - MARGIN, MARGIN, 0, OUTSIDE, 0, ~0u, 0 - (uint64_t)MARGIN);
  if (!stopped) compare((uint8_t *)end, MARGIN, 0, OUTSIDE, 0, ~0u, end - base);
}
static void read_back(void) {
  for (struct slot *s = slots; s < slots + used_slots; s++)
    if (s->live) check(s, s->at, s->written, CONTENT);
  check_outside();
  refused = 0;
}
static void fill(struct slot *s) {
  s->pattern = pattern_of(s->allocation, s->generation), s->written = s->size;
  for (size_t offset = 0, head = head_of(s->size); offset < s->size; offset++) {
    if (offset == head) offset = tail_of(s->size);
    s->at[offset] = expected(CONTENT, s->pattern, offset);
  }
}

/* Written ahead: what kills this program now is found at this call. */
static void call(void) {
  frame(CALL, 0);
  allocert_flush();
  steps++;
}
/* Ends a call: tells where the region is, if that is new. */
static void returned(void) {
  uintptr_t now[3] = { base, end, held };
  if (subject->region != 0) subject->region(&now[0], &now[1], &now[2]);
  if (steps > 1 && now[0] == base && now[1] == end && now[2] == held) return;
  base = now[0], end = now[1], held = now[2];
  frame(REGION, 32);
  put(base, 8), put(end, 8), put(subject->region == 0 ? ~(uint64_t)0 : held, 8), put(0, 8);
}
/* Leaves before a block is touched that may not be there: else that would look like a fault of the call. */
static void answer(int outcome, int untouched, uint64_t value) {
  frame(ANSWER, 10);
  put((uint64_t)outcome, 1), put((uint64_t)untouched, 1), put(value, 8);
  if (subject->pool == 0) allocert_flush();
  refused |= outcome == REFUSED, stopped |= untouched == OUT_OF_EXTENTS || untouched == OVERLAPS;
}

/* Why nothing may be written to a grant; 0 where it may. */
static int distrust(const struct slot *s) {
  uintptr_t from = (uintptr_t)s->at, to = from + s->size;
  if (s->size == 0) return 0;
  if (to < from || from < base || to > end) return OUT_OF_EXTENTS;
  for (const struct slot *t = slots; t < slots + used_slots; t++)
    if (t != s && t->live && t->size > 0 && from < (uintptr_t)t->at + t->size && (uintptr_t)t->at < to)
      return OVERLAPS;
  return s->size > fill_cap ? ABOVE_CAP : 0;
}
/* Makes the region fresh. */
static int start_over(void) {
  if (subject->begin != 0 && !subject->begin((void *)base, end - base)) return REFUSED;
  for (struct slot *s = slots; s < slots + ALLOCERT_SLOTS; s++) s->live = 0;
  return DID;
}

/* One call, with what is read before and written behind it; whether it granted. */
static int operate(const struct operation *o, struct slot *s) {
  size_t align = (size_t)1 << o->align_log2, bytes = o->size;
  int moves = o->kind == REALLOC && !o->of_null, outcome = GRANTED;
  uint64_t value = 0;
  struct slot old = *s;
  if (moves && align == 1) align = old.align;
  if (o->kind == ARRAY) bytes = o->size && o->second > SIZE_MAX / o->size ? SIZE_MAX : o->size * o->second;
  if (moves || o->kind == DEALLOC) check(s, s->at, s->written, CONTENT);
  if (stopped) return 0;
  call();
  switch (o->kind) {
    case REALLOC: value = (uintptr_t)subject->realloc(moves ? old.at : 0, moves ? old.size : 0, bytes, align); break;
    case ARRAY: value = (uintptr_t)subject->alloc_array(o->second, o->size); break;
    case ZEROED: value = (uintptr_t)subject->alloc_zeroed(bytes, align); break;
    case BAD_ALIGN: value = (uintptr_t)subject->alloc(o->entry, bytes, o->second); break;
    case DEALLOC: subject->dealloc(old.at, old.size, old.align), s->live = 0, outcome = DID; break;
    case DEALLOC_NULL: subject->dealloc(0, 0, 1), outcome = DID; break;
    case DEALLOC_INVALID: subject->dealloc((void *)o->second, bytes, align), outcome = DID; break;
    case USABLE: value = subject->usable(old.at), outcome = DID; break;
    case RESET: outcome = start_over(); break;
    default: value = (uintptr_t)subject->alloc(o->entry, bytes, align);
  }
  returned();
  if (outcome != GRANTED || value == 0) {
    if (moves && bytes == 0 && to_zero_frees) s->live = 0;
    answer(outcome == GRANTED ? REFUSED : outcome, 0, value);
    if (moves && s->live) check(s, s->at, s->written, CONTENT);
    return 0;
  }
  if (s >= slots + used_slots) used_slots = (uint32_t)(s - slots) + 1;
  *s = (struct slot){ (uint8_t *)(uintptr_t)value, bytes, align, 0, moves ? old.allocation : steps - 1,
                      moves ? old.generation + 1 : 0, 0, 1 };
  int untouched = distrust(s);
  answer(GRANTED, untouched, value);
  if (untouched == 0 && moves) check(&old, s->at, old.size < bytes ? old.size : bytes, KEPT);
  if (untouched == 0 && (o->kind == ARRAY || o->kind == ZEROED)) compare(s->at, bytes, 0, ZERO, 0, s->allocation, 0);
  if (untouched == 0 && !stopped) fill(s);
  return !stopped;
}

static void operations(void) {
  while (left > 0) {
    struct operation o = { (int)get(1), 0, 0, 0, 0, 0, 0 };
    o.entry = (int)get(1), o.of_null = o.entry >> 4, o.entry &= 15, o.align_log2 = (int)get(1);
    o.slot = (uint32_t)number(), o.size = (size_t)number(), o.second = (size_t)number();
    struct slot *s = &slots[o.slot < ALLOCERT_SLOTS ? o.slot : 0];
    int names = o.kind == DEALLOC || o.kind == USABLE || (o.kind == REALLOC && !o.of_null);
    if (stopped) continue;
    if (names && !s->live) frame(SKIPPED, 0);
    else if (o.kind == READ_BACK && (o.size == 0 || refused)) read_back();
    else if (o.kind != READ_BACK)
      for (size_t made = 0; operate(&o, s + made) && o.kind == FILL && ++made < o.second;)
        if (observe == 2) read_back();
    if (observe == 2 && !stopped) read_back();
  }
}
static size_t largest_region(void) { return subject->pool_bytes - 2 * (MARGIN + MODULUS); }
static void begin(void) {
  size_t bytes = (size_t)get(4), offset = (size_t)get(4), most = largest_region();
  int fresh = (int)get(1);
  uint32_t noise = (uint32_t)get(4) * 2 + 1;
  get(8), fill_cap = get(8), observe = (int)get(1), to_zero_frees = (int)get(1) & 2;
  used_slots = steps = 0, stopped = refused = 0;
  for (int i = 0; i < 5; i++) checks[i] = 0;
  if (subject->pool != 0) {
    base = ((uintptr_t)subject->pool + MARGIN + MODULUS - 1) / MODULUS * MODULUS + offset % MODULUS;
    end = base + (bytes < most ? bytes : most);
    for (uint8_t *at = (uint8_t *)base; at < (uint8_t *)end; at++) {
      if (fresh == 1) noise ^= noise << 13, noise ^= noise >> 17, noise ^= noise << 5;
      *at = fresh == 0 ? 0 : fresh == 1 ? (uint8_t)noise : 0xff;
    }
    for (size_t i = 0; i < MARGIN; i++)
      ((uint8_t *)base)[i - MARGIN] = ((uint8_t *)end)[i] = expected(OUTSIDE, 0, i);
  }
  call();
  int outcome = start_over();
  returned();
  answer(outcome, 0, 0);
  stopped = outcome == REFUSED;
  check_outside();
}
static void hello(void) {
  const struct allocert_subject *s = subject;
  uint32_t kinds = 1u << ALLOC | 1u << DEALLOC | 1u << DEALLOC_NULL | 1u << DEALLOC_INVALID;
  if (s->alloc_zeroed) kinds |= 1u << ZEROED;
  if (s->alloc_array) kinds |= 1u << ARRAY;
  if (s->realloc) kinds |= 1u << REALLOC;
  if (s->usable) kinds |= 1u << USABLE;
  if (s->begin) kinds |= 1u << RESET;
  if (s->entries) kinds |= 1u << BAD_ALIGN;
  frame(HELLO, 48 + length_of(s->name));
  allocert_write("allocert\1", 10), put(sizeof(size_t) * 8, 1);
  put(1u | (s->pool ? 2u : 0) | (s->begin ? 4u : 0) | (s->survives_faults ? 8u : 0) | (s->region ? 32u : 0) |
      (s->layouts ? 64u : 0), 1);
  if (s->region) s->region(&base, &end, &held);
  put(kinds, 4), put(s->entries, 4), put(ALLOCERT_SLOTS, 4), put(ALLOCERT_WINDOW, 4);
  put(s->pool ? (uintptr_t)s->pool : base, 8), put(s->pool ? (uintptr_t)s->pool + largest_region() : end, 8);
  put(MODULUS, 4), allocert_write(s->name, length_of(s->name));
}

static void serve_program(void) {
  int type;
  left = 5, left = (uint32_t)get(4) + 1, type = (int)get(1);
  if (type == BEGIN) begin();
  if (type == OPERATIONS) operations();
  if (type != END) return;
  frame(DONE, 16), put(checks[CONTENT], 4), put(checks[ZERO], 4), put(checks[KEPT], 4), put(checks[OUTSIDE], 4);
}
void allocert_serve(const struct allocert_subject *s) {
  subject = s;
  for (hello();; serve_program()) allocert_flush();
}
void allocert_fault(int fault, uint32_t detail, const char *text) {
  frame(FAULT, 5 + length_of(text)), put((uint64_t)fault, 1), put(detail, 4);
  allocert_write(text, length_of(text)), allocert_flush();
}
void allocert_resume(void) {
  for (int type = 0; type != END;) {
    while (left > 0) get(1);
    left = 5, left = (uint32_t)get(4) + 1, type = (int)get(1);
  }
  for (;; serve_program()) allocert_flush();
}
