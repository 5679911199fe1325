import { Header, WORDS_PER_HEADER, type ExecutionBatch } from '../core/execution-batch.js';
import { Fault } from '../core/fault.js';
import type { Program } from '../core/program.js';
import { WORDS_PER_REQUEST } from '../core/request.js';
import { WORDS_PER_STEP } from '../core/step-record.js';

/**
 * Beginnings of programs that are known to hang. Whatever begins like one hangs at the same request,
 * so it need not be run: each would cost the time limit and a thread, and the programs of an
 * enumeration, which differ in their last requests only, would pay that hundreds of times.
 */
export class HangingPrefixes {
  private readonly known = new Set<string>();
  private readonly lengths = new Set<number>();

  /** Whether execution `index` of a batch has hung. */
  static hasHung({ headers }: ExecutionBatch, index: number): boolean {
    return headers[index * WORDS_PER_HEADER + Header.fault] === Fault.hang;
  }

  /** Takes note of execution `index` of a batch if it has hung; answers whether it has. */
  note(program: Program, batch: ExecutionBatch, index: number): boolean {
    if (!HangingPrefixes.hasHung(batch, index)) return false;
    const { headers, steps } = batch;
    const header = index * WORDS_PER_HEADER;
    const step = headers[header + Header.firstStep] + headers[header + Header.stepCount] - 1;
    const words = (steps[step * WORDS_PER_STEP] + 1) * WORDS_PER_REQUEST;
    this.lengths.add(words);
    this.known.add(keyOf(program, words));
    return true;
  }

  has(program: Program): boolean {
    for (const words of this.lengths) {
      if (words <= program.words.length && this.known.has(keyOf(program, words))) return true;
    }
    return false;
  }
}

const keyOf = ({ world, words }: Program, length: number): string =>
  `${JSON.stringify(world)} ${words.subarray(0, length).join()}`;
