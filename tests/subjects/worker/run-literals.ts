import { decodeExecution } from '../../../dist/src/core/decode-execution.js';
import { packPrograms } from '../../../dist/src/core/execution-batch.js';
import type { Execution, Step } from '../../../dist/src/core/execution.js';
import { parseProgram } from '../../../dist/src/core/parse-program-literal.js';
import type { RunSettings, Subject } from '../../../dist/src/subjects/subject.js';
import { settings } from '../module/module-files.js';

/** Runs programs, given as requests of the one-line literal, in one batch. */
export async function runLiterals(
  subject: Subject,
  requests: readonly string[],
  more: Partial<RunSettings> = {},
): Promise<Execution[]> {
  const programs = requests.map((text) => parseProgram(`allocert/1 {region=4096} ${text}`));
  const batch = await subject.run(packPrograms(programs), { ...settings, ...more });
  return programs.map((program, index) => decodeExecution(batch, index, program));
}

/** Addresses and other outcomes of the steps after init. */
export function answers(execution: Execution | undefined): (number | string)[] {
  return (execution?.steps ?? []).slice(1).map(answerOf);
}

function answerOf({ outcome }: Step): number | string {
  return outcome.kind === 'granted' ? Number(outcome.address) : outcome.kind;
}
