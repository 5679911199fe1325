import type { Contract } from '../contract/contract-schema.js';
import { packPrograms } from '../core/execution-batch.js';
import { decodeExecution } from '../core/decode-execution.js';
import { makeProgram } from '../core/program.js';
import { defaultWorld } from '../core/world.js';
import type { RunSettings, Subject } from '../subjects/subject.js';

/**
 * The shortest region that the subject's init accepts, of the lawful ones that double and the
 * longest, in bytes; undefined where init may not refuse, or refuses all of them.
 *
 * A malloc lab may take 1 MiB at once in mm_init, or all the 20 MiB of its driver's heap. In shorter
 * regions every program ends before its first request, and nothing is tested.
 */
export async function acceptedRegion(
  subject: Subject,
  contract: Contract,
  settings: RunSettings,
): Promise<number | undefined> {
  const { smallestBytes, largestBytes, mayRefuseInit, sizeMultiple } = contract.region;
  if (!mayRefuseInit || !subject.description.regionIsGiven) return undefined;
  const smallest = Math.max(sizeMultiple, smallestBytes);
  const lengths: number[] = [];
  for (let bytes = smallest; bytes < largestBytes; bytes *= 2) lengths.push(bytes);
  lengths.push(largestBytes);
  const programs = lengths.map((regionBytes) => makeProgram({ ...defaultWorld, regionBytes }, []));
  const batch = await subject.run(packPrograms(programs), settings);
  return lengths.find(
    (_, index) =>
      decodeExecution(batch, index, programs[index]).steps.at(0)?.outcome.kind === 'done',
  );
}
