import { requestedBytes } from '../../models/interval-model.js';
import type { Step } from '../core/execution.js';
import type { GoalTopic } from '../contract/goals/coverage-goal.js';

/**
 * What the goals of coverage ask of the steps before one: which blocks are live, and at which
 * addresses a block starts, live or freed. Faster and vaguer than the model: of blocks that overlap,
 * which a broken allocator may grant, the later one stands.
 */
export interface CoverageState {
  /** Live blocks by allocation. */
  readonly live: Map<number, CoveredBlock>;
  /**
   * Starts of blocks by address. One that was freed stands until a grant lies over it: the nearest to
   * either side say whether the neighbours of a block are free, whatever lies between them.
   */
  readonly starts: { readonly address: bigint; readonly isFree: boolean }[];
  /** Most blocks that were live at once. */
  mostLive: number;
  /** The same since none was live. */
  liveSinceEmpty: number;
  /** Length of the longest block freed since the last reset. */
  longestFreed: bigint;
  /** Length of the region now, where it is known. */
  regionBytes: bigint | undefined;
}

export interface CoveredBlock {
  readonly start: bigint;
  readonly bytes: bigint;
  /** Whether the latest change of its length made it smaller. */
  readonly hasShrunk: boolean;
}

export const emptyState = (): CoverageState => ({
  live: new Map(),
  starts: [],
  mostLive: 0,
  liveSinceEmpty: 0,
  longestFreed: 0n,
  regionBytes: undefined,
});

/** Which neighbours of a live block are free; undefined of one without bytes. */
export function freeNeighbours(
  { starts, live }: CoverageState,
  allocation: number,
): GoalTopic<'coalesce'> | undefined {
  const block = live.get(allocation);
  if (block === undefined || !hasStart(block)) return undefined;
  const at = firstFrom(starts, block.start);
  const right = starts.at(at)?.address === block.start ? at + 1 : at;
  const isLeftFree = at > 0 && starts[at - 1].isFree;
  const isRightFree = right < starts.length && starts[right].isFree;
  return isLeftFree ? (isRightFree ? 'both' : 'left') : isRightFree ? 'right' : 'none';
}

/** A new block, by the step that granted it. */
export function takeGrant(state: CoverageState, step: Step): void {
  if (step.outcome.kind !== 'granted') return;
  place(state, step.index, {
    start: step.outcome.address,
    bytes: requestedBytes(step),
    hasShrunk: false,
  });
  state.mostLive = Math.max(state.mostLive, state.live.size);
  state.liveSinceEmpty = Math.max(state.liveSinceEmpty, state.live.size);
}

/** A live block has another length, and may lie elsewhere. */
export function takeResize(
  state: CoverageState,
  allocation: number,
  { start, bytes }: Pick<CoveredBlock, 'start' | 'bytes'>,
): void {
  const old = state.live.get(allocation);
  if (old === undefined) return;
  if (start !== old.start) setStart(state, old, true);
  else if (hasStart(old)) dropStarts(state, old.start, old.start + 1n);
  const hasShrunk = bytes < old.bytes || (bytes === old.bytes && old.hasShrunk);
  place(state, allocation, { start, bytes, hasShrunk });
}

/** A live block ends. */
export function takeFree(state: CoverageState, allocation: number): void {
  const block = state.live.get(allocation);
  if (block === undefined) return;
  state.live.delete(allocation);
  setStart(state, block, true);
}

export function takeReset(state: CoverageState): void {
  state.live.clear();
  state.starts.length = 0;
  state.liveSinceEmpty = 0;
  state.longestFreed = 0n;
}

function place(state: CoverageState, allocation: number, block: CoveredBlock): void {
  state.live.set(allocation, block);
  if (!hasStart(block)) return;
  dropStarts(state, block.start, block.start + block.bytes);
  setStart(state, block, false);
}

function setStart({ starts }: CoverageState, block: CoveredBlock, isFree: boolean): void {
  if (!hasStart(block)) return;
  const at = firstFrom(starts, block.start);
  const isThere = starts.at(at)?.address === block.start;
  starts.splice(at, isThere ? 1 : 0, { address: block.start, isFree });
}

function dropStarts({ starts }: CoverageState, start: bigint, end: bigint): void {
  const from = firstFrom(starts, start);
  starts.splice(from, firstFrom(starts, end) - from);
}

/** A block without bytes is nobody's neighbour, and no allocator has addresses above 2^53. */
const hasStart = ({ start, bytes }: CoveredBlock): boolean =>
  bytes > 0n && start + bytes < 1n << 53n;

/** Index of the first start at or behind an address. */
function firstFrom(starts: CoverageState['starts'], address: bigint): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle].address < address) low = middle + 1;
    else high = middle;
  }
  return low;
}
