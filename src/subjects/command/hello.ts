import { entryPointNames, type EntryPointName } from '../../core/entry-point.js';
import { requestKindNames, type RequestKindName } from '../../core/request-kind.js';
import { WireMistake } from './frame-reader.js';
import { Ability, WIRE_VERSION } from './wire.js';

/** What a far side says of itself when it starts. Bytes and addresses. */
export interface Hello {
  readonly sizeBits: 32 | 64;
  /** Bits of {@link Ability}. */
  readonly abilities: number;
  readonly kinds: readonly RequestKindName[];
  readonly entryPoints: readonly EntryPointName[];
  /** Most blocks that it can keep at a time. */
  readonly slots: number;
  /** Most bytes that may be on their way to it and not read yet; UNBOUNDED_WINDOW behind a pipe. */
  readonly windowBytes: number;
  /** The region, or the largest that can be given. [0, 0) where it is not known. */
  readonly regionBase: bigint;
  readonly regionEnd: bigint;
  /** Bases of given regions are honoured modulo this power of two; 1: not at all. */
  readonly baseModulus: number;
  readonly name: string;
}

const MAGIC = 'allocert';

/**
 * The payload of a hello:
 *
 *   "allocert"  u16 version  u8 size bits  u8 abilities  u32 kinds  u32 entry points  u32 slots
 *   u32 window  u64 region base  u64 region end  u32 base modulus  name in UTF-8
 *
 * Kinds and entry points are bits by their codes.
 *
 * @throws WireMistake for a payload that is none, or of another version
 */
export function decodeHello(payload: Buffer): Hello {
  if (payload.toString('latin1', 0, 8) !== MAGIC) {
    throw new WireMistake('its hello does not begin with "allocert"');
  }
  const version = payload.readUInt16LE(8);
  if (version !== WIRE_VERSION) {
    throw new WireMistake(`it speaks allocert-wire/${version}, and this is /${WIRE_VERSION}`);
  }
  const sizeBits = payload.readUInt8(10);
  if (sizeBits !== 32 && sizeBits !== 64) {
    throw new WireMistake(
      `its size type has ${sizeBits} bits; allocators with 32 and 64 can be judged`,
    );
  }
  const hello: Hello = {
    sizeBits,
    abilities: payload.readUInt8(11),
    kinds: named(payload.readUInt32LE(12), requestKindNames),
    entryPoints: named(payload.readUInt32LE(16), entryPointNames),
    slots: payload.readUInt32LE(20),
    windowBytes: payload.readUInt32LE(24),
    regionBase: payload.readBigUInt64LE(28),
    regionEnd: payload.readBigUInt64LE(36),
    baseModulus: payload.readUInt32LE(44),
    name: payload.toString('utf8', 48),
  };
  requireUsable(hello);
  return hello;
}

const MOST_SLOTS = 1 << 20;
/** A begin, or an operation with the end behind it, and what was sent before and needs no answer. */
const SMALLEST_WINDOW_BYTES = 64;

/** The window of a far side that reads from a pipe, which waits by itself. */
export const UNBOUNDED_WINDOW = 0xffffffff;

function requireUsable(hello: Hello): void {
  const { kinds, slots, windowBytes, baseModulus } = hello;
  if (!kinds.includes('alloc') || !kinds.includes('dealloc')) {
    throw new WireMistake('its hello has no alloc or no dealloc among the kinds of requests');
  }
  if (slots < 1 || slots > MOST_SLOTS) {
    throw new WireMistake(`its hello has ${slots} slots; there can be 1 to ${MOST_SLOTS}`);
  }
  if (windowBytes < SMALLEST_WINDOW_BYTES) {
    throw new WireMistake(
      `its window is ${windowBytes} bytes; ${SMALLEST_WINDOW_BYTES} are the least`,
    );
  }
  if (baseModulus < 1 || (baseModulus & (baseModulus - 1)) !== 0) {
    throw new WireMistake(`its base modulus, ${baseModulus}, is no power of two`);
  }
  if (hello.regionEnd < hello.regionBase) {
    throw new WireMistake('its region ends before it begins');
  }
  const given = (hello.abilities & Ability.givenRegion) !== 0;
  if (given && hello.regionEnd === hello.regionBase) {
    throw new WireMistake('it takes regions, but says of none how long it can be');
  }
}

const named = <Name extends string>(bits: number, names: readonly Name[]): Name[] =>
  names.filter((_, code) => ((bits >>> code) & 1) === 1);
