import { randomInt } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { AllocertError, UsageError } from '../../core/errors.js';
import { ExitCode, type ExitCodeValue } from '../../core/exit-code.js';
import type { SubjectResult, Witness } from '../../core/result.js';
import type { Verdict } from '../../core/verdict.js';
import { certify } from '../../engine/certify.js';
import { Interrupted } from '../../engine/interrupted.js';
import { humanReport } from '../../report/human/human-report.js';
import { fileLayout } from '../../report/human/layout.js';
import { plainPaint, type Paint } from '../../report/human/paint.js';
import { subjectsTable } from '../../report/human/subjects-table.js';
import {
  certifyCommand as certifyCommandLine,
  type InvocationFlags,
} from '../../report/reproduce-commands.js';
import type { NotLoaded } from '../../report/json/json-report.js';
import type { Report } from '../../report/json/report-schema.js';
import type { FoundWitnesses } from '../../witness/find-saved-witnesses.js';
import { tool } from '../../witness/tool.js';
import { certifySettings, type CertifyFlags, type CertifySettings } from '../certify-settings.js';
import { findConfig } from '../config.js';
import { interruptSignal } from '../interrupt.js';
import { invocationFlags } from '../invocation-flags.js';
import { loadContract, type AskedContract } from '../load-contract.js';
import { printError } from '../print-error.js';
import { makeProgress } from '../progress.js';
import { reportOutputs } from '../report-outputs.js';
import { runSettings } from '../run-settings.js';
import { layoutFor, paintFor } from '../style.js';
import { worstExitCode } from '../worst-exit-code.js';
import { writeReports } from '../write-reports.js';

/** `allocert certify`: judges each subject, reports, and answers the worst exit code. */
export async function certifyCommand(
  locators: readonly string[],
  flags: CertifyFlags,
): Promise<ExitCodeValue> {
  const { config, path } = await findConfig(flags.config);
  const settings = certifySettings(flags, config, randomInt(2 ** 32));
  const contract = await loadContract(settings.contract);
  // Before the first word: who reads it may answer with Ctrl-C.
  const interrupt = interruptSignal();
  try {
    const from = path === undefined ? '' : `, configuration ${path}`;
    process.stderr.write(`${tool.name} ${tool.version}, seed ${settings.seed}${from}\n`);
    return await certifyAll(new Set(locators), flags, settings, contract, interrupt.signal);
  } finally {
    interrupt.release();
  }
}

async function certifyAll(
  locators: ReadonlySet<string>,
  flags: CertifyFlags,
  settings: CertifySettings,
  contract: AskedContract | undefined,
  signal: AbortSignal,
): Promise<ExitCodeValue> {
  const invocation = invocationFlags(flags);
  const isVerbose = flags.verbose === true;
  const outputs = reportOutputs(settings, process.env['GITHUB_ACTIONS'] === 'true');
  const humanStreams = outputs.flatMap(({ name, to }) =>
    name !== 'human' || to.kind === 'file' ? [] : [process[to.kind]],
  );
  const humanTexts: string[] = [];
  const results: SubjectResult[] = [];
  const notLoaded: NotLoaded[] = [];
  const codes: ExitCodeValue[] = [];
  for (const locator of locators) {
    if (signal.aborted) break;
    try {
      const judged = await certifySubject(locator, settings, contract, signal);
      const result = settings.save ? await saveWitnesses(judged, settings, invocation) : judged;
      results.push(result);
      codes.push(exitCodeOf(result));
      for (const stream of humanStreams) {
        stream.write(
          humanReport(result, invocation, paintFor(stream), layoutFor(stream, isVerbose)),
        );
      }
      humanTexts.push(humanReport(result, invocation, plainPaint, { ...fileLayout, isVerbose }));
    } catch (error) {
      // Stopped while it was loaded: there is nothing to report of it.
      if (error instanceof Interrupted) break;
      codes.push(printError(error));
      notLoaded.push(reasonOf(locator, error));
    }
  }
  const table = (paint: Paint): string => subjectsTable(results, notLoaded, paint);
  for (const stream of humanStreams) stream.write(table(paintFor(stream)));
  const exitCode = worstExitCode(signal.aborted ? [ExitCode.interrupted] : codes);
  if (outputs.some(({ name, to }) => name !== 'human' || to.kind === 'file')) {
    const { jsonReport } = await import('../../report/json/json-report.js');
    const report = jsonReport({
      ...{ seed: settings.seed, results, notLoaded, flags: invocation },
      run: runSettings(settings.effort, exitCode),
    });
    // It is written as its schema says, which a test holds it to.
    await writeReports(
      outputs,
      report as unknown as Report,
      humanTexts.join('\n') + table(plainPaint),
    );
  }
  return exitCode;
}

