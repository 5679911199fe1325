import type { AddressRange } from '../src/core/address.js';
import type { Execution, ExtentsEvent, Step } from '../src/core/execution.js';
import type { EntryPointName } from '../src/core/entry-point.js';
import { kindsThat } from '../src/core/request-kind.js';
import type { Contract } from '../src/contract/document/contract-schema.js';
import type { Terms } from '../src/contract/terms/terms.js';
import { firstFrom } from './live-intervals.js';

/**
 * The specification: an allocator is a set of live intervals, and this is how requests and answers
 * change it. It accepts whatever was answered; whether the answer was allowed is for the properties
 * to say. Sorted arrays, linear scans, bigint; only where an interval belongs among the others is found
 * by halving. Nothing here is clever, and nothing here is fast.
 */
export interface ModelState {
  readonly region: AddressRange;
  /** Bytes held from the host; undefined where not measured. */
  readonly footprintBytes: bigint | undefined;
  readonly initialFootprintBytes: bigint | undefined;
  /** Both of this step, as in {@link ExtentsEvent}; then whether the host refused up to here. */
  readonly demandedBytes: bigint;
  readonly hostRefusedBytes: bigint;
  readonly hostHasRefused: boolean;
  /** Ordered by start; of equal starts the older first. */
  readonly live: readonly LiveInterval[];
  /** Length of the longest range that was ever live: nothing that starts further off can reach. */
  readonly longestBytes: bigint;
  /** Requested bytes of what is live. */
  readonly liveBytes: bigint;
  readonly peakLiveBytes: bigint;
  /** Requested bytes of everything ever granted. */
  readonly grantedBytes: bigint;
  /** What was asked since init or the last reset, as long as it was grants of one layout and nothing else. */
  readonly fresh: FreshRun | undefined;
  /** Whether a piece was appended: what a reset then leaves of the region is not known. */
  readonly appended: boolean;
  /**
   * What lies between appended pieces: within the region's ends, but not there to be had. Empty where a
   * piece touches the one before, which only says that a block need not reach from one to the other.
   */
  readonly holes: readonly AddressRange[];
}

export interface LiveInterval {
  /** Step that first granted it; its identity through realloc (S6). */
  readonly allocation: number;
  /** [address, address + requested bytes), longer where a usable length was claimed (S30). */
  readonly range: AddressRange;
  readonly requestedBytes: bigint;
  /** Alignment asked for. */
  readonly align: bigint;
  readonly entry: EntryPointName;
  /** How often realloc succeeded. */
  readonly generation: number;
  /** Step of the latest request on it. */
  readonly latestStep: number;
  /** Whether that request was a realloc that was refused. */
  readonly latestRefusedRealloc: boolean;
}

/** Grants on a fresh region (S21): their layout, of size -1 where there were two. */
export interface FreshRun {
  readonly grants: number;
  readonly sizeBytes: bigint;
  readonly align: bigint;
}

/** What the answers to some requests do to a live block, by contract. */
export type ModelRules = Pick<Terms, 'reallocToZeroEnds' | 'usableWritable'>;

/** The state before init: nothing is live, the region is what the first extents say. */
export function initialState(execution: Execution): ModelState {
  const first = execution.extents.find((event) => event.step === 0);
  return {
    region: first?.region ?? { start: 0n, end: 0n },
    footprintBytes: first?.footprintBytes,
    initialFootprintBytes: first?.footprintBytes,
    demandedBytes: 0n,
    hostRefusedBytes: 0n,
    hostHasRefused: false,
    live: [],
    longestBytes: 0n,
    liveBytes: 0n,
    peakLiveBytes: 0n,
    grantedBytes: 0n,
    fresh: NOTHING_ASKED,
    appended: false,
    holes: [],
  };
}

const NOTHING_ASKED: FreshRun = { grants: 0, sizeBytes: 0n, align: 0n };

/** The state after a step: extents as they were after the call (S7), then the answer. */
export function applyStep(
  state: ModelState,
  step: Step,
  extents: ExtentsEvent | undefined,
  rules: ModelRules,
): ModelState {
  const moved: ModelState = {
    ...state,
    region: extents?.region ?? state.region,
    footprintBytes: extents?.footprintBytes ?? state.footprintBytes,
    demandedBytes: extents?.demandedBytes ?? 0n,
    hostRefusedBytes: extents?.hostRefusedBytes ?? 0n,
    hostHasRefused: state.hostHasRefused || (extents?.hostRefusedBytes ?? 0n) > 0n,
    fresh: stillFresh(state.fresh, step),
    appended: state.appended || step.kind === 'append',
    holes: holesAfter(state, step, extents?.region ?? state.region),
  };
  switch (step.kind) {
    case 'alloc':
    case 'allocZeroed':
    case 'allocArray':
    case 'badAlign':
    case 'fill':
      return applyGrant(moved, step);
    case 'realloc':
    case 'reallocArray':
      return applyRealloc(moved, step, rules);
    case 'resizeInPlace':
      return step.outcome.kind === 'done' ? applyResize(moved, step) : moved;
    case 'dealloc':
    case 'drain':
      return step.outcome.kind === 'done' ? removeLive(moved, step.allocation) : moved;
    case 'usable':
      return rules.usableWritable && step.outcome.kind === 'done'
        ? applyUsable(moved, step)
        : moved;
    case 'reset':
      return step.outcome.kind === 'done'
        ? {
            ...moved,
            live: [],
            liveBytes: 0n,
            fresh: moved.appended ? undefined : NOTHING_ASKED,
          }
        : moved;
    default:
      return moved;
  }
}

/**
 * A piece lies `second` bytes behind the end of the one before, at the address that the step tells;
 * where it tells none, the piece is what the region ends with.
 */
