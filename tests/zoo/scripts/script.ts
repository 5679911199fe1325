import { runInNewContext } from 'node:vm';
import type { Allocator } from '../../../src/subjects/module-port.js';

/** Plain calls that show a member's fault. */
export interface Script {
  /** The correct allocator that the member was made from; the script must show nothing there. */
  readonly from: string;
  /** Length of the region in bytes; 1,024 where it does not matter. */
  readonly bytes?: number;
  /** Base modulo 4,096. */
  readonly offset?: number;
  /** Fill of the region; 0, the default, is zeros. */
  readonly noise?: number;
  /** Whether the fault was seen. */
  shows(stage: Stage): boolean;
}

export interface Stage {
  /** Calls are counted: they are the witness. A function that is missing throws when called. */
  readonly a: Required<Allocator>;
  /** The same allocator uncounted, for what is asked only to see what happened. */
  readonly then: Required<Allocator>;
  readonly base: number;
  readonly end: number;
  readonly memory: Uint8Array;
  /** Another allocator over a fresh pool of the same kind. */
  fresh(): Required<Allocator>;
  /** What the memory held before the allocator was made. */
  readonly original: Uint8Array;
}

/** An address, where a grant is certain. */
export function granted(answer: number | null | undefined): number {
  if (typeof answer !== 'number') throw new Error('was refused');
  return answer;
}

/** Whether [a, a + aBytes) and [b, b + bBytes) share a byte. */
export const share = (a: number, aBytes: number, b: number, bBytes: number): boolean =>
  a < b + bBytes && b < a + aBytes;

/** Whether a call is still running after a second, which is for ever in calls that take microseconds. */
export function hangs(call: () => unknown): boolean {
  try {
    runInNewContext('call()', { call }, { timeout: 1_000 });
    return false;
  } catch (thrown) {
    return (thrown as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
  }
}

/** The largest size that a fresh allocator grants, by bisection; each try has its own. */
export function largestGrant({ fresh }: Stage): number {
  let largest = 0;
  for (let step = 2 ** 20; step >= 1; step /= 2) {
    if (fresh().alloc(largest + step, 1) !== null) largest += step;
  }
  return largest;
}

/** Whether, after these frees, the largest grant of a fresh region is refused. */
export function lostRoom(stage: Stage, ...frees: readonly number[]): boolean {
  for (const address of frees) stage.then.dealloc(address, 8, 1);
  return stage.then.alloc(largestGrant(stage), 1) === null;
}
