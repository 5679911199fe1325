const TABLE_BYTES = 65_536;

/** Bytes without pattern, the same in every run: the xorshift of Marsaglia (2003) from one seed. */
const table = makeTable();
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

/** Whether [start, end) holds the noise of a seed. */
export function isNoise(bytes: Uint8Array, start: number, end: number, seed: number): boolean {
  const shift = shiftOf(seed);
  let differing = 0;
  for (let at = start; at < end; at++)
    differing |= bytes[at] ^ table[(at + shift) & (TABLE_BYTES - 1)];
  return differing === 0;
}

/** Fills [start, end) with 0x00 or 0xff. */
export function fillPlain(bytes: Uint8Array, start: number, end: number, value: 0 | 0xff): void {
  copyTable(value === 0 ? zeros : ones, 0, bytes, start, end);
}

/**
 * Copies from a table, since V8 fills shared memory byte by byte but copies it in words: 64 KiB take
 * 3 us and not 23. The words need addresses and shifts that are multiples of 8.
 */
function copyTable(
  from: Uint8Array,
  shift: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  for (let at = start; at < end;) {
    const offset = (at + shift) & (TABLE_BYTES - 1);
    const length = Math.min(end - at, TABLE_BYTES - offset);
    bytes.set(length === TABLE_BYTES ? from : from.subarray(offset, offset + length), at);
    at += length;
  }
}

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
