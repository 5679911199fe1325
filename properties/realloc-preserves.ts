import { lawfulKinds } from '../src/contract/requests/lawful-calls.js';
import { findLive } from '../models/interval-model.js';
import { overlapping } from '../models/live-intervals.js';
import type { Moment } from './each-moment.js';
import { finding, grantOf, holderOf, intersection, isRealloc } from './moment.js';
import { blamed } from './content-preserved.js';
import { property, type Judgement } from './property.js';
import { kindsThat } from '../src/core/request-kind.js';

const resizes = kindsThat('resizes');

/** realloc keeps what it must keep. */
export const reallocPreserves = property({
  id: 'realloc-preserves',
  claim:
    'realloc keeps min(old, new) bytes; a refused realloc leaves the old block live, in place and intact.',
  formula:
    'realloc(A, n) granted: byte(A, i) unchanged for i < min(A.size, n); refused: A stays live and unchanged',
  why:
    'Most real bugs need a realloc. That a refused one must not free the old block is ' +
    'checked by nobody else: the damage shows only when the block is handed out again.',
  source: 'C17 7.22.3.5; Rust GlobalAlloc::realloc',
  clause: (contract, subject) =>
    lawfulKinds(contract, subject).some((kind) => resizes.has(kind)) ? 'realloc' : undefined,
  evidence: ['damage', 'overlap', 'notInPlace'],
  countedBy: { observer: 'reallocKept' },
  onceBroken: 'ends',
  checkStep(moment) {
    return (
      lostContent(moment) ??
      lostRefused(moment) ??
      movedInPlace(moment) ??
      (isRealloc(moment) && leftBehind(moment) ? 'holds' : 'notExercised')
    );
  },
});

function lostContent(moment: Moment): Judgement<'damage'> | undefined {
  for (const damage of moment.damages) {
    const victim = findLive(moment.after, damage.allocation);
    const refused = damage.aspect === 'content' && victim?.latestRefusedRealloc === true;
    if (damage.aspect !== 'reallocKept' && !refused) continue;
    return finding(moment, 'realloc-preserves', 'realloc', {
      kind: 'damage',
      damage,
      victim: victim && holderOf(victim),
      blamedStep: damage.aspect === 'reallocKept' ? moment.step.index : blamed(moment),
    });
  }
  return undefined;
}

/** The block of a refused realloc was given to somebody else. */
function lostRefused(moment: Moment): Judgement<'overlap'> | undefined {
  const granted = grantOf(moment);
  if (granted === undefined) return undefined;
  const victim = overlapping(moment.before, granted.range, granted.old?.allocation).find(
    (interval) => interval.latestRefusedRealloc,
  );
  if (victim === undefined) return undefined;
  return finding(moment, 'realloc-preserves', 'realloc', {
    kind: 'overlap',
    grant: granted,
    live: holderOf(victim),
    shared: intersection(granted.range, victim.range),
  });
}

function movedInPlace(moment: Moment): Judgement<'notInPlace'> | undefined {
  const granted = grantOf(moment);
  if (granted?.old === undefined || !moment.contract.realloc.inPlaceOnly) return undefined;
  if (granted.old.range.start === granted.range.start) return undefined;
  return finding(moment, 'realloc-preserves', 'realloc.inPlaceOnly', {
    kind: 'notInPlace',
    before: holderOf(granted.old),
    after: granted,
  });
}

/**
 * Whether a refused realloc left a block behind that is short enough to be written: that is read back
 * whole. What a granted one kept is compared, and counted, by the observer. Where there are no bytes the
 * block keeps its range, which later grants are held against.
 */
function leftBehind({ step, after, terms }: Moment): boolean {
  const { kind } = step.outcome;
  const block = findLive(after, step.allocation);
  if ((kind !== 'refused' && kind !== 'rejected') || block === undefined) return false;
  return block.requestedBytes > 0n && block.requestedBytes <= BigInt(terms.fillLimitBytes);
}
