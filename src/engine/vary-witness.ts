import type { Program } from '../core/program.js';
import type { WitnessVariation } from '../core/result.js';
import { variations } from '../shrink/variations.js';
import type { FailingCandidates } from './failing-candidates.js';

/** Variations that are run at most; a long witness has its first requests varied only. */
const MOST = 200;

/**
 * Varies a finished witness, one quantity at a time, and says with which values the same property
 * breaks as well. Only what was tried is told. @throws Interrupted
 */
export async function varyWitness(
  program: Program,
  candidates: FailingCandidates,
  mayAsk: (program: Program) => boolean,
): Promise<WitnessVariation[]> {
  const found = new Map<string, { of: WitnessVariation; broken: Value[]; kept: Value[] }>();
  let tried = 0;
  for (const { of, request, value, was, program: varied } of variations(program)) {
    if (!mayAsk(varied)) continue;
    if (++tried > MOST) break;
    const key = `${of} ${request ?? ''}`;
    const broken: Value[] = found.get(key)?.broken ?? [];
    const kept: Value[] = found.get(key)?.kept ?? [];
    const place = request === undefined ? { of, was } : { of, request, was };
    found.set(key, { of: { ...place, broken, kept }, broken, kept });
    ((await candidates.first([varied])) === 0 ? broken : kept).push(value);
  }
  return [...found.values()].map((one) => one.of);
}

type Value = number | string;
