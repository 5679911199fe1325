import { requestedBytes } from '../../../models/interval-model.js';
import type { Contract } from '../../contract/document/contract-schema.js';
import type { Execution } from '../../core/execution.js';
import { PlacementBook } from '../placement-book.js';

interface Block {
  readonly start: number;
  readonly bytes: number;
}

/**
 * The largest number of bytes that may still be granted before a request: by the placement policy, or
 * the longest stretch without a live byte. A guess that spares a search; undefined where none can be made.
 */
export function largestFree(
  { steps, extents }: Execution,
  request: number,
  placement: Contract['placement'],
): number | undefined {
  const book = placement && new PlacementBook(placement);
  const live = new Map<number, Block>();
  const forget = (allocation: number): void => {
    const block = live.get(allocation);
    if (block === undefined) return;
    live.delete(allocation);
    book?.free(block.start, block.bytes);
  };
  let [base, end] = [0, 0];
  let event = 0;
  book?.begin();
  for (const step of steps) {
    for (; event < extents.length && extents[event].step <= step.index; event++) {
      const { region } = extents[event];
      [base, end] = [Number(region.start), Number(region.end)];
      book?.settle(base, end);
    }
    if (step.request >= request) break;
    const { kind, outcome, allocation = step.index } = step;
    if (outcome.kind === 'granted') {
      forget(allocation);
      const block = { start: Number(outcome.address), bytes: Number(requestedBytes(step)) };
      if (block.bytes > 0) live.set(allocation, block);
      book?.grant(block.start, block.bytes, block.bytes);
    } else if (outcome.kind !== 'done') continue;
    else if (kind === 'dealloc' || kind === 'drain') forget(allocation);
    else if (kind === 'reset') {
      live.clear();
      book?.restart();
    }
  }
  if (book !== undefined) return book.largest();
  return end >= Number.MAX_SAFE_INTEGER ? undefined : longestGap([...live.values()], base, end);
}

function longestGap(blocks: Block[], base: number, end: number): number {
  let [longest, from] = [0, base];
  for (const { start, bytes } of blocks.sort((a, b) => a.start - b.start)) {
    longest = Math.max(longest, start - from);
    from = Math.max(from, start + bytes);
  }
  return Math.max(longest, end - from);
}
