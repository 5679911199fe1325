import type { AddressRange } from '../src/core/address.js';
import { fittingGap } from '../models/gap-fit.js';
import type { Step } from '../src/core/execution.js';
import { naturalAlignment } from '../src/contract/terms/lawful-answer.js';
import type { Contract } from '../src/contract/document/contract-schema.js';
import { sizeLaw } from '../src/contract/requests/size-law.js';
import { whyUnlimited } from '../src/contract/terms/region-terms.js';
import type { SubjectDescription } from '../src/core/subject-description.js';
import { findLive, requestedBytes } from '../models/interval-model.js';
import type { Moment } from './each-moment.js';
import { wasRefused } from './lawful-end.js';
import { finding, grantOf, isRealloc, sureBytes } from './moment.js';
import { property, type Judgement } from './property.js';
import { kindsThat } from '../src/core/request-kind.js';

type Level = 'floor' | 'gap' | 'exact';

/** What must fit is granted. */
export const noSpuriousNull = property({
  id: 'no-spurious-null',
  claim:
    'What must fit is granted: the floor for everyone, a gap or the exact model where the contract says so.',
  formula:
    'floor: on a fresh region of at least smallestUsefulBytes, the first two grants, and up to four of one ' +
    'layout, size <= capacity/64 at natural alignment, are granted; so is a realloc of the only block, ' +
    'old and new size together <= capacity/64, unless it may never move; where the subject asks its ' +
    'host, the first of 1 to 16 bytes; none behind a call that the host refused',
  why:
    'An allocator that always answers null breaks nothing else. Beyond the floor a ' +
    'refusal is judged only by arithmetic that the contract gives, since segregated and ' +
    'good-fit allocators lawfully refuse what a gap could hold.',
  source: 'Appel and Naumann, Verified Sequential Malloc/Free (resource-aware malloc)',
  clause(contract, subject) {
    if (contract.nulls !== 'unjudged') return 'nulls';
    if (mayOweFloor(contract, subject)) return 'region.smallestUsefulBytes';
    const judgesInit = subject.regionIsGiven && !contract.region.mayRefuseInit;
    return judgesInit ? 'region.mayRefuseInit' : undefined;
  },
  whyNotTested: ({ floor }) => floor,
  evidence: ['spuriousRefusal'],
  countedBy: 'judges',
  onceBroken: 'goesOn',
  checkStep(moment) {
    if (moment.step.kind === 'init') return judgeInit(moment);
    if (!isLawful(moment)) return 'notExercised';
    const must = mustFit(moment);
    if (must === undefined) return 'notExercised';
    if (!wasRefused(moment)) return grantOf(moment) === undefined ? 'notExercised' : 'holds';
    return finding(
      moment,
      'no-spurious-null',
      must.level === 'floor' ? 'region.smallestUsefulBytes' : 'nulls',
      {
        kind: 'spuriousRefusal',
        level: must.level,
        requestedBytes: requestedBytes(moment.step),
        align: moment.step.align,
        liveBytes: moment.before.liveBytes,
        capacityBytes: sureBytes(moment) ?? 0n,
        gap: must.gap,
      },
    );
  },
});

/**
 * Whether a region may be so long that the floor is owed. Where none is, where memory grows without a
 * limit, no program could exercise it.
 */
function mayOweFloor({ region }: Contract, subject: SubjectDescription): boolean {
  if (subject.growable && !subject.regionIsGiven) {
    if (subject.hasHostDoor === true) return true;
    return subject.footprintMeasured && whyUnlimited(subject) === undefined;
  }
  const own = subject.regionBytes ?? Infinity;
  const longest = subject.regionIsGiven ? Math.min(region.largestBytes, own) : own;
  // Of a heap that is given and grows within its length, what init has taken may be used up.
  const heldBytes = subject.growable ? (subject.initialFootprintBytes ?? 0) : 0;
  return longest - heldBytes >= region.smallestUsefulBytes;
}

/**
 * A region that is given must be accepted, unless the contract says that init may refuse, or the host
 * refused what init asked of it.
 */
function judgeInit(moment: Moment): Judgement<'spuriousRefusal'> {
  const { step, contract, subject } = moment;
  if (contract.region.mayRefuseInit) return 'notExercised';
  if (step.outcome.kind !== 'refused') {
    return subject.regionIsGiven && step.outcome.kind === 'done' ? 'holds' : 'notExercised';
  }
  if (moment.after.hostHasRefused) return 'notExercised';
  return finding(moment, 'no-spurious-null', 'region.mayRefuseInit', {
    kind: 'spuriousRefusal',
    level: 'floor',
    requestedBytes: step.size,
    align: 1n,
    liveBytes: 0n,
    capacityBytes: step.size,
    gap: undefined,
  });
}

