import { ALIGN_BITS, ALIGN_SHIFT, alignLog2Of } from '../../core/request.js';
import { RequestKind, codesThat } from '../../core/request-kind.js';
import type { LiveBlocks } from '../execute/live-blocks.js';
import { WireMistake } from './frame-reader.js';
import type { OpenedStep } from './growing-record.js';
import type { SentOperation } from './sent-operation.js';
import { OF_NULL } from './wire.js';

/**
 * The step of an operation whose call begins: what the operation says, and what the book has of the
 * block that it speaks of. The same words as the executor writes.
 *
 * @throws WireMistake where the far side calls with a block that is not live
 */
export function openedStep(
  operation: SentOperation,
  blocks: LiveBlocks,
  block: number,
): OpenedStep {
  const { request, head, size, flags, kind } = operation;
  const second = operation.recordedSecond ?? operation.second;
  const fresh = { request, head, allocation: -1, size, second, address: 0n };
  switch (kind) {
    case RequestKind.realloc:
    case RequestKind.reallocArray:
    case RequestKind.resizeInPlace: {
      if (flags === OF_NULL) return fresh;
      const known = knownOf(blocks, block);
      return {
        ...fresh,
        ...known,
        head: withAlign(head, keptAlign(operation, blocks, block)),
        size,
      };
    }
    case RequestKind.dealloc: {
      const known = knownOf(blocks, block);
      return { ...fresh, ...known, head: withAlign(head, blocks.alignLog2(block)), second: 0n };
    }
    case RequestKind.usable:
      return { ...fresh, ...knownOf(blocks, block), second: 0n };
    case RequestKind.deallocInvalid: {
      const allocation = block < 0 ? -1 : blocks.allocation(block);
      return { ...fresh, allocation, address: operation.second };
    }
    case RequestKind.fill:
      return { ...fresh, second: 0n };
    default:
      return fresh;
  }
}

const keepsAlignment = codesThat('keepsAlignment');

/** log2 of the alignment of a block that is resized: asked, or kept by a kind that keeps it. */
export function keptAlign(
  { head, kind }: SentOperation,
  blocks: LiveBlocks,
  block: number,
): number {
  const asked = alignLog2Of(head);
  if (asked > 0) return asked;
  return keepsAlignment.has(kind) ? blocks.alignLog2(block) : 0;
}

function knownOf(
  blocks: LiveBlocks,
  block: number,
): Pick<OpenedStep, 'allocation' | 'address' | 'size'> {
  if (block < 0 || !blocks.isLive(block)) {
    throw new WireMistake('called with a block that is not live, where it should have skipped');
  }
  return {
    allocation: blocks.allocation(block),
    address: BigInt(blocks.address(block)),
    size: BigInt(blocks.size(block)),
  };
}

const withAlign = (head: number, alignLog2: number): number =>
  (head & ~ALIGN_BITS) | (alignLog2 << ALIGN_SHIFT);
