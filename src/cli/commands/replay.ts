import { UsageError } from '../../core/errors.js';
import { ExitCode, type ExitCodeValue } from '../../core/exit-code.js';
import { parseProgram } from '../../core/parse-program-literal.js';
import { replay, type ReplayResult } from '../../engine/replay.js';
import { counterexample } from '../../report/human/counterexample.js';
import { replayCommand as replayCommandLine } from '../../report/reproduce-commands.js';
import { readWitness } from '../../witness/read-witness.js';
import type { SavedWitness } from '../../witness/saved-witness.js';
import { loadContract } from '../load-contract.js';
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

/** `allocert replay`: one program again, from a witness file or a literal. */
export async function replayCommand(source: string, flags: ReplayFlags): Promise<ExitCodeValue> {
  return source.trimStart().startsWith('allocert/')
    ? replayLiteral(source, flags)
    : replayFile(source, flags);
}

async function replayFile(file: string, flags: ReplayFlags): Promise<ExitCodeValue> {
  const saved = readWitness(file);
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
  process.stdout.write(`${stateText(result, saved)}\n`);
  const again = replayCommandLine(result, { literal: saved.program, file }, noFlags);
  printWitness(result, file, [again, saved.foundBy]);
  return exitCodes[result.state];
}

async function replayLiteral(literal: string, flags: ReplayFlags): Promise<ExitCodeValue> {
  if (flags.subject === undefined) {
    throw new UsageError('a program literal does not say whom to run it against: add --subject.');
  }
  parseProgram(literal);
  const contract = await loadContract(flags.contract);
  const result = await replay({
    witness: { literal },
    locator: flags.subject,
    ...(contract === undefined ? {} : { contract }),
    ...(flags.maxAlign === undefined ? {} : { maxAlign: flags.maxAlign }),
    ...(flags.export === undefined ? {} : { functions: flags.export }),
  });
  const broken = result.witness?.finding.property;
  process.stdout.write(
    broken === undefined
      ? `${flags.subject}: this program breaks nothing that contract ${result.contract.name} claims.\n`
      : `${flags.subject}: this program breaks ${broken}.\n`,
  );
  const subject = [
    ...(flags.contract === undefined ? [] : ['--contract', flags.contract]),
    ...(flags.maxAlign === undefined ? [] : ['--max-align', String(flags.maxAlign)]),
    ...Object.entries(flags.export ?? {}).flatMap(([name, target]) => [
      '--export',
      `${name}=${target}`,
    ]),
  ];
  const again = replayCommandLine(result, { literal, file: '' }, { ...noFlags, subject });
  printWitness(result, '', [again]);
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

function stateText({ state }: ReplayResult, { subject, property, contract }: SavedWitness): string {
  switch (state) {
    case 'stillViolated':
      return `${subject.locator}: still violated: ${property}`;
    case 'fixed':
      return `${subject.locator}: fixed: this program does not break ${property} any more`;
    case 'notApplicable':
      return `${subject.locator}: not applicable: contract ${contract.name} does not claim ${property} of it`;
  }
}

/** `again` are the commands that show the same once more. */
function printWitness(result: ReplayResult, file: string, again: readonly string[]): void {
  if (result.witness === undefined) return;
  const witness = { ...result.witness, file };
  const lines = counterexample(witness, again, paintFor(process.stdout));
  process.stdout.write(`\n${lines.join('\n')}\n`);
}
