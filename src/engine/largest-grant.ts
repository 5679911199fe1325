import { lastStepOf } from '../core/execution.js';
import { makeProgram, type Program } from '../core/program.js';
import type { World } from '../core/world.js';
import { allocRequest, append } from './derive-programs.js';
import type { Patience } from './patience.js';
import { runPrograms } from './run-programs.js';
import type { Session } from './session.js';

/** Parts that each round cuts the sizes in question into: of 3 probes, 2 bits are learnt. */
const PARTS = 4n;

/** The sizes that are asked, both included: what the contract allows and the region may hold. Bytes. */
export interface GrantBounds {
  readonly least: bigint;
  readonly most: bigint;
}

/**
 * The largest single grant behind a program (S24): a search over sizes, each tried in an execution
 * of its own, so that no probe sees the traces of another. Undefined where nothing is granted. What
 * it answers was granted; that nothing larger would be is assumed, never claimed.
 */
export async function largestGrant(
  { session, patience }: { readonly session: Session; readonly patience: Patience },
  before: Program,
  { least, most }: GrantBounds,
): Promise<bigint | undefined> {
  let granted = least - 1n;
  let refused = most + 1n;
  while (refused - granted > 1n) {
    const sizes = probeSizes(granted, refused, most);
    const executions = await runPrograms(
      session,
      sizes.map((size) => append(before, [allocRequest(size)])),
      patience,
    );
    const firstRefused = executions.findIndex(
      (execution) => lastStepOf(execution)?.outcome.kind !== 'granted',
    );
    const lastGranted = firstRefused < 0 ? sizes.length - 1 : firstRefused - 1;
    if (lastGranted >= 0) granted = sizes[lastGranted];
    if (firstRefused >= 0) refused = sizes[firstRefused];
  }
  return granted >= least ? granted : undefined;
}

function probeSizes(granted: bigint, refused: bigint, most: bigint): bigint[] {
  const span = refused - granted;
  const sizes = new Set<bigint>();
  for (let part = 1n; part < PARTS; part++) {
    const size = granted + (span * part) / PARTS;
    if (size > granted) sizes.add(size);
  }
  // The largest that can be, once: where nothing limits an allocator, that ends the search.
  if (refused > most) sizes.add(most);
  return [...sizes];
}

/** Remembers the largest grant of fresh regions by world. */
export class LargestGrants {
  private readonly known = new Map<string, Promise<bigint | undefined>>();
  private readonly several = new Map<string, Promise<boolean>>();

  constructor(
    readonly session: Session,
    readonly patience: Patience,
  ) {}

  fresh(world: World, bounds: GrantBounds): Promise<bigint | undefined> {
    const key = keyOf(world);
    let answer = this.known.get(key);
    if (answer === undefined) {
      answer = largestGrant(this, makeProgram({ ...world, resets: 0 }, []), bounds);
      this.known.set(key, answer);
    }
    return answer;
  }

  /** Whether a fresh region grants so many bytes twice. */
  holdsTwo(world: World, largest: bigint): Promise<boolean> {
    const key = keyOf(world);
    const answer = this.several.get(key) ?? this.grantsTwice(world, largest);
    this.several.set(key, answer);
    return answer;
  }

  private async grantsTwice(world: World, largest: bigint): Promise<boolean> {
    const request = allocRequest(largest);
    const twice = makeProgram({ ...world, resets: 0 }, [request, request]);
    const [execution] = await runPrograms(this.session, [twice], this.patience);
    return execution.steps.filter(({ outcome }) => outcome.kind === 'granted').length === 2;
  }
}

const keyOf = (world: World): string =>
  [world.regionBytes, world.baseOffset, world.limitBytes].join(':');
