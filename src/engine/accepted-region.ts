import type { Contract } from '../contract/document/contract-schema.js';
import { packPrograms } from '../core/execution-batch.js';
import { decodeExecution } from '../core/decode-execution.js';
import type { Execution } from '../core/execution.js';
import { makeProgram } from '../core/program.js';
import { defaultWorld } from '../core/world.js';
import type { RunSettings, Subject } from '../subjects/subject.js';

/** What init makes of regions of the lawful lengths. */
export interface AcceptedRegion {
  /** Bytes of the shortest one that it accepts. */
  readonly shortestBytes: number;
  /** Bytes that it holds at once of the longest; undefined where it does not say, or refuses that one. */
  readonly initialFootprintBytes: number | undefined;
}

/**
 * Tries init with lawful regions, of lengths that double and of the longest. Undefined where init may not
 * refuse, or refuses all of them.
 *
 * A malloc lab may take 1 MiB at once in mm_init, or all the 20 MiB of its driver's heap. In shorter
 * regions every program ends before its first request, and nothing is tested; and of what it has taken
 * nobody knows whether anything is left to be granted.
 */
export async function acceptedRegion(
  subject: Subject,
  contract: Contract,
  settings: RunSettings,
): Promise<AcceptedRegion | undefined> {
  const { smallestBytes, largestBytes, mayRefuseInit, sizeMultiple } = contract.region;
  if (!mayRefuseInit || !subject.description.regionIsGiven) return undefined;
  const smallest = Math.max(sizeMultiple, smallestBytes);
  const lengths: number[] = [];
  for (let bytes = smallest; bytes < largestBytes; bytes *= 2) lengths.push(bytes);
  lengths.push(largestBytes);
  const programs = lengths.map((regionBytes) => makeProgram({ ...defaultWorld, regionBytes }, []));
  const batch = await subject.run(packPrograms(programs), settings);
  const executions = programs.map((program, index) => decodeExecution(batch, index, program));
  const shortestBytes = lengths.find((_, index) => isAccepted(executions[index]));
  if (shortestBytes === undefined) return undefined;
  const longest = executions.at(-1);
  const held = longest && isAccepted(longest) ? longest.extents.at(0)?.footprintBytes : undefined;
  const { growable } = subject.description;
  return {
    shortestBytes,
    initialFootprintBytes: growable && held !== undefined ? Number(held) : undefined,
  };
}

const isAccepted = ({ steps }: Execution): boolean => steps.at(0)?.outcome.kind === 'done';
