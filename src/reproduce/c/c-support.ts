import { movesEnd } from '../native-call.js';
import type { Reproduction } from '../reproduction.js';
import { writtenEnds } from '../written-ends.js';

/**
 * The part of a C program that is the same for every violation: blocks with their contents, and the
 * checks that hold for every grant. It is C99 over POSIX and uses nothing of the subject.
 */
export function cSupport(reproduction: Reproduction): string {
  const { refusal, uniqueZeroSize, reallocInPlace, blocks, runs } = reproduction;
  const grows = runs.some((run) => run.acts.some(movesEnd));
  const { whole, edge } = writtenEnds(reproduction.world);
  const refused = refusal === 'minusOne' ? '((void *)-1)' : 'NULL';
  return `/* What the subject answers where it grants nothing. */
#define REFUSED ${refused}

struct block {
  const char *name;
  uint32_t number, generation;
  unsigned char *start;
  size_t size;
  int live, filled;
};
${blocks.map(declaration).join('\n')}
static struct block *const blocks[] = { ${['NULL', ...blocks.map(({ name }) => `&${name}`)].join(', ')} };
enum { BLOCKS = sizeof blocks / sizeof blocks[0], ZEROED = 1, UNFILLED = 2 };

static int step;
static const char *volatile request = "init";
static int is_premise;

/* A wrong answer ends the program: no step after it would say anything. */
static void wrong(const char *format, ...) {
  va_list values;
  va_start(values, format);
  fprintf(stderr, "step %d, %s: ", step, request);
  vfprintf(stderr, format, values);
  fprintf(stderr, "%s\\n", is_premise ? "; so there is nothing to show" : "");
  va_end(values);
  _exit(is_premise ? 2 : 1);
}

/* Names the request that comes next; whether the block it speaks of is live. */
static int begin(int number, const char *text) {
  step = number;
  request = text;
  return 1;
}
static inline int begin_with(int number, const char *text, const struct block *block) {
  return begin(number, text) && block->live;
}

/* Every byte depends on the block, its generation and its place, so that no copy goes unseen. */
static uint32_t first_word(const struct block *block) {
  uint32_t h = (block->number + 1) * 0x85ebca6bu ^ (block->generation + 1) * 0xc2b2ae35u;
  h = (h ^ h >> 16) * 0x85ebca6bu;
  h = (h ^ h >> 13) * 0xc2b2ae35u;
  return h ^ h >> 16;
}
static unsigned char byte_at(const struct block *block, size_t offset) {
  uint32_t word = first_word(block) + (uint32_t)(offset / 4) * 0x9e3779b1u;
  return (unsigned char)(word >> offset % 4 * 8);
}

/* Of a long block only its ends are written, as when the violation was found. */
static size_t next_written(size_t length, size_t i) {
  size_t edge = length <= ${whole} ? 0 : ${edge}, tail = (length - edge) & ~(size_t)3;
  return edge > 0 && i >= edge && i < tail ? tail : i;
}

static void holds_its_bytes(const struct block *block, size_t written, size_t length, const char *promise) {
  for (size_t i = 0; block->filled && i < length; i = next_written(written, i + 1)) {
    if (block->start[i] == byte_at(block, i)) continue;
    wrong("byte %zu of %s is 0x%02x and must be 0x%02x: %s", i, block->name, block->start[i],
          byte_at(block, i), promise);
  }
}

/* No byte of a live block changes but by its owner, and none around the region. */
static void intact(void) {
  for (int i = 1; i < BLOCKS; i++)
    if (blocks[i]->live) holds_its_bytes(blocks[i], blocks[i]->size, blocks[i]->size, "nobody wrote to it");
  outside_untouched();
}

static void lies_right(const struct block *block, size_t align) {
  uintptr_t start = (uintptr_t)block->start, end = start + block->size, low = 0, high = UINTPTR_MAX;
  if (start % align != 0)
    wrong("%s is at %p, no multiple of %zu", block->name, (void *)start, align);
  region(&low, &high);
  if (block->size > 0 && (start < low || end > high || end < start))
    wrong("%s is [%p, +%zu), outside of the region [%p, %p)", block->name, (void *)start, block->size,
          (void *)low, (void *)high);${grows ? IN_NO_GAP : ''}
  for (int i = 1; i < BLOCKS; i++) {
    const struct block *other = blocks[i];
    uintptr_t from = (uintptr_t)other->start;
    size_t size = block->size, length = other->size;
    if (other == block || !other->live) continue;${
      uniqueZeroSize
        ? `
    /* A block of size 0 has an address of its own. */
    if (size == 0 || length == 0) size += size == 0, length += length == 0;`
        : ''
    }
    if (size > 0 && length > 0 && start < from + length && from < start + size)
      wrong("%s is [%p, +%zu) and overlaps %s, [%p, +%zu)", block->name, (void *)start, block->size,
            other->name, (void *)from, other->size);
  }
}

static void fill(struct block *block, int flags) {
  block->filled = block->size > 0 && !(flags & UNFILLED);
  for (size_t i = 0; block->filled && i < block->size; i = next_written(block->size, i + 1))
    block->start[i] = byte_at(block, i);
  intact();
}

/* Takes a block over from the subject; a refusal is lawful unless something else says so. */
static inline void grant(struct block *block, void *answer, size_t size, size_t align, int flags) {
  if (answer != REFUSED) {
    block->start = answer;
    block->size = size;
    block->generation = 0;
    lies_right(block, align);
    for (size_t i = 0; flags & ZEROED && !(flags & UNFILLED) && i < size; i++)
      if (block->start[i] != 0) wrong("byte %zu of %s is 0x%02x and not zero", i, block->name, block->start[i]);
    block->live = 1;
    fill(block, flags);
  }
  intact();
}

/* The same for a realloc, which keeps the shorter of both lengths; refused, it changes nothing. */
static inline void regrant(struct block *block, void *answer, size_t size, size_t align, int flags) {
  struct block old = *block;
  if (answer != REFUSED) {
    block->start = answer;
    block->size = size;
    lies_right(block, align);${
      reallocInPlace
        ? `
    if (block->start != old.start) wrong("%s has moved from %p to %p", block->name, (void *)old.start, answer);`
        : ''
    }
    holds_its_bytes(block, old.size, size < old.size ? size : old.size, "realloc keeps it");
    block->generation++;
    fill(block, flags);
  } else if (size == 0 && ${reproduction.reallocToZeroFrees ? 1 : 0}) {
    block->live = 0;
  }
  intact();
}

/* The start of a block that is about to be freed. */
static inline void *released(struct block *block) {
  block->live = 0;
  return block->start;
}

static inline void *granted(void *answer, const char *because) {
  if (answer == REFUSED) wrong("refused, but must be granted: %s", because);
  return answer;
}
static inline void refused(void *answer, const char *because) {
  if (answer != REFUSED) wrong("granted at %p, but must be refused: %s", answer, because);
}
static inline void usable(struct block *block, size_t length) {
  if (length < block->size)
    wrong("%zu bytes of %s are usable, fewer than the %zu asked for", length, block->name, block->size);${
      reproduction.usableWritable
        ? `
  /* All of it may be written. */
  size_t asked = block->size;
  block->size = length;
  if (asked > 0) lies_right(block, 1);
  block->size = asked;`
        : ''
    }
}
static inline unsigned char *region_base(void) {
  uintptr_t low = 0, high = 0;
  region(&low, &high);
  return (unsigned char *)low;
}
`;
}

const IN_NO_GAP = `
  for (int i = 0; block->size > 0 && i < gap_count; i++)
    if (start < (uintptr_t)gaps[i].end && end > (uintptr_t)gaps[i].start)
      wrong("%s is [%p, +%zu), partly between two pieces of the region", block->name, (void *)start,
            block->size);`;

const declaration = ({ name, number }: Reproduction['blocks'][number]): string =>
  `static struct block ${name} = { .name = "${name}", .number = ${number} };`;
