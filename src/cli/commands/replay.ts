import { UsageError } from '../../core/errors.js';
import { ExitCode, type ExitCodeValue } from '../../core/exit-code.js';
import { replay, type ReplayResult } from '../../engine/replay.js';
import { counterexample } from '../../report/human/counterexample.js';
import { replayCommand as replayCommandLine } from '../../report/reproduce-commands.js';
import type { SavedWitness } from '../../witness/saved-witness.js';
import { readReplayed, type Replayed } from '../read-replayed.js';
import { replayOptions, subjectFlags, type ReplayFlags } from '../replay-options.js';
import { paintFor } from '../style.js';
import { exportProgram } from './export-program.js';

const noFlags = { subject: [], campaign: [] };

const exitCodes: Readonly<Record<ReplayResult['state'], ExitCodeValue>> = {
  stillViolated: ExitCode.violated,
  fixed: ExitCode.holds,
  notApplicable: ExitCode.inconclusive,
};

/** `allocert replay`: one program again, from a witness, a literal or a trace; or in another form. */
export async function replayCommand(source: string, flags: ReplayFlags): Promise<ExitCodeValue> {
  const replayed = readReplayed(source);
  if (flags.as !== undefined) return exportProgram(replayed, flags.as, flags);
  if (flags.output !== undefined) {
    throw new UsageError(
      '--output is where --as writes: say also --as rep, c, rust, global-alloc or ts.',
    );
  }
  return replayed.kind === 'witness'
    ? replayWitness(replayed, flags)
    : replayProgram(replayed, flags);
}

async function replayWitness(
  replayed: Replayed & { readonly kind: 'witness' },
  flags: ReplayFlags,
): Promise<ExitCodeValue> {
  const { saved, file } = replayed;
  const { locator, digest } = saved.subject;
  const result = await replay(await replayOptions(replayed, flags));
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
  replayed: Replayed & { readonly kind: 'program' },
  flags: ReplayFlags,
): Promise<ExitCodeValue> {
  const options = await replayOptions(replayed, flags);
  const result = await replay(options);
  process.stdout.write(`${options.locator}: ${programStateText(result)}\n`);
  const subject = subjectFlags(flags);
  const literal = { literal: replayed.source, file: '' };
  const again = replayCommandLine(result, literal, { ...noFlags, subject });
  printWitness(result, replayed.file, [again]);
  return exitCodes[result.state];
}

function stateText({ state, reason, failsIn }: ReplayResult, { property }: SavedWitness): string {
  const [failed, runs] = failsIn;
  switch (state) {
    case 'stillViolated':
      return `still violated: ${property}${runs > 1 ? `, in ${failed} of ${runs} runs` : ''}`;
    case 'fixed':
      return `fixed: this program does not break ${property} any more${runs > 1 ? `, in ${runs} runs` : ''}`;
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
