import { fillCodes, observeCodes, type World } from '../../core/world.js';
import type { RunSettings } from '../subject.js';
import { BeginFlag, FRAME_HEAD_BYTES, ToFarSide } from './wire.js';

/** One operation of a program as it is sent: every quantity resolved, every name a slot. */
export interface Operation {
  /** A code of RequestKind, or READ_BACK. */
  readonly kind: number;
  readonly entry: number;
  readonly alignLog2: number;
  readonly flags: number;
  /** Where the far side keeps the block: taken, read or emptied by the operation. */
  readonly slot: number;
  readonly size: bigint;
  readonly second: bigint;
}

const BEGIN_BYTES = 31;

/** The frame that begins a program: its world and what the contract says of contents. */
export function encodeBegin(world: World, settings: RunSettings): Buffer {
  const frame = newFrame(ToFarSide.begin, BEGIN_BYTES);
  let at = frame.writeUInt32LE(world.regionBytes, FRAME_HEAD_BYTES);
  at = frame.writeUInt32LE(world.baseOffset, at);
  at = frame.writeUInt8(fillCodes[world.fill.kind], at);
  at = frame.writeUInt32LE(world.fill.kind === 'noise' ? world.fill.seed >>> 0 : 0, at);
  at = frame.writeBigUInt64LE(BigInt(world.limitBytes), at);
  at = frame.writeBigUInt64LE(BigInt(Math.floor(settings.fillLimitBytes)), at);
  // A far side knows three levels.
  const level = world.observe === 'wide' ? 'full' : world.observe;
  at = frame.writeUInt8(observeCodes[level], at);
  frame.writeUInt8(
    (settings.usableWritable ? BeginFlag.usableWritable : 0) |
      (settings.reallocToZeroEnds ? BeginFlag.reallocToZeroFrees : 0),
    at,
  );
  return frame;
}

/**
 * One operation: u8 kind, u8 entry point and flags (low and high half), u8 alignment, then slot, size
 * and second as LEB128 numbers, seven bits a byte: a serial line is slow, and most numbers are small.
 */
export function encodeOperation(operation: Operation): Buffer {
  const { kind, entry, alignLog2, flags, slot, size, second } = operation;
  const bytes = [kind, entry | (flags << 4), alignLog2];
  pushNumber(bytes, BigInt(slot));
  pushNumber(bytes, size);
  pushNumber(bytes, second);
  return Buffer.from(bytes);
}

/** One frame of operations that are encoded already. */
export function encodeOperations(operations: readonly Buffer[]): Buffer {
  const payload = Buffer.concat(operations);
  const frame = newFrame(ToFarSide.operations, payload.length);
  payload.copy(frame, FRAME_HEAD_BYTES);
  return frame;
}

function pushNumber(bytes: number[], value: bigint): void {
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
}

/** The frame that ends a program, wherever it stopped. */
export const encodeEnd = (): Buffer => newFrame(ToFarSide.end, 0);

function newFrame(type: number, payloadBytes: number): Buffer {
  const frame = Buffer.alloc(FRAME_HEAD_BYTES + payloadBytes);
  frame.writeUInt32LE(payloadBytes, 0);
  frame.writeUInt8(type, 4);
  return frame;
}
