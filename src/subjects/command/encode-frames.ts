import type { World } from '../../core/world.js';
import type { RunSettings } from '../subject.js';
import { BeginFlag, FRAME_HEAD_BYTES, OPERATION_BYTES, ToFarSide } from './wire.js';

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
const observeLevels = ['edges', 'full', 'each'] as const;
const fills = ['zero', 'noise', 'ones'] as const;

/** The frame that begins a program: its world and what the contract says of contents. */
export function encodeBegin(world: World, settings: RunSettings): Buffer {
  const frame = newFrame(ToFarSide.begin, BEGIN_BYTES);
  let at = frame.writeUInt32LE(world.regionBytes, FRAME_HEAD_BYTES);
  at = frame.writeUInt32LE(world.baseOffset, at);
  at = frame.writeUInt8(fills.indexOf(world.fill.kind), at);
  at = frame.writeUInt32LE(world.fill.kind === 'noise' ? world.fill.seed >>> 0 : 0, at);
  at = frame.writeBigUInt64LE(BigInt(world.limitBytes), at);
  at = frame.writeBigUInt64LE(BigInt(Math.floor(settings.fillLimitBytes)), at);
  at = frame.writeUInt8(observeLevels.indexOf(world.observe), at);
  frame.writeUInt8(
    (settings.usableWritable ? BeginFlag.usableWritable : 0) |
      (settings.reallocToZero === 'undefined' ? 0 : BeginFlag.reallocToZeroFrees),
    at,
  );
  return frame;
}

/** One frame of operations. Their number is bounded by the largest frame of the hello. */
export function encodeOperations(operations: readonly Operation[]): Buffer {
  const frame = newFrame(ToFarSide.operations, operations.length * OPERATION_BYTES);
  let at = FRAME_HEAD_BYTES;
  for (const { kind, entry, alignLog2, flags, slot, size, second } of operations) {
    at = frame.writeUInt8(kind, at);
    at = frame.writeUInt8(entry, at);
    at = frame.writeUInt8(alignLog2, at);
    at = frame.writeUInt8(flags, at);
    at = frame.writeUInt32LE(slot, at);
    at = frame.writeBigUInt64LE(size, at);
    at = frame.writeBigUInt64LE(second, at);
  }
  return frame;
}

/** The frame that ends a program, wherever it stopped. */
export const encodeEnd = (): Buffer => newFrame(ToFarSide.end, 0);

function newFrame(type: number, payloadBytes: number): Buffer {
  const frame = Buffer.alloc(FRAME_HEAD_BYTES + payloadBytes);
  frame.writeUInt32LE(payloadBytes, 0);
  frame.writeUInt8(type, 4);
  return frame;
}
