import { lastStepOf } from '../core/execution.js';
import { makeProgram, type Program } from '../core/program.js';
import type { World } from '../core/world.js';
import { allocRequest, append } from './derive-programs.js';
import type { Patience } from './patience.js';
import { runPrograms } from './run-programs.js';
import type { Session } from './session.js';

/** Sizes tried at once; one batch costs about as much as one program. */
const PROBES = 16n;

/**
 * The largest single grant behind a program (S24): a search over sizes, each tried in an execution
 * of its own, so that no probe sees the traces of another. Undefined where nothing is granted. What
 * it answers was granted; that nothing larger would be is assumed, never claimed.
 */
export async function largestGrant(
  { session, patience }: { readonly session: Session; readonly patience: Patience },
  before: Program,
  bounds: { readonly most: bigint; readonly alignLog2: number },
): Promise<bigint | undefined> {
  let granted = 0n;
  let refused = bounds.most + 1n;
  while (refused - granted > 1n) {
    const sizes = probeSizes(granted, refused);
    const executions = await runPrograms(
      session,
      sizes.map((size) => append(before, [allocRequest(size, bounds.alignLog2)])),
      patience,
    );
    const firstRefused = executions.findIndex(
      (execution) => lastStepOf(execution)?.outcome.kind !== 'granted',
    );
    const lastGranted = firstRefused < 0 ? sizes.length - 1 : firstRefused - 1;
    if (lastGranted >= 0) granted = sizes[lastGranted];
    if (firstRefused >= 0) refused = sizes[firstRefused];
  }
  return granted > 0n ? granted : undefined;
}

function probeSizes(granted: bigint, refused: bigint): bigint[] {
  // The last one is the largest that can be: where nothing limits an allocator, that ends it at once.
  const span = refused - 1n - granted;
  const sizes = new Set<bigint>();
  for (let probe = 1n; probe <= PROBES; probe++) {
    const size = granted + (span * probe) / PROBES;
    if (size > granted) sizes.add(size);
  }
  return [...sizes];
}

/** Remembers the largest grant of fresh regions by world and alignment. */
export class LargestGrants {
  private readonly known = new Map<string, Promise<bigint | undefined>>();

  constructor(
    readonly session: Session,
    readonly patience: Patience,
  ) {}

  fresh(
    world: World,
    bounds: { readonly most: bigint; readonly alignLog2: number },
  ): Promise<bigint | undefined> {
    const key = [world.regionBytes, world.baseOffset, world.limitBytes, bounds.alignLog2].join(':');
    let answer = this.known.get(key);
    if (answer === undefined) {
      answer = largestGrant(this, makeProgram({ ...world, resets: 0 }, []), bounds);
      this.known.set(key, answer);
    }
    return answer;
  }
}
