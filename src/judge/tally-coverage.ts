import { requestedBytes } from '../../models/interval-model.js';
import type { JudgeContext } from '../../properties/property.js';
import { baseModulus, liveCounts, sizeClasses } from '../contract/goal-classes.js';
import { trapRefuses } from '../contract/trap-refuses.js';
import { sizeLaw } from '../contract/size-law.js';
import type { AddressRange } from '../core/address.js';
import type { Execution, Step } from '../core/execution.js';
import { growthLimit } from '../core/growth-limit.js';
import { invalidFreeNames, type RequestKindName } from '../core/request-kind.js';
import {
  emptyLedger,
  freeNeighbours,
  recordFree,
  recordGrant,
  type BlockLedger,
} from './block-ledger.js';

/**
 * How often one execution reached each coverage goal, by the goal's id; goals that it did not reach
 * are absent, and goals that `coverageGoals` left out may be present. Counts of executions add up.
 *
 * A step counts by its answer: what was skipped is not in the execution, and a refusal counts only
 * for goals that speak of one (S32). Cost: a walk over the steps, a few look-ups each.
 */
export function tallyCoverage(execution: Execution, context: JudgeContext): Map<string, number> {
  const tally = new Map<string, number>();
  const walk: Walk = {
    execution,
    context,
    ledger: emptyLedger(),
    regions: new Map(execution.extents.map(({ step, region }) => [step, region])),
    reach: (id) => tally.set(id, (tally.get(id) ?? 0) + 1),
    mostLive: 0,
    liveSinceEmpty: 0,
    longestFreed: 0n,
    regionBytes: undefined,
  };
  tallyWorld(walk);
  for (const step of execution.steps) {
    followExtents(walk, step);
    tallyAnswer(walk, step);
    tallyStep(walk, step);
  }
  for (const count of liveCounts) if (walk.mostLive >= count) walk.reach(`live.${count}`);
  return tally;
}

interface Walk {
  readonly execution: Execution;
  readonly context: JudgeContext;
  readonly ledger: BlockLedger;
  /** Regions by the step at which they changed. */
  readonly regions: ReadonlyMap<number, AddressRange>;
  readonly reach: (id: string) => unknown;
  mostLive: number;
  /** Most blocks that were live since none was. */
  liveSinceEmpty: number;
  /** Length of the longest block freed since the last reset. */
  longestFreed: bigint;
  /** Length of the region now, where it is known. */
  regionBytes: bigint | undefined;
}

const freshKinds: ReadonlySet<RequestKindName> = new Set([
  'alloc',
  'allocZeroed',
  'allocArray',
  'fill',
]);
const reallocKinds: ReadonlySet<RequestKindName> = new Set(['realloc', 'reallocArray']);

/** The end of a region whose end is not known is recorded as 2^53 - 1. */
const UNKNOWN_END = BigInt(Number.MAX_SAFE_INTEGER);

const GUESSED_CAPACITY = 1_048_576n;

function tallyWorld({ execution, context, reach }: Walk): void {
  const { world } = execution.program;
  if (world.fill.kind !== 'zero') reach('world.noise');
  if (world.regionBytes % 16 !== 0) reach('world.oddLength');
  if (world.baseOffset % baseModulus(context.contract) !== 0) reach('world.unalignedBase');
  if (world.observe !== 'edges') reach('contents.full');
}

function followExtents(walk: Walk, step: Step): void {
  const region = walk.regions.get(step.index);
  if (region === undefined) return;
  const { start, end } = region;
  walk.regionBytes = end < UNKNOWN_END && end > start ? end - start : undefined;
}