/** A size that the contract lets be refused, or rounds up, is no question for the arithmetic here. */
function isLawful(moment: Moment): boolean {
  const { terms, step } = moment;
  return sizeLaw(terms, step.kind, requestedBytes(step), step.align) === 'lawful';
}

const asksForLayout = kindsThat('asksForLayout');

function mustFit(moment: Moment): { level: Level; gap: AddressRange | undefined } | undefined {
  if (moment.before.live.length >= moment.terms.region.maxBlocks && !isRealloc(moment)) {
    return undefined;
  }
  if (moment.contract.nulls === 'exact' && moment.expected?.kind === 'at') {
    const { address } = moment.expected;
    return { level: 'exact', gap: { start: address, end: address + moment.step.size } };
  }
  const isOwed = onFloor(moment) || isReallocOnFloor(moment) || isFirstFew(moment);
  if (isOwed && !moment.after.hostHasRefused) return { level: 'floor', gap: undefined };
  if (
    moment.contract.nulls !== 'gap' ||
    moment.contract.gap === undefined ||
    !asksForLayout.has(moment.step.kind) ||
    moment.step.size === 0n
  ) {
    return undefined;
  }
  const gap = fittingGap(
    moment.contract.gap,
    moment.contract.region.metadata,
    moment.before,
    moment.step,
  );
  return gap === undefined ? undefined : { level: 'gap', gap };
}

/**
 * C11 asked that the size be a multiple of the alignment, and which alignments aligned_alloc supports
 * is for the implementation to say: emmalloc, as posix_memalign does, takes none below a pointer's
 * size. Allocators that refuse these are right by it.
 */
const isWidelyAccepted = ({ size, align }: Step, pointerBytes: number): boolean =>
  size % align === 0n && align >= BigInt(pointerBytes);

/** S21, where the host has refused nothing: then a fresh subject has room for a few bytes. */
function isFirstFew({ step, terms, before }: Moment): boolean {
  if (step.entry === 'aligned_alloc' && !isWidelyAccepted(step, terms.pointerBytes)) return false;
  if (!asksForLayout.has(step.kind) || !terms.region.hasHostDoor) return false;
  if (before.fresh?.grants !== 0) return false;
  const isFew = step.size > 0n && step.size <= FEW_BYTES;
  return isFew && step.align <= naturalAlignment(terms, step.size);
}

const FEW_BYTES = 16n;

/** S21, for the first two grants on a fresh region, and up to four of one layout. */
function onFloor(moment: Moment): boolean {
  const { step, contract, terms, before } = moment;
  const { fresh } = before;
  const capacity = sureBytes(moment);
  if (step.entry === 'aligned_alloc' && !isWidelyAccepted(step, terms.pointerBytes)) return false;
  if (!asksForLayout.has(step.kind)) return false;
  if (fresh === undefined || fresh.grants > 3 || capacity === undefined) return false;
  // The second grant may be of any layout. From the third on all are of one, since a slab for each of
  // many layouts may lawfully be more than a small region has.
  const same = fresh.sizeBytes === step.size && fresh.align === step.align;
  if (fresh.grants > 1 && !same) return false;
  return (
    capacity >= BigInt(contract.region.smallestUsefulBytes) &&
    isSmall(step, step.size, moment) &&
    // A first grant that is larger, or padded for its alignment, may have filled the region.
    (fresh.grants === 0 ||
      same ||
      isSmall({ size: fresh.sizeBytes, align: fresh.align }, fresh.sizeBytes, moment))
  );
}

/**
 * S21 for the realloc of the only block: both blocks together would be on the floor, so that even who
 * grants a new one, copies and frees the old has room. In a fuller region that may be refused, be it a
 * shrink; and a realloc that never moves has nowhere to go.
 */
function isReallocOnFloor(moment: Moment): boolean {
  const { step, contract, before } = moment;
  const { fresh } = before;
  const capacity = sureBytes(moment);
  if (step.kind !== 'realloc' || contract.realloc.inPlaceOnly) return false;
  // Who grants, copies and frees has two blocks for a while.
  if (moment.terms.region.maxBlocks < 2) return false;
  if (fresh?.grants !== 1 || capacity === undefined) return false;
  if (capacity < BigInt(contract.region.smallestUsefulBytes)) return false;
  const isOnlyBlock = findLive(before, step.allocation) !== undefined;
  const old = { size: fresh.sizeBytes, align: fresh.align };
  const together = old.size + step.size;
  if (!isOnlyBlock || old.size === 0n || step.size === 0n) return false;
  return isSmall(step, together, moment) && isSmall(old, together, moment);
}

/** Whether so many bytes in all are a small part of the region, and the layout is padded for nothing. */
function isSmall(
  { size, align }: { readonly size: bigint; readonly align: bigint },
  bytes: bigint,
  moment: Moment,
): boolean {
  const capacity = sureBytes(moment) ?? 0n;
  return bytes <= capacity / 64n && align <= naturalAlignment(moment.terms, size);
}
