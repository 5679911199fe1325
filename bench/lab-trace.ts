import { writeSync } from 'node:fs';
import { Header, WORDS_PER_HEADER, type ExecutionBatch } from '../src/core/execution-batch.js';
import { alignLog2Of, kindOf } from '../src/core/request.js';
import { RequestKind, codesThat } from '../src/core/request-kind.js';
import { Outcome, WORDS_PER_STEP, outcomeOf } from '../src/core/step-record.js';

/** What `struct request` of bench/native/lab-driver.c calls them. */
const LabKind = { begin: 0, alloc: 1, free: 2, realloc: 3 } as const;
const BYTES_PER_REQUEST = 24;
/** The pool of a program whose world leaves the region to the subject. */
const OWN_REGION_BYTES = 65_536;

const makesBlock = codesThat('makesBlock');
const isArray = codesThat('isArray');
const moves = codesThat('moves');

/**
 * Appends to an open file what a malloc lab would be asked of a recorded program: its grants, moves
 * and frees, macros as the calls that they came to. Refusals are left out, since a lab has none, and
 * so is what a lab has no word for, such as a resize in place.
 */
export function writeLabTrace(
  file: number,
  { headers, steps }: ExecutionBatch,
  index: number,
  regionBytes: number,
): void {
  const header = index * WORDS_PER_HEADER;
  const count = headers[header + Header.stepCount];
  const first = headers[header + Header.firstStep];
  const buffer = Buffer.alloc((count + 1) * BYTES_PER_REQUEST);
  const poolBytes = regionBytes === 0 ? OWN_REGION_BYTES : regionBytes;
  let at = 0;
  push(LabKind.begin, count, BigInt(poolBytes), 0n);
  for (let step = 0; step < count; step++) {
    const word = (first + step) * WORDS_PER_STEP;
    const [word1, block] = [steps[word + 1], steps[word + 2]];
    const kind = kindOf(word1);
    const outcome = outcomeOf(word1);
    if (kind === RequestKind.reset && outcome === Outcome.done) {
      push(LabKind.begin, count, BigInt(poolBytes), 0n);
    } else if (kind === RequestKind.dealloc && outcome === Outcome.done) {
      push(LabKind.free, block, 0n, 0n);
    } else if (outcome === Outcome.granted) {
      const size = bytesAt(word + 3) * (isArray.has(kind) ? bytesAt(word + 5) : 1n);
      const align = 1n << BigInt(alignLog2Of(word1));
      if (moves.has(kind) && block !== step) push(LabKind.realloc, block, size, 1n);
      // A realloc of null names an alignment to be kept, which no contract of these subjects has it do.
      else if (moves.has(kind)) push(LabKind.alloc, step, size, 1n);
      else if (makesBlock.has(kind)) push(LabKind.alloc, step, size, align);
    }
  }
  writeSync(file, buffer, 0, at);

  function push(kind: number, block: number, size: bigint, align: bigint): void {
    buffer.writeUInt32LE(kind, at);
    buffer.writeUInt32LE(block, at + 4);
    buffer.writeBigUInt64LE(size, at + 8);
    buffer.writeBigUInt64LE(align, at + 16);
    at += BYTES_PER_REQUEST;
  }

  function bytesAt(word: number): bigint {
    return (BigInt(steps[word + 1] >>> 0) << 32n) | BigInt(steps[word] >>> 0);
  }
}