/** Goals that say no more than that a request of this kind was answered as it may be. */
function tallyAnswer({ reach, context }: Walk, step: Step): void {
  const { kind, outcome } = step;
  if (freshKinds.has(kind) || reallocKinds.has(kind)) {
    if (outcome.kind === 'granted' && kind !== 'fill') reach(`answered.${kind}`);
    return;
  }
  const gaveUp =
    kind === 'deallocInvalid' && Object.values(context.contract.free).includes('abort');
  const isAnswer = ['done', 'rejected', 'refused', 'granted'].includes(outcome.kind);
  if (isAnswer || (outcome.kind === 'faulted' && gaveUp)) reach(`answered.${kind}`);
}

function tallyStep(walk: Walk, step: Step): void {
  if (freshKinds.has(step.kind)) tallyFresh(walk, step);
  else if (reallocKinds.has(step.kind)) tallyRealloc(walk, step);
  else if (step.kind === 'resizeInPlace') followResize(walk, step);
  else if (step.kind === 'dealloc' || step.kind === 'drain') tallyFree(walk, step);
  else if (step.kind === 'deallocInvalid') tallyInvalidFree(walk, step);
  else if (step.kind === 'reset') tallyReset(walk, step);
}

function tallyFresh(walk: Walk, step: Step): void {
  const { ledger, reach } = walk;
  const size = requestedBytes(step);
  tallySize(walk, step, size);
  const zeroes = step.kind === 'allocZeroed' || step.kind === 'allocArray';
  if (zeroes && size > 0n && size <= walk.longestFreed) reach('zeroed.afterFree');
  if (step.outcome.kind !== 'granted') return;
  reach(step.align === 1n ? 'align.natural' : `align.${step.align}`);
  reach(`entry.${step.entry}`);
  const fits = sizeClasses.find(({ smallest, largest }) => size >= smallest && size <= largest);
  if (fits !== undefined) reach(fits.id);
  recordGrant(ledger, step.index, step.outcome.address, step.outcome.address + size);
  countLive(walk);
}

/** Goals about the size asked, granted or not. */
function tallySize(walk: Walk, step: Step, size: bigint): void {
  const { reach, regionBytes, context } = walk;
  const { contract, subject, terms } = context;
  if (step.outcome.kind === 'pending' || step.outcome.kind === 'misencoded') return;
  const sizeMax = (1n << BigInt(subject.sizeBits)) - 1n;
  const capacity = subject.growable ? limitOf(walk) : regionBytes;
  const isBeyond =
    size > sizeMax >> 1n ||
    (capacity !== undefined &&
      (size > capacity || (wasRefused(walk, step) && size > capacity - liveBytes(walk))));
  if (step.kind === 'allocArray' && size > sizeMax) reach('product.wraps');
  if (size === 0n) reach('size.zero');
  if (isBeyond) reach('size.impossible');
  const { smallest, largest } = { ...contract.sizes, ...contract.sizes.byKind[step.kind] };
  if (size > 0n && smallest !== undefined && size < smallest) reach('size.belowSmallest');
  if (typeof largest === 'number' && size > largest) reach('size.aboveLargest');
  const law = sizeLaw(terms, step.kind, size, step.align);
  if (law === 'lawful' && size <= emptyCapacity(walk) && wasRefused(walk, step)) reach('exhausted');
}

function liveBytes({ ledger }: Walk): bigint {
  let bytes = 0n;
  for (const { start, end } of ledger.live.values()) bytes += end - start;
  return bytes;
}

/**
 * What an empty region could hold: its length, or its limit where it grows, which is never less than
 * what it has; where neither is known a modest guess.
 */
function emptyCapacity(walk: Walk): bigint {
  const limit = limitOf(walk);
  if (walk.context.subject.growable && limit === undefined) return GUESSED_CAPACITY;
  const known = [limit ?? 0n, walk.regionBytes ?? 0n].filter((bytes) => bytes > 0n);
  return known.reduce(
    (most, bytes) => (bytes > most ? bytes : most),
    known.at(0) ?? GUESSED_CAPACITY,
  );
}

/** Most bytes that a region which grows may have; undefined where nothing limits it. */
function limitOf({ execution, context }: Walk): bigint | undefined {
  const limit = growthLimit(context.subject, execution.program.world);
  return limit > 0 ? BigInt(limit) : undefined;
}

