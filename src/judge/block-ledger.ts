/**
 * Which blocks are live and which were freed and not granted again, by address: what the tally of
 * coverage needs to name the neighbours of a free. Faster and vaguer than the model: blocks that
 * overlap, which a broken allocator may grant, are kept in some order.
 */
export interface BlockLedger {
  /** Live and freed blocks without empty ones, by start. */
  readonly blocks: Block[];
  /** Live blocks by allocation. */
  readonly live: Map<number, Block>;
}

export interface Block {
  readonly start: bigint;
  readonly end: bigint;
  readonly isFree: boolean;
  /** Whether a realloc made it smaller since it last grew. */
  readonly hasShrunk: boolean;
}

export const emptyLedger = (): BlockLedger => ({ blocks: [], live: new Map() });

/** Records a grant of [start, end); freed blocks that it covers in part are gone. */
export function recordGrant(
  ledger: BlockLedger,
  allocation: number,
  start: bigint,
  end: bigint,
  hasShrunk = false,
): void {
  const block = { start, end, isFree: false, hasShrunk };
  ledger.live.set(allocation, block);
  if (start === end) return;
  const { blocks } = ledger;
  const at = firstFrom(blocks, start);
  let from = at;
  while (from > 0 && blocks[from - 1].isFree && blocks[from - 1].end > start) from--;
  let to = at;
  while (to < blocks.length && blocks[to].isFree && blocks[to].start < end) to++;
  blocks.splice(from, to - from, block);
}

/** Records the end of an allocation; with `keep` its block counts as freed from now on. */
export function recordFree(ledger: BlockLedger, allocation: number, keep: boolean): void {
  const block = ledger.live.get(allocation);
  if (block === undefined) return;
  ledger.live.delete(allocation);
  const at = ledger.blocks.indexOf(block, firstFrom(ledger.blocks, block.start));
  if (at < 0) return;
  if (keep) ledger.blocks[at] = { ...block, isFree: true };
  else ledger.blocks.splice(at, 1);
}

/** Whether the nearest blocks on either side of a live one are freed; the region's ends are not. */
export function freeNeighbours(
  { blocks, live }: BlockLedger,
  allocation: number,
): 'none' | 'left' | 'right' | 'both' | undefined {
  const block = live.get(allocation);
  if (block === undefined || block.start === block.end) return undefined;
  const at = blocks.indexOf(block, firstFrom(blocks, block.start));
  const left = blocks.at(at - 1)?.isFree === true && at > 0;
  const right = at >= 0 && at + 1 < blocks.length && blocks[at + 1].isFree;
  return left ? (right ? 'both' : 'left') : right ? 'right' : 'none';
}

/** Index of the first block that starts at or behind an address. */
function firstFrom(blocks: readonly Block[], address: bigint): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle].start < address) low = middle + 1;
    else high = middle;
  }
  return low;
}
