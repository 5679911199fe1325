import { UsageError } from '../../core/errors.js';
import { ExitCode, type ExitCodeValue } from '../../core/exit-code.js';
import { replay, type ReplayResult } from '../../engine/replay.js';
import { counterexample } from '../../report/human/counterexample.js';
import { replayCommand as replayCommandLine } from '../../report/reproduce-commands.js';
import type { SavedWitness } from '../../witness/saved-witness.js';
import { loadContract } from '../load-contract.js';
import { readReplayed, type Replayed } from '../read-replayed.js';
import { paintFor } from '../style.js';

export interface ReplayFlags {
  readonly contract?: string;
  readonly maxAlign?: number;
  readonly export?: Readonly<Record<string, string>>;
  readonly subject?: string;
  readonly sameSubject?: boolean;
}

const noFlags = { subject: [], campaign: [] };

const exitCodes: Readonly<Record<ReplayResult['state'], ExitCodeValue>> = {
  stillViolated: ExitCode.violated,
  fixed: ExitCode.holds,
  notApplicable: ExitCode.inconclusive,
};

/** `allocert replay`: one program again, from a witness, a literal or a trace. */
export async function replayCommand(source: string, flags: ReplayFlags): Promise<ExitCodeValue> {
  const replayed = readReplayed(source);
  return replayed.kind === 'witness'
    ? replayWitness(replayed.saved, replayed.file, flags)
    : replayProgram(replayed, flags);
}

async function replayWitness(
  saved: SavedWitness,
  file: string,
  flags: ReplayFlags,
): Promise<ExitCodeValue> {
  refuseOverrides(file, saved, flags);
  const { locator, digest } = saved.subject;
  const result = await replay({
    witness: saved,
    locator,
    contract: { input: saved.contract.document, where: `the contract in ${file}` },
    ...(saved.functions === undefined ? {} : { functions: saved.functions }),
  });
  if (result.digestChanged) {
    const [was, is] = [digest.sha256, result.subject.digest].map(
      (hex) => `sha256:${hex.slice(0, 12)}`,
    );
    const change = `${locator} has changed since the witness was written: it was ${was}, now it is ${is}`;
    if (flags.sameSubject === true) throw new UsageError(`${change}. --same-subject refuses that.`);
    process.stdout.write(`${change}.\n`);
  }
  process.stdout.write(`${locator}: ${stateText(result, saved)}\n`);
  const again = replayCommandLine(result, { literal: saved.program, file }, noFlags);
  printWitness(result, file, [again, saved.foundBy]);
  return exitCodes[result.state];
}

async function replayProgram(
  { program, source, file }: Replayed & { readonly kind: 'program' },
  flags: ReplayFlags,
): Promise<ExitCodeValue> {
  if (flags.subject === undefined) {
    const what = file === '' ? 'a program literal' : file;
    throw new UsageError(`${what} does not say whom to run it against: add --subject.`);
  }
  const contract = await loadContract(flags.contract);
  const result = await replay({
    witness: { program },
    locator: flags.subject,
    ...(contract === undefined ? {} : { contract }),
    ...(flags.maxAlign === undefined ? {} : { maxAlign: flags.maxAlign }),
    ...(flags.export === undefined ? {} : { functions: flags.export }),
  });
  process.stdout.write(`${flags.subject}: ${programStateText(result)}\n`);
  const subject = [
    ...(flags.contract === undefined ? [] : ['--contract', flags.contract]),
    ...(flags.maxAlign === undefined ? [] : ['--max-align', String(flags.maxAlign)]),
    ...Object.entries(flags.export ?? {}).flatMap(([name, target]) => [
      '--export',
      `${name}=${target}`,
    ]),
  ];
  const again = replayCommandLine(result, { literal: source, file: '' }, { ...noFlags, subject });
  printWitness(result, file, [again]);
  return exitCodes[result.state];
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

function stateText({ state, reason }: ReplayResult, { property }: SavedWitness): string {
  switch (state) {
    case 'stillViolated':
      return `still violated: ${property}`;
    case 'fixed':
      return `fixed: this program does not break ${property} any more`;
    case 'notApplicable':
      return `not applicable: ${reason}`;
  }
}

function programStateText({ state, reason, witness, contract }: ReplayResult): string {
  if (state === 'notApplicable') return `not applicable: ${reason}`;
  return witness === undefined
    ? `this program breaks nothing that contract ${contract.name} claims.`
    : `this program breaks ${witness.finding.property}.`;
}

/** `again` are the commands that show the same once more. */
function printWitness(result: ReplayResult, file: string, again: readonly string[]): void {
  if (result.witness === undefined) return;
  const witness = { ...result.witness, file };
  const lines = counterexample(witness, again, paintFor(process.stdout));
  process.stdout.write(`\n${lines.join('\n')}\n`);
}
