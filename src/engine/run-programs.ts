import { decodeExecution } from '../core/decode-execution.js';
import { packPrograms } from '../core/execution-batch.js';
import type { Execution } from '../core/execution.js';
import type { Program } from '../core/program.js';
import type { Patience } from './patience.js';
import type { Session } from './session.js';

/** Runs programs as one batch and answers readable executions, in the same order. */
export async function runPrograms(
  session: Session,
  programs: readonly Program[],
  patience?: Patience,
): Promise<Execution[]> {
  const batch = await session.run(packPrograms(programs), patience);
  return programs.map((program, index) => decodeExecution(batch, index, program));
}
