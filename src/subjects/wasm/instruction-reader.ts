import type { ByteReader } from './byte-reader.js';

/** `memory.grow`, whose operand is the index of a memory. */
export const MEMORY_GROW = 0x40;

/** What follows an opcode of one byte. */
type Immediate =
  | 'none'
  | 'index'
  | 'twoIndices'
  | 'signed'
  | 'four'
  | 'eight'
  | 'block'
  | 'memory'
  | 'labels'
  | 'types'
  | 'handlers';

const immediates = new Map<number, Immediate>();
const define = (immediate: Immediate, ...opcodes: readonly number[]): void => {
  for (const opcode of opcodes) immediates.set(opcode, immediate);
};
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

define('none', 0x00, 0x01, 0x05, 0x0a, 0x0b, 0x0f, 0x19, 0x1a, 0x1b);
define('block', 0x02, 0x03, 0x04, 0x06);
define('index', 0x07, 0x08, 0x09, 0x0c, 0x0d, 0x10, 0x12, 0x14, 0x15, 0x18);
define('index', ...range(0x20, 0x26), 0x3f, 0x40, 0xd2, 0xd5, 0xd6);
define('twoIndices', 0x11, 0x13);
define('labels', 0x0e);
define('types', 0x1c);
define('handlers', 0x1f);
define('memory', ...range(0x28, 0x3e));
define('signed', 0x41, 0x42, 0xd0);
define('four', 0x43);
define('eight', 0x44);
define('none', ...range(0x45, 0xc4), 0xd1, 0xd3, 0xd4);

const MISCELLANEOUS = 0xfc;
const VECTOR = 0xfd;
const ATOMIC = 0xfe;
/** Alignments from 64 on carry a memory index. */
const HAS_MEMORY_INDEX = 64;

/**
 * Steps over one instruction and answers its opcode, or undefined for an instruction that is not
 * known, behind which nothing can be read.
 *
 * Source: WebAssembly core specification, binary format, 5.4 "Instructions", with exceptions, tail
 * calls, threads and SIMD. Garbage-collected types are left out.
 */
export function skipInstruction(reader: ByteReader): number | undefined {
  const opcode = reader.byte();
  if (opcode === MISCELLANEOUS) return skipMiscellaneous(reader) ? opcode : undefined;
  if (opcode === VECTOR) return skipVector(reader) ? opcode : undefined;
  if (opcode === ATOMIC) {
    // atomic.fence has one byte, all others an address.
    if (reader.unsigned() === 3) reader.byte();
    else skipAddress(reader);
    return opcode;
  }
  const immediate = immediates.get(opcode);
  if (immediate === undefined) return undefined;
  skipImmediate(reader, immediate);
  return opcode;
}

function skipImmediate(reader: ByteReader, immediate: Immediate): void {
  switch (immediate) {
    case 'none':
      return;
    case 'index':
      return void reader.unsigned();
    case 'twoIndices':
      reader.unsigned();
      return void reader.unsigned();
    case 'signed':
    case 'block':
      return void reader.signed();
    case 'four':
      return void reader.take(4);
    case 'eight':
      return void reader.take(8);
    case 'memory':
      return skipAddress(reader);
    case 'labels':
      reader.list(() => reader.unsigned());
      return void reader.unsigned();
    case 'types':
      return void reader.list(() => reader.signed());
    case 'handlers':
      reader.signed();
      return void reader.list(() => {
        // catch and catch_ref name a tag; all four name a label.
        if (reader.byte() < 2) reader.unsigned();
        return reader.unsigned();
      });
  }
}

function skipAddress(reader: ByteReader): void {
  if (reader.unsigned() >= HAS_MEMORY_INDEX) reader.unsigned();
  reader.unsigned();
}

/** Saturating conversions, then bulk memory and tables. */
function skipMiscellaneous(reader: ByteReader): boolean {
  const operation = reader.unsigned();
  if (operation > 17) return false;
  if (operation < 8) return true;
  reader.unsigned();
  if ([8, 10, 12, 14].includes(operation)) reader.unsigned();
  return true;
}

function skipVector(reader: ByteReader): boolean {
  const operation = reader.unsigned();
  if (operation > 0x113) return false;
  if (operation <= 11 || operation === 92 || operation === 93) skipAddress(reader);
  else if (operation === 12 || operation === 13) reader.take(16);
  else if (operation >= 21 && operation <= 34) reader.byte();
  else if (operation >= 84 && operation <= 91) {
    skipAddress(reader);
    reader.byte();
  }
  return true;
}