function holesAfter(state: ModelState, step: Step, region: AddressRange): readonly AddressRange[] {
  const { outcome } = step;
  const left = state.holes.every((hole) => hole.end <= region.end)
    ? state.holes
    : state.holes.filter((hole) => hole.end <= region.end);
  if (step.kind !== 'append' || outcome.kind !== 'done') return left;
  const isTold = outcome.address > 0n;
  const end = isTold ? outcome.address : region.end - step.size;
  return [...left, { start: isTold ? end - step.second : state.region.end, end }];
}

/** Requested bytes of a step: arrays ask for count times size. */
export const requestedBytes = ({ kind, size, second }: Step): bigint =>
  isArray.has(kind) ? size * second : size;

/**
 * What a live grant holds against all others: its range, and of a unique grant of size 0 its address
 * as one byte (S29). Any other grant of size 0 holds nothing.
 */
export function heldRange(
  { range, requestedBytes }: LiveInterval,
  zeroSize: Contract['zeroSize'],
): AddressRange {
  if (requestedBytes > 0n || (zeroSize !== 'unique' && zeroSize !== 'nullOrUnique')) return range;
  return { start: range.start, end: range.start + 1n };
}

export function findLive(
  state: ModelState,
  allocation: number | undefined,
): LiveInterval | undefined {
  if (allocation === undefined) return undefined;
  return state.live.find((interval) => interval.allocation === allocation);
}

function applyGrant(state: ModelState, step: Step): ModelState {
  if (step.outcome.kind !== 'granted') return state;
  const size = requestedBytes(step);
  return insertLive(state, {
    allocation: step.index,
    range: { start: step.outcome.address, end: step.outcome.address + size },
    requestedBytes: size,
    align: step.align,
    entry: step.entry,
    generation: 0,
    latestStep: step.index,
    latestRefusedRealloc: false,
  });
}

function applyRealloc(state: ModelState, step: Step, rules: ModelRules): ModelState {
  const old = findLive(state, step.allocation);
  if (old === undefined) return applyGrant(state, step);
  const size = requestedBytes(step);
  if (step.outcome.kind === 'granted') {
    return insertLive(removeLive(state, old.allocation), {
      allocation: old.allocation,
      range: { start: step.outcome.address, end: step.outcome.address + size },
      requestedBytes: size,
      align: step.align,
      entry: old.entry,
      generation: old.generation + 1,
      latestStep: step.index,
      latestRefusedRealloc: false,
    });
  }
  // Where a realloc to 0 grants a new block, a refusal leaves the old one as any other does.
  if (step.outcome.kind === 'refused' && size === 0n && rules.reallocToZeroEnds) {
    return removeLive(state, old.allocation);
  }
  return step.outcome.kind === 'refused' ? applyRefusedRealloc(state, step) : state;
}

function applyRefusedRealloc(state: ModelState, step: Step): ModelState {
  return {
    ...state,
    live: state.live.map((interval) =>
      interval.allocation === step.allocation
        ? { ...interval, latestStep: step.index, latestRefusedRealloc: true }
        : interval,
    ),
  };
}

function applyResize(state: ModelState, step: Step): ModelState {
  const old = findLive(state, step.allocation);
  if (old === undefined) return state;
  return insertLive(removeLive(state, old.allocation), {
    ...old,
    range: { start: old.range.start, end: old.range.start + step.size },
    requestedBytes: step.size,
    generation: old.generation + 1,
    latestStep: step.index,
    latestRefusedRealloc: false,
  });
}

function applyUsable(state: ModelState, step: Step): ModelState {
  return {
    ...state,
    longestBytes: larger(state.longestBytes, step.second),
    live: state.live.map((interval) =>
      interval.allocation === step.allocation &&
      // Nobody writes to a grant of size 0, whatever its usable size.
      interval.requestedBytes > 0n &&
      step.second > interval.requestedBytes
        ? {
            ...interval,
            range: { start: interval.range.start, end: interval.range.start + step.second },
          }
        : interval,
    ),
  };
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function insertLive(state: ModelState, interval: LiveInterval): ModelState {
  const { start, end } = interval.range;
  const live = state.live.slice();
  live.splice(firstFrom(live, start + 1n), 0, interval);
  const liveBytes = state.liveBytes + interval.requestedBytes;
  return {
    ...state,
    live,
    longestBytes: larger(state.longestBytes, end - start),
    liveBytes,
    peakLiveBytes: larger(state.peakLiveBytes, liveBytes),
    grantedBytes: state.grantedBytes + interval.requestedBytes,
  };
}

function removeLive(state: ModelState, allocation: number | undefined): ModelState {
  const at = state.live.findIndex((interval) => interval.allocation === allocation);
  if (at < 0) return state;
  const live = state.live.slice();
  const [old] = live.splice(at, 1);
  return { ...state, live, liveBytes: state.liveBytes - old.requestedBytes };
}

const isArray = kindsThat('isArray');
const asksForLayout = kindsThat('asksForLayout');

function stillFresh(fresh: FreshRun | undefined, step: Step): FreshRun | undefined {
  if (step.kind === 'init' || fresh === undefined) return fresh;
  if (!asksForLayout.has(step.kind) || step.outcome.kind !== 'granted') return undefined;
  const same = fresh.sizeBytes === step.size && fresh.align === step.align;
  if (fresh.grants > 1 && !same) return undefined;
  // Two layouts after two grants: a third grant of either would be of a second layout in a row.
  if (fresh.grants === 1 && !same) return { grants: 2, sizeBytes: -1n, align: step.align };
  return { grants: fresh.grants + 1, sizeBytes: step.size, align: step.align };
}
