import type { Contract } from '../contract/contract-schema.js';
import { decodeExecution } from '../core/decode-execution.js';
import { packPrograms } from '../core/execution-batch.js';
import { makeProgram } from '../core/program.js';
import { defaultWorld } from '../core/world.js';
import type { RunSettings, Subject } from '../subjects/subject.js';
import { allocRequest } from './derive-programs.js';

/** Who takes more for one byte blows memory up; that is for bounded growth to say. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Bytes that a subject which grows takes from its host for the first byte that it grants; 0 where it
 * takes none, or takes more than anybody needs.
 *
 * mimalloc reserves an arena of 32 MiB then, and needs all of it. That belongs to what it holds at
 * rest: a limit that left no room for it would refuse whatever is asked, and lawfully.
 */
export async function startUpBytes(
  subject: Subject,
  contract: Contract,
  settings: RunSettings,
): Promise<number> {
  const { growable, regionIsGiven, footprintMeasured } = subject.description;
  if (!growable || regionIsGiven || !footprintMeasured) return 0;
  const size = BigInt(Math.max(1, contract.sizes.smallest));
  const program = makeProgram(defaultWorld, [allocRequest(size, 0)]);
  const batch = await subject.run(packPrograms([program]), { ...settings, confirmHangs: false });
  const { extents } = decodeExecution(batch, 0, program);
  const first = extents.at(0)?.footprintBytes;
  const last = extents.at(-1)?.footprintBytes;
  if (first === undefined || last === undefined) return 0;
  const grown = Number(last - first);
  return grown > 0 && grown <= MOST_BYTES ? grown : 0;
}