async function certifySubject(
  locator: string,
  settings: CertifySettings,
  contract: AskedContract | undefined,
  signal: AbortSignal,
): Promise<SubjectResult> {
  const saved = await savedWitnesses(witnessDirectory(settings), locator);
  const progress = makeProgress(locator, {
    isTerminal: process.stderr.isTTY,
    columns: process.stderr.columns,
    write: (text) => process.stderr.write(text),
    now: () => performance.now(),
  });
  try {
    const result = await certify({
      locator,
      ...(contract === undefined ? {} : { contract }),
      ...(settings.maxAlign === undefined ? {} : { maxAlign: settings.maxAlign }),
      functions: settings.exports,
      seed: settings.seed,
      effort: settings.effort,
      ...(settings.runs === undefined ? {} : { runs: settings.runs }),
      ...(settings.maxTimeMs === undefined ? {} : { maxTimeMs: settings.maxTimeMs }),
      ...(settings.properties === undefined ? {} : { properties: settings.properties }),
      savedWitnesses: saved.witnesses,
      onEvent: (event) => {
        progress.take(event);
      },
      signal,
    });
    return { ...result, notes: [...result.notes, ...saved.unreadable] };
  } finally {
    progress.end();
  }
}

/** Loads what reads witnesses only where there may be some: most runs have none. */
async function savedWitnesses(directory: string, locator: string): Promise<FoundWitnesses> {
  if (isMissing(directory)) return { witnesses: [], unreadable: [] };
  const { findSavedWitnesses } = await import('../../witness/find-saved-witnesses.js');
  return findSavedWitnesses(directory, locator);
}

function isMissing(directory: string): boolean {
  try {
    return statSync(directory, { throwIfNoEntry: false }) === undefined;
  } catch {
    // There is something that cannot be looked at, which the reader of witnesses tells.
    return false;
  }
}

const witnessDirectory = ({ outputDir }: CertifySettings): string => join(outputDir, 'witnesses');

/** The result with the file of each witness filled in. */
async function saveWitnesses(
  result: SubjectResult,
  settings: CertifySettings,
  invocation: InvocationFlags,
): Promise<SubjectResult> {
  if (result.properties.every(({ witness }) => witness === undefined)) return result;
  const { toSavedWitness } = await import('../../witness/to-saved-witness.js');
  const { writeWitness } = await import('../../witness/write-witness.js');
  const origin = {
    foundBy: certifyCommandLine(result, invocation),
    functions: settings.exports,
  };
  const save = (witness: Witness): Witness => {
    const saved = toSavedWitness(result, witness, origin);
    try {
      return { ...witness, file: writeWitness(saved, witnessDirectory(settings)) };
    } catch (error) {
      // A full disk costs the file, and neither the report nor the exit code.
      if (!(error instanceof UsageError)) throw error;
      process.stderr.write(`allocert: ${error.message}\n`);
      return witness;
    }
  };
  const properties = result.properties.map((property) => ({
    ...property,
    witness: property.witness && save(property.witness),
    furtherWitnesses: property.furtherWitnesses.map(save),
  }));
  return { ...result, properties };
}

function exitCodeOf({ verdict, ended }: SubjectResult): ExitCodeValue {
  const codes: Readonly<Record<Verdict, ExitCodeValue>> = {
    holds: ExitCode.holds,
    violated: ExitCode.violated,
    inconclusive: ExitCode.inconclusive,
    notApplicable: ExitCode.inconclusive,
  };
  return ended === 'interrupted' ? ExitCode.interrupted : codes[verdict];
}

function reasonOf(locator: string, error: unknown): NotLoaded {
  return {
    locator,
    code: error instanceof AllocertError ? error.code : 'ALLOCERT_BUG',
    message: error instanceof Error ? error.message : String(error),
  };
}
