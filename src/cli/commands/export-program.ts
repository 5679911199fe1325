import { dirname, relative, resolve } from 'node:path';
import type { CallShape } from '../../core/call-shape.js';
import { UsageError } from '../../core/errors.js';
import { ExitCode, type ExitCodeValue } from '../../core/exit-code.js';
import { parseProgram } from '../../core/parse-program-literal.js';
import { replay } from '../../engine/replay.js';
import { replayCommand as replayCommandLine } from '../../report/reproduce-commands.js';
import { printC } from '../../reproduce/c/print-c.js';
import { makeReproduction, type ReproductionInput } from '../../reproduce/make-reproduction.js';
import type { Reproduction } from '../../reproduce/reproduction.js';
import { printGlobalAlloc, printRust } from '../../reproduce/rust/print-rust.js';
import { printTypescript } from '../../reproduce/typescript/print-typescript.js';
import { findCallShape } from '../../subjects/find-call-shape.js';
import { printRep } from '../../traces/print-rep.js';
import type { ProgramFormat } from '../option-values.js';
import type { Replayed } from '../read-replayed.js';
import { replayOptions, subjectFlags, type ReplayFlags } from '../replay-options.js';
import { writeProgram } from '../write-program.js';

type Language = Exclude<ProgramFormat, 'rep'>;

const printers: Readonly<Record<Language, (made: Reproduction, file: string) => string>> = {
  c: printC,
  rust: printRust,
  'global-alloc': printGlobalAlloc,
  ts: (made, file) => printTypescript(made, file, pathFrom(file, made.calls)),
};

/** The subject as a program in `file` imports it. */
function pathFrom(file: string, calls: CallShape): string {
  if (calls.kind === 'native') return '';
  const path = relative(dirname(resolve(file)), calls.path);
  return path.startsWith('.') ? path : `./${path}`;
}

const endings: Readonly<Record<Language, string>> = {
  c: 'c',
  rust: 'rs',
  'global-alloc': 'rs',
  ts: 'ts',
};

/**
 * `allocert replay --as`: a witness, literal or trace in another form. A trace needs its requests
 * only; the languages need the answers too, so the program is run for them.
 */
export async function exportProgram(
  replayed: Replayed,
  format: ProgramFormat,
  flags: ReplayFlags,
): Promise<ExitCodeValue> {
  const text = format === 'rep' ? traceOf(replayed) : await programIn(format, replayed, flags);
  writeProgram(text, flags.output);
  return ExitCode.holds;
}

function traceOf(replayed: Replayed): string {
  const { program, sizeBits } =
    replayed.kind === 'witness'
      ? {
          program: parseProgram(replayed.saved.program),
          sizeBits: replayed.saved.subject.sizeBits,
        }
      : { program: replayed.program, sizeBits: 64 as const };
  return printRep(program, sizeBits);
}

async function programIn(
  language: Language,
  replayed: Replayed,
  flags: ReplayFlags,
): Promise<string> {
  const options = await replayOptions(replayed, flags);
  const result = await replay(options);
  if (result.trial === undefined) {
    throw new UsageError(`${options.locator}: not applicable: ${result.reason}`);
  }
  if (replayed.kind === 'witness' && result.witness === undefined) {
    process.stderr.write(
      `${options.locator} does not break ${replayed.saved.property} any more, so the program ends with 0.\n`,
    );
  }
  const command = replayCommandLine(result, wordOf(replayed), {
    subject: replayed.kind === 'witness' ? [] : subjectFlags(flags),
    campaign: [],
  });
  const input: ReproductionInput = {
    trial: result.trial,
    finding: result.witness?.finding,
    terms: result.terms,
    subject: result.subject,
    calls: await findCallShape(result.subject, options.functions),
    command,
  };
  return printers[language](makeReproduction(input), flags.output ?? `repro.${endings[language]}`);
}

/** What is replayed, as a word of the command line. */
const wordOf = (replayed: Replayed): { file: string; literal: string } =>
  replayed.kind === 'witness'
    ? { file: replayed.file, literal: '' }
    : { file: '', literal: replayed.source };
