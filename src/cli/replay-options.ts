import { UsageError } from '../core/errors.js';
import type { ReplayOptions } from '../engine/replay.js';
import type { SavedWitness } from '../witness/saved-witness.js';
import { loadContract } from './load-contract.js';
import type { AskedReporter, ProgramFormat } from './option-values.js';
import type { Replayed } from './read-replayed.js';

/** The options of `replay` as commander gives them; absent ones are undefined. */
export interface ReplayFlags {
  readonly contract?: string;
  readonly maxAlign?: number;
  readonly export?: Readonly<Record<string, string>>;
  readonly subject?: string;
  readonly sameSubject?: boolean;
  readonly as?: ProgramFormat;
  readonly output?: string;
  readonly reporter?: readonly AskedReporter[];
}

/**
 * What is to be replayed, on whom and by which contract: a witness says it all itself, a program
 * leaves it to the options.
 *
 * @throws UsageError where an option is missing or contradicts the witness.
 */
export async function replayOptions(
  replayed: Replayed,
  flags: ReplayFlags,
): Promise<ReplayOptions> {
  if (replayed.kind === 'witness') {
    const { saved, file } = replayed;
    refuseOverrides(file, saved, flags);
    return {
      witness: saved,
      locator: saved.subject.locator,
      contract: { input: saved.contract.document, where: `the contract in ${file}` },
      ...(saved.functions === undefined ? {} : { functions: saved.functions }),
    };
  }
  if (flags.subject === undefined) {
    const what = replayed.file === '' ? 'a program literal' : replayed.file;
    throw new UsageError(`${what} does not say whom to run it against: add --subject.`);
  }
  const contract = await loadContract(flags.contract);
  return {
    witness: { program: replayed.program },
    locator: flags.subject,
    ...(contract === undefined ? {} : { contract }),
    ...(flags.maxAlign === undefined ? {} : { maxAlign: flags.maxAlign }),
    ...(flags.export === undefined ? {} : { functions: flags.export }),
  };
}

/** The options that say what the subject is, as they must be typed again. */
export function subjectFlags(flags: ReplayFlags): string[] {
  return [
    ...(flags.contract === undefined ? [] : ['--contract', flags.contract]),
    ...(flags.maxAlign === undefined ? [] : ['--max-align', String(flags.maxAlign)]),
    ...Object.entries(flags.export ?? {}).flatMap(([name, target]) => [
      '--export',
      `${name}=${target}`,
    ]),
  ];
}

/** A witness file says everything itself; an option that says otherwise is a mistake. */
function refuseOverrides(file: string, saved: SavedWitness, flags: ReplayFlags): void {
  if (flags.subject !== undefined && flags.subject !== saved.subject.locator) {
    throw new UsageError(
      `${file} is a witness of ${saved.subject.locator}, not of ${flags.subject}. ` +
        `To run its program there: allocert replay '<program>' --subject ${flags.subject}`,
    );
  }
  const given = [
    ...(flags.contract === undefined ? [] : ['--contract']),
    ...(flags.maxAlign === undefined ? [] : ['--max-align']),
    ...(flags.export === undefined ? [] : ['--export']),
  ];
  if (given.length > 0) {
    throw new UsageError(
      `${given.join(' and ')} cannot be given with a witness file: ${file} holds its contract and ` +
        'its functions. They are for replaying a program literal.',
    );
  }
}
