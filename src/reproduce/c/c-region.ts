import type { NativeCallShape } from '../../core/call-shape.js';
import { regionKind } from '../region-kind.js';
import { movesEnd, takesHandle } from '../native-call.js';
import type { Reproduction } from '../reproduction.js';

const DEFAULT_POOL_BYTES = 65_536;
const DEFAULT_LAB_BYTES = 20 * 1024 * 1024;

/** The region of a C program, with the bytes around it that nobody may touch. */
export function cRegion(reproduction: Reproduction, shape: NativeCallShape): string {
  const kind = regionKind(shape);
  if (kind === 'own') {
    return `/* The subject gets its memory from the system: nothing is known of its region. */
static void region(uintptr_t *low, uintptr_t *high) { (void)low, (void)high; }
static void outside_untouched(void) {}
`;
  }
  const { world, runs } = reproduction;
  const grows = runs.some((run) => run.acts.some(movesEnd));
  const bytes = world.regionBytes || (kind === 'lab' ? DEFAULT_LAB_BYTES : DEFAULT_POOL_BYTES);
  return `/* The region lies ${world.baseOffset} behind a multiple of 65536, between bytes that nobody may touch. */
enum { REGION_BYTES = ${bytes}, BASE_OFFSET = ${world.baseOffset}, WATCHED_BYTES = 128 };
${grows ? reserve(reproduction) : ''}
static unsigned char memory[3 * 65536 + REGION_BYTES + WATCHED_BYTES${grows ? ' + RESERVE_BYTES' : ''}];
static unsigned char *pool;
static size_t pool_bytes;
${grows ? GAPS : ''}
static void wrong(const char *format, ...);
${noise()}
static void watch(unsigned char *start) { fill_noise(start, start + WATCHED_BYTES, 0); }
static void outside_untouched(void) {
  unsigned char *const sides[] = { pool - WATCHED_BYTES, pool + pool_bytes };
  for (int side = 0; side < 2; side++)
    for (int i = 0; i < WATCHED_BYTES; i++)
      if (sides[side][i] != noise_byte(sides[side] + i, 0))
        wrong("the byte at offset %td from the region's base has changed, outside of it", sides[side] + i - pool);
${grows ? GAPS_UNTOUCHED : ''}}
static void freshen(unsigned char *start, unsigned char *end) {
  ${freshen(world.fill)}
}
${kind === 'lab' ? labHeap() : givenPool(shape)}${grows ? MOVES : ''}`;
}

const reserve = ({ reserveBytes }: Reproduction): string =>
  `enum { RESERVE_BYTES = ${reserveBytes}, MOST_GAPS = 64 };`;

const GAPS = `/* What lies between appended pieces belongs to nobody. */
static struct { unsigned char *start, *end; } gaps[MOST_GAPS];
static int gap_count;
`;

const GAPS_UNTOUCHED = `  for (int i = 0; i < gap_count; i++)
    for (unsigned char *at = gaps[i].start; at < gaps[i].end; at++)
      if (*at != noise_byte(at, 0))
        wrong("the byte at offset %td from the region's base has changed, between two pieces", at - pool);
`;

/** As the driver moves the end of a pool: what is taken is fresh, what is given back is watched. */
const MOVES = `
/* The pool as it would be; false where there is no memory for it, and nobody is asked. */
static size_t offered, offered_gap;
static int offer(size_t bytes, size_t gap) {
  unsigned char *old = pool + pool_bytes;
  if (bytes > REGION_BYTES + RESERVE_BYTES || (gap > 0 && gap_count == MOST_GAPS)) return 0;
  offered = bytes, offered_gap = gap;
  fill_noise(old, old + gap, 0);
  if (pool + bytes > old + gap) freshen(old + gap, pool + bytes);
  return 1;
}
static void intact(void);
static void moved(int taken) {
  unsigned char *old = pool + pool_bytes, *end = pool + offered;
  fill_noise(taken ? end : old, (end > old ? end : old) + WATCHED_BYTES, 0);
  if (taken) {
    if (offered_gap > 0) gaps[gap_count].start = old, gaps[gap_count++].end = old + offered_gap;
    while (gap_count > 0 && gaps[gap_count - 1].end > end) gap_count--;
    pool_bytes = offered;
  }
  intact();
}
`;

/** The same bytes that allocert puts there, so that what depends on them shows again. */
function noise(): string {
  return `static unsigned char noise[65536];
static void make_noise(void) {
  uint32_t state = 0x2545f491u;
  for (size_t at = 0; at < sizeof noise; at += 4) {
    state ^= state << 13, state ^= state >> 17, state ^= state << 5;
    memcpy(noise + at, &state, 4);
  }
}
static unsigned char noise_byte(const unsigned char *address, uint32_t seed) {
  uint32_t shift = seed * 0x9e3779b1u >> 13 & 65528;
  return noise[((uintptr_t)address + shift) % sizeof noise];
}
static void fill_noise(unsigned char *start, unsigned char *end, uint32_t seed) {
  for (; start < end; start++) *start = noise_byte(start, seed);
}`;
}

function freshen(fill: Reproduction['world']['fill']): string {
  switch (fill.kind) {
    case 'noise':
      return `fill_noise(start, end, ${(fill.seed + 1) >>> 0}u);`;
    case 'ones':
      return 'memset(start, 0xff, (size_t)(end - start));';
    case 'zero':
      return 'memset(start, 0, (size_t)(end - start));';
  }
}

const placePool = `make_noise();
  pool = memory + 65536 - (uintptr_t)memory % 65536 + 65536 + BASE_OFFSET % 65536;`;

function givenPool(shape: NativeCallShape): string {
  const own = shape.functions['region'];
  // A subject may count less as its own than it was given, and never more.
  const narrowed = `  uintptr_t first = *low, last = *high;
  ${own ?? ''}(${takesHandle(shape, 'region') ? 'handle, ' : ''}&first, &last);
  if (first > *low) *low = first;
  if (last < *high) *high = last;
`;
  return `static void region(uintptr_t *low, uintptr_t *high) {
  *low = (uintptr_t)pool;
  *high = *low + pool_bytes;
${own === undefined ? '' : narrowed}}
static void make_region(void) {
  ${placePool}
  pool_bytes = REGION_BYTES;
  freshen(pool, pool + pool_bytes);
  watch(pool - WATCHED_BYTES);
  watch(pool + pool_bytes);
}
`;
}

/** memlib of the malloc lab. A reset leaves the bytes as they were. */
function labHeap(): string {
  return `static unsigned char *used_end;
static void region(uintptr_t *low, uintptr_t *high) {
  *low = (uintptr_t)pool;
  *high = *low + pool_bytes;
}
static void make_region(void) {
  ${placePool}
  used_end = pool;
  watch(pool - WATCHED_BYTES);
  watch(pool);
}

/* What the malloc lab's memlib offers. */
void *mem_sbrk(intptr_t increment) {
  unsigned char *old = pool + pool_bytes, *end = old + increment;
  if (increment < 0 || (size_t)increment > REGION_BYTES - pool_bytes) return (void *)-1;
  if (end > used_end) freshen(old > used_end ? old : used_end, end), used_end = end;
  pool_bytes += (size_t)increment;
  watch(end);
  return old;
}
void mem_init(void) {}
void mem_deinit(void) {}
void mem_reset_brk(void) { pool_bytes = 0, watch(pool); }
void *mem_heap_lo(void) { return pool; }
void *mem_heap_hi(void) { return pool + pool_bytes - 1; }
size_t mem_heapsize(void) { return pool_bytes; }
size_t mem_pagesize(void) { return 4096; }
`;
}