function tallyRealloc(walk: Walk, step: Step): void {
  const { ledger, reach, context } = walk;
  const size = requestedBytes(step);
  const sizeMax = (1n << BigInt(context.subject.sizeBits)) - 1n;
  if (step.kind === 'reallocArray' && size > sizeMax) reach('product.wraps');
  const old = step.allocation === undefined ? undefined : ledger.live.get(step.allocation);
  if (old === undefined || step.allocation === undefined) {
    if (step.outcome.kind !== 'granted') return;
    reach('realloc.ofNull');
    recordGrant(ledger, step.index, step.outcome.address, step.outcome.address + size);
    countLive(walk);
    return;
  }
  if (size === 0n && step.outcome.kind !== 'pending') reach('realloc.toZero');
  if (wasRefused(walk, step)) {
    if (size > 0n) reach('realloc.refused');
    else if (context.terms.reallocToZeroEnds) recordFree(ledger, step.allocation, true);
  }
  if (step.outcome.kind !== 'granted') return;
  const oldSize = old.end - old.start;
  if (size > oldSize) reach('realloc.grow');
  if (size < oldSize && size > 0n) reach('realloc.shrink');
  if (size > oldSize && old.hasShrunk) reach('realloc.shrinkThenGrow');
  const hasShrunk = size < oldSize || (size === oldSize && old.hasShrunk);
  const { address } = step.outcome;
  recordFree(ledger, step.allocation, address !== old.start);
  recordGrant(ledger, step.allocation, address, address + size, hasShrunk);
}

function followResize({ ledger }: Walk, step: Step): void {
  const old = step.allocation === undefined ? undefined : ledger.live.get(step.allocation);
  if (step.allocation === undefined || old === undefined || step.outcome.kind !== 'done') return;
  const isSmaller = step.size < old.end - old.start;
  recordFree(ledger, step.allocation, false);
  recordGrant(ledger, step.allocation, old.start, old.start + step.size, isSmaller);
}

function tallyFree(walk: Walk, step: Step): void {
  const { ledger, reach } = walk;
  if (step.allocation === undefined || step.outcome.kind !== 'done') return;
  const side = freeNeighbours(ledger, step.allocation);
  if (side !== undefined) reach(`coalesce.${side}`);
  const old = ledger.live.get(step.allocation);
  if (old !== undefined && old.end - old.start > walk.longestFreed) {
    walk.longestFreed = old.end - old.start;
  }
  recordFree(ledger, step.allocation, true);
  if (ledger.live.size > 0) return;
  if (walk.liveSinceEmpty >= 4) reach('emptied');
  walk.liveSinceEmpty = 0;
}

function tallyInvalidFree({ context, reach }: Walk, step: Step): void {
  const mode = invalidFreeNames[Number(step.second)];
  const { kind } = step.outcome;
  const isAbort = kind === 'faulted' && context.contract.free[mode] === 'abort';
  if (kind === 'done' || kind === 'rejected' || isAbort) reach(`invalidFree.${mode}`);
}

function tallyReset(walk: Walk, step: Step): void {
  if (step.outcome.kind !== 'done') return;
  const { ledger, reach } = walk;
  if (ledger.live.size > 0) reach('reset.withLive');
  ledger.live.clear();
  ledger.blocks.length = 0;
  walk.liveSinceEmpty = 0;
  walk.longestFreed = 0n;
}

function countLive(walk: Walk): void {
  const count = walk.ledger.live.size;
  walk.mostLive = Math.max(walk.mostLive, count);
  walk.liveSinceEmpty = Math.max(walk.liveSinceEmpty, count);
}

function wasRefused({ execution, context }: Walk, step: Step): boolean {
  if (step.outcome.kind === 'refused') return true;
  const { death } = execution;
  return death?.step === step.index && trapRefuses(context.terms, death);
}
