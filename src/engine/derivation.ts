import { packPrograms } from '../core/execution-batch.js';
import { requestCount, type Program } from '../core/program.js';
import type { RecordedExecution } from '../core/recorded-execution.js';
import type { Patience } from './patience.js';
import type { Session } from './session.js';

/**
 * Something that needs programs to be run: it yields them and is given their executions, in the same
 * order, until it is done. Records are valid until it yields again, or returns.
 */
export type Derivation<Result> = Generator<
  readonly Program[],
  Result,
  readonly RecordedExecution[]
>;

/** A derivation with the steps that a request of its programs comes to, macros being many. */
export interface Weighted<Result> {
  readonly derivation: Derivation<Result>;
  readonly stepsPerRequest: number;
}

/** A derivation under way. */
interface Waiting<Result> extends Weighted<Result> {
  readonly programs: readonly Program[];
}

/**
 * Runs derivations side by side, so that what each of them asks for next shares a batch: a message to
 * whoever runs it costs as much as a short program. `onDone` is told each result while its records are valid.
 * @throws Interrupted
 */
export async function runTogether<Result>(
  derivations: readonly Weighted<Result>[],
  { session, patience }: { readonly session: Session; readonly patience: Patience },
  onDone: (result: Result) => void,
): Promise<void> {
  const waiting: Waiting<Result>[] = [];
  const goOn = (one: Weighted<Result>, given: readonly RecordedExecution[]): void => {
    const asked = one.derivation.next(given);
    if (asked.done === true) onDone(asked.value);
    else waiting.push({ ...one, programs: asked.value });
  };
  for (const derivation of derivations) goOn(derivation, []);
  while (waiting.length > 0) {
    const together = waiting.splice(0, howManyFit(waiting));
    // A program that several ask for is run once.
    const programs = [...new Set(together.flatMap((one) => one.programs))];
    const indices = new Map(programs.map((program, index) => [program, index]));
    const batch = await session.run(packPrograms(programs), patience);
    for (const one of together) {
      const answers = one.programs.map((program) => ({
        ...{ batch, program },
        index: indices.get(program) ?? 0,
      }));
      goOn(one, answers);
    }
  }
}

/** Programs of a batch at most, but those that one derivation asks for together. */
const MOST_PROGRAMS = 64;
/** Steps of a batch at most, likewise: far below the room that there is, so that nothing is cut short. */
const MOST_STEPS = 60_000;

function howManyFit(waiting: readonly Waiting<unknown>[]): number {
  let [count, steps] = [0, 0];
  for (const [index, { programs, stepsPerRequest }] of waiting.entries()) {
    count += programs.length;
    for (const program of programs) steps += requestCount(program) * stepsPerRequest;
    if (index > 0 && (count > MOST_PROGRAMS || steps > MOST_STEPS)) return index;
  }
  return waiting.length;
}
