import type { Holder } from '../src/core/evidence.js';
import { rangeOverlaps } from '../src/core/address.js';
import type { Moment } from './each-moment.js';
import { wasRefused } from './lawful-end.js';
import { asksForMemory, finding, grantOf, holderOf, isRealloc, sureBytes } from './moment.js';
import { heldRange, requestedBytes } from '../models/interval-model.js';
import { startingIn } from '../models/live-intervals.js';
import { property, type Judgement } from './property.js';

/** Requests of zero bytes get what the contract says. */
export const zeroSize = property({
  id: 'zero-size',
  claim:
    'A request of zero bytes gets what the contract says: null, a unique address, or an aligned one.',
  formula:
    'unique: a live grant of size 0 counts as one byte against all live ranges and other grants of size 0',
  why:
    'C allows null or a unique pointer and forbids a pointer shared with a live object; ' +
    'Rust forbids asking; arenas hand out their cursor. In-bounds, placement and content ' +
    'never apply to zero bytes.',
  source: 'C17 7.22.3; C23 7.24.3; DR 400; CWE-687 style audits of malloc(0)',
  clause: (contract) => (contract.zeroSize === 'undefined' ? undefined : 'zeroSize'),
  evidence: ['zeroSizeAnswer'],
  countedBy: 'judges',
  onceBroken: 'goesOn',
  checkStep(moment) {
    const { contract, step } = moment;
    if (!asksForMemory(moment)) return 'notExercised';
    const wanted = contract.zeroSize;
    const zero = requestedBytes(step) === 0n && !isRealloc(moment);
    if (!zero)
      return wanted === 'unique' || wanted === 'nullOrUnique' ? coversZero(moment) : 'notExercised';
    const refused = wasRefused(moment);
    const granted = grantOf(moment);
    if (refused) return refusalOf(moment);
    if (granted === undefined) return 'notExercised';
    if (wanted === 'null') return wrong(moment, undefined);
    if (wanted === 'dangling') return 'holds';
    const byte = { start: granted.range.start, end: granted.range.start + 1n };
    const shared = moment.before.live.find((interval) =>
      rangeOverlaps(heldRange(interval, wanted), byte),
    );
    return shared === undefined ? 'holds' : wrong(moment, holderOf(shared));
  },
});

/**
 * A unique address takes room, so a full region may refuse it like any other request; a fresh one
 * may not. A dangling address takes none.
 */
function refusalOf(moment: Moment): Judgement<'zeroSizeAnswer'> {
  const { contract, before } = moment;
  if (contract.zeroSize === 'null' || contract.zeroSize === 'nullOrUnique') return 'holds';
  if (contract.zeroSize === 'dangling') return wrong(moment, undefined);
  const bytes = sureBytes(moment);
  const fresh = before.fresh?.grants === 0;
  if (!fresh || bytes === undefined || bytes < BigInt(contract.region.smallestUsefulBytes))
    return 'notExercised';
  return wrong(moment, undefined);
}

/** A later grant must not take the address of a live unique zero-size one. */
function coversZero(moment: Moment): Judgement<'zeroSizeAnswer'> {
  const granted = grantOf(moment);
  if (granted === undefined) return 'notExercised';
  // A live grant of size 0 is one byte: what covers it starts at it or before.
  const zero = startingIn(moment.before, granted.range).find(
    (interval) => interval.requestedBytes === 0n && interval.allocation !== granted.old?.allocation,
  );
  return zero === undefined ? 'notExercised' : wrong(moment, holderOf(zero));
}

function wrong(moment: Moment, shared: Holder | undefined): Judgement<'zeroSizeAnswer'> {
  return finding(moment, 'zero-size', 'zeroSize', {
    kind: 'zeroSizeAnswer',
    expected: moment.contract.zeroSize,
    outcome: moment.step.outcome,
    shared,
  });
}
