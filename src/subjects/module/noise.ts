const TABLE_BYTES = 65_536;

/** Bytes without pattern, the same in every run: the xorshift of Marsaglia (2003) from one seed. */
const table = makeTable();
const tableWords = new Int32Array(table.buffer);
const zeros = new Uint8Array(TABLE_BYTES);
const ones = new Uint8Array(TABLE_BYTES).fill(0xff);

/**
 * The byte of noise `seed` at `address`. A function of both alone, so that it need not be kept to be
 * compared with, and so that the same program sees the same noise again.
 */
export function noiseByte(seed: number, address: number): number {
  return table[(address + shiftOf(seed)) & (TABLE_BYTES - 1)];
}

/** Fills [start, end) with the noise of a seed. */
export function fillNoise(bytes: Uint8Array, start: number, end: number, seed: number): void {
  copyTable(table, shiftOf(seed), bytes, start, end);
}

/** Whether [start, end) holds the noise of a seed. `words` are the same bytes. */
export function isNoise(
  bytes: Uint8Array,
  words: Int32Array,
  start: number,
  end: number,
  seed: number,
): boolean {
  const shift = shiftOf(seed);
  const firstWord = Math.min(end, (start + 3) & ~3);
  const lastWord = Math.max(firstWord, end & ~3);
  let differing = 0;
  for (let at = start; at < firstWord; at++)
    differing |= bytes[at] ^ table[(at + shift) & (TABLE_BYTES - 1)];
  for (let at = firstWord; at < lastWord; at += 4)
    differing |= words[at >>> 2] ^ tableWords[((at + shift) & (TABLE_BYTES - 1)) >>> 2];
  for (let at = lastWord; at < end; at++)
    differing |= bytes[at] ^ table[(at + shift) & (TABLE_BYTES - 1)];
  return differing === 0;
}

/** Fills [start, end) with 0x00 or 0xff. */
export function fillPlain(bytes: Uint8Array, start: number, end: number, value: 0 | 0xff): void {
  copyTable(value === 0 ? zeros : ones, 0, bytes, start, end);
}

/**
 * Copies from a table. V8 fills shared memory byte by byte and copies it in words, Node's own `fill`
 * copies it as memory is copied: 128 KiB take 112 us, 5 us and 3 us.
 */
function copyTable(
  from: Uint8Array,
  shift: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  if (end - start <= SHORT_BYTES) {
    for (let at = start; at < end; at++) bytes[at] = from[(at + shift) & (TABLE_BYTES - 1)];
    return;
  }
  for (let at = start; at < end;) {
    const offset = (at + shift) & (TABLE_BYTES - 1);
    const length = Math.min(end - at, TABLE_BYTES - offset);
    const part = length === TABLE_BYTES ? from : from.subarray(offset, offset + length);
    fillWith.call(bytes, part, at, at + length);
    at += length;
  }
}

const fillWith = (Buffer.prototype as { fill: unknown }).fill as (
  this: Uint8Array,
  value: Uint8Array,
  start: number,
  end: number,
) => Uint8Array;

/** Up to so many bytes are copied one by one, which costs less than to call for it. */
const SHORT_BYTES = 160;

/** Where in the table the noise of a seed begins. */
function shiftOf(seed: number): number {
  return (Math.imul(seed, 0x9e3779b1) >>> 13) & (TABLE_BYTES - 8);
}

function makeTable(): Uint8Array {
  const words = new Uint32Array(TABLE_BYTES / 4);
  let state = 0x2545f491;
  for (let index = 0; index < words.length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[index] = state;
  }
  return new Uint8Array(words.buffer);
}
