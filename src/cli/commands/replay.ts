import { UsageError } from '../../core/errors.js';
import { ExitCode, type ExitCodeValue } from '../../core/exit-code.js';
import { replay, type ReplayResult } from '../../engine/replay.js';
import { counterexample } from '../../report/human/counterexample.js';
import { fileLayout, type Layout } from '../../report/human/layout.js';
import { plainPaint, type Paint } from '../../report/human/paint.js';
import type { Report } from '../../report/json/report-schema.js';
import {
  replayCommand as replayCommandLine,
  type InvocationFlags,
} from '../../report/reproduce-commands.js';
import type { SavedWitness } from '../../witness/saved-witness.js';
import { readReplayed, type Replayed } from '../read-replayed.js';
import { replayOptions, subjectFlags, type ReplayFlags } from '../replay-options.js';
import { reportOutputs } from '../report-outputs.js';
import { runSettings } from '../run-settings.js';
import { layoutFor, paintFor } from '../style.js';
import { writeReports } from '../write-reports.js';
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
  const reporters = flags.reporter ?? [{ name: 'human' }];
  const outputs = reportOutputs({ reporters, outputDir: '.allocert', writesReports: false }, false);
  const told =
    replayed.kind === 'witness'
      ? await replayWitness(replayed, flags)
      : await replayProgram(replayed, flags);
  for (const { name, to } of outputs) {
    if (name === 'human' && to.kind !== 'file') {
      const stream = process[to.kind];
      stream.write(told.text(paintFor(stream), layoutFor(stream)));
    }
  }
  const exitCode = exitCodes[told.result.state];
  if (outputs.some(({ name, to }) => name !== 'human' || to.kind === 'file')) {
    await writeReports(outputs, await reportOf(told, exitCode), told.text(plainPaint, fileLayout));
  }
  return exitCode;
}

/** What a replay came to, for people, and what reports need beside it. */
interface Told {
  readonly result: ReplayResult;
  readonly text: (paint: Paint, layout: Layout) => string;
  readonly state: string;
  readonly seed: number;
  /** The witness file; empty where a program was given. */
  readonly file: string;
  readonly flags: InvocationFlags;
}

async function reportOf(told: Told, exitCode: ExitCodeValue): Promise<Report> {
  const { jsonReport } = await import('../../report/json/json-report.js');
  const { replayedResult } = await import('../../report/json/replayed-result.js');
  const { seed, flags } = told;
  const results = [replayedResult(told.result, told)];
  const run = runSettings('replay', exitCode);
  // It is written as its schema says, which a test holds it to.
  return jsonReport({ seed, results, notLoaded: [], flags, run }) as unknown as Report;
}

async function replayWitness(
  replayed: Replayed & { readonly kind: 'witness' },
  flags: ReplayFlags,
): Promise<Told> {
  const { saved, file } = replayed;
  const { locator, digest } = saved.subject;
  const result = await replay(await replayOptions(replayed, flags));
  const changes: string[] = [];
  if (result.digestChanged) {
    const [was, is] = [digest.sha256, result.subject.digest].map(
      (hex) => `sha256:${hex.slice(0, 12)}`,
    );
    const change = `${locator} has changed since the witness was written: it was ${was}, now it is ${is}`;
    if (flags.sameSubject === true) throw new UsageError(`${change}. --same-subject refuses that.`);
    changes.push(`${change}.\n`);
  }
  const state = stateText(result, saved);
  const again = replayCommandLine(result, { literal: saved.program, file }, noFlags);
  const text = (paint: Paint, { width }: Layout): string =>
    `${changes.join('')}${locator}: ${state}\n` +
    witnessText(result, file, [again, saved.foundBy], paint, width);
  return { result, text, state, seed: saved.seed, file, flags: noFlags };
}

async function replayProgram(
  replayed: Replayed & { readonly kind: 'program' },
  flags: ReplayFlags,
): Promise<Told> {
  const options = await replayOptions(replayed, flags);
  const result = await replay(options);
  const state = programStateText(result);
  const subject = subjectFlags(flags);
  const literal = { literal: replayed.source, file: '' };
  const invocation = { ...noFlags, subject };
  const again = replayCommandLine(result, literal, invocation);
  const text = (paint: Paint, { width }: Layout): string =>
    `${options.locator}: ${state}\n${witnessText(result, replayed.file, [again], paint, width)}`;
  return { result, text, state, seed: 0, file: '', flags: invocation };
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

/** The violation, if there is one; `again` are the commands that show the same once more. */
function witnessText(
  result: ReplayResult,
  file: string,
  again: readonly string[],
  paint: Paint,
  width: number,
): string {
  if (result.witness === undefined) return '';
  return `\n${counterexample({ ...result.witness, file }, again, paint, width).join('\n')}\n`;
}
