import { propertyIds } from '../../core/property-id.js';
import { requestCount } from '../../core/program.js';
import type { PropertyResult, SubjectResult, Witness } from '../../core/result.js';
import type { ReplayResult } from '../../engine/replay.js';

/**
 * What a replay showed in the form of a campaign's result, so that every reporter tells it. One program is
 * no campaign: what it does not break has no verdict, and the note says what became of it.
 */
export function replayedResult(
  { subject, contract, witness, trial }: ReplayResult,
  { seed, file, state }: { readonly seed: number; readonly file: string; readonly state: string },
): SubjectResult {
  const broken = witness && { ...witness, file };
  const requests = trial === undefined ? 0 : requestCount(trial.main.program);
  return {
    subject,
    contract,
    seed,
    verdict: broken === undefined ? 'inconclusive' : 'violated',
    bounds: {
      ...{ programs: trial === undefined ? 0 : 1, requests, longestProgram: requests },
      elapsedMs: 0,
    },
    coverage: [],
    leftOut: [],
    notTested: [],
    properties: propertyIds.map((id) => replayedProperty(id, broken)),
    ended: broken === undefined ? 'complete' : 'violated',
    notes: [`one program was replayed, which is no campaign: ${state}`],
  };
}

function replayedProperty(id: PropertyResult['id'], witness: Witness | undefined): PropertyResult {
  const common = { id, furtherWitnesses: [], untoldKinds: 0, seenOnce: undefined };
  if (witness?.finding.property === id) {
    const { clause } = witness.finding;
    return {
      ...common,
      witness,
      clause,
      verdict: 'violated',
      checks: 1,
      reason: '',
      reasonKind: undefined,
    };
  }
  return {
    ...{ ...common, witness: undefined, clause: '', verdict: 'notApplicable', checks: 0 },
    ...{ reason: 'a replay judges one program', reasonKind: 'notAsked' },
  };
}
