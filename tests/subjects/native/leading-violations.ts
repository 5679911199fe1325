import { unpackProgram } from '../../../dist/src/core/execution-batch.js';
import { decodeExecution } from '../../../dist/src/core/decode-execution.js';
import { printProgram } from '../../../dist/src/core/program-literal.js';
import { contextOf } from '../../../dist/src/engine/examine.js';
import { openSession, type SessionOptions } from '../../../dist/src/engine/session.js';
import { ProgramSource } from '../../../dist/src/generate/program-source.js';
import { explain } from '../../../dist/src/judge/explain.js';
import { CLEAN } from '../../../dist/src/judge/kernel-state.js';

/**
 * The property that leads in each of the programs of one seed that break something, with the
 * programs: what a campaign finds before it shrinks, at a small part of the cost.
 */
export async function leadingViolations(
  options: SessionOptions,
  { seed, runs }: { readonly seed: number; readonly runs: number },
): Promise<ReadonlyMap<string, string>> {
  const session = await openSession({ ...options, effort: 'quick' });
  const leads = new Map<string, string>();
  for (const { programs } of new ProgramSource(session.plan, seed).batches(0, runs)) {
    const batch = await session.run(programs);
    for (let index = 0; index < programs.count; index++) {
      const program = unpackProgram(programs, index);
      if (session.kernel.judge(batch, index, program.world.limitBytes) === CLEAN) continue;
      const main = decodeExecution(batch, index, program);
      const [lead] = explain({ main, others: [] }, contextOf(session)).findings;
      if (lead !== undefined) leads.set(lead.property, printProgram(program));
    }
  }
  await session.subject.close();
  return leads;
}
