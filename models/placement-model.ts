import type { Contract } from '../src/contract/document/contract-schema.js';
import { kindsThat } from '../src/core/request-kind.js';
import type { Step } from '../src/core/execution.js';
import { bumpAddress, bumpAfter } from './bump.js';
import { firstFitAddress } from './first-fit.js';
import type { AddressRange } from '../src/core/address.js';
import { heldRange, type ModelState } from './interval-model.js';

/**
 * The exact placement models (S31): for a declared policy, the one address that a request may get,
 * or that it must be refused. They know nothing but the contract's numbers.
 */
export type Placement = NonNullable<Contract['placement']>;

/** What a policy remembers beside the live intervals: the bump cursor, as an address. */
export interface PlacementState {
  readonly cursor: bigint;
}

export type Expected =
  { readonly kind: 'at'; readonly address: bigint } | { readonly kind: 'refused' };

export function initialPlacement(placement: Placement, state: ModelState): PlacementState {
  return { cursor: state.region.start + dataStart(placement, state) };
}

const asksForLayout = kindsThat('asksForLayout');

/** What the policy answers to a grant of a positive size; undefined for any other request. */
export function expectedAnswer(
  { placement, zeroSize }: Contract,
  memory: PlacementState,
  state: ModelState,
  step: Step,
): Expected | undefined {
  if (placement === undefined) return undefined;
  if (!asksForLayout.has(step.kind) || step.size === 0n) return undefined;
  const bounds = {
    start: state.region.start + dataStart(placement, state),
    end: state.region.start + dataEnd(placement, state),
  };
  const granule = BigInt(placement.granuleBytes);
  // Where starts are aligned to blocks, what was asked for is what they are multiples of anyway.
  const align = placement.alignsTo === 'granule' ? 1n : step.align;
  const request = { size: step.size, align };
  const held = (): AddressRange[] =>
    state.live
      .map((interval) => heldRange(interval, zeroSize))
      .filter(({ start, end }) => start < end);
  const address =
    placement.policy === 'bump'
      ? bumpAddress(memory.cursor, bounds.end, request, granule)
      : firstFitAddress(bounds, granule, held(), request);
  return address === undefined ? { kind: 'refused' } : { kind: 'at', address };
}

/** The policy's memory after a step. */
export function advancePlacement(
  placement: Placement,
  memory: PlacementState,
  state: ModelState,
  step: Step,
): PlacementState {
  if (step.kind === 'reset' && step.outcome.kind === 'done')
    return initialPlacement(placement, state);
  if (step.outcome.kind !== 'granted' || step.size === 0n) return memory;
  const granule = BigInt(placement.granuleBytes);
  return { cursor: bumpAfter(memory.cursor, step.outcome.address, step.size, granule) };
}

/**
 * Blocks of b bytes over n bytes behind one bit a block: the largest k with ceil(k/8) rounded up to
 * b, plus k*b, <= n (S31).
 */
export function bitmapBlocks(regionBytes: bigint, blockBytes: bigint): bigint {
  let blocks = regionBytes / blockBytes;
  while (blocks > 0n && bitmapBytes(blocks, blockBytes) + blocks * blockBytes > regionBytes)
    blocks--;
  return blocks;
}

function bitmapBytes(blocks: bigint, blockBytes: bigint): bigint {
  const bytes = (blocks + 7n) / 8n;
  return ((bytes + blockBytes - 1n) / blockBytes) * blockBytes;
}

function dataStart(placement: Placement, state: ModelState): bigint {
  if (placement.dataStart !== 'bitmap') return BigInt(placement.dataStart);
  const block = BigInt(placement.granuleBytes);
  return bitmapBytes(bitmapBlocks(regionBytes(state), block), block);
}

function dataEnd(placement: Placement, state: ModelState): bigint {
  if (placement.dataEnd === 'regionEnd') return regionBytes(state);
  if (placement.dataEnd !== 'bitmap') return BigInt(placement.dataEnd);
  const block = BigInt(placement.granuleBytes);
  return dataStart(placement, state) + bitmapBlocks(regionBytes(state), block) * block;
}

const regionBytes = (state: ModelState): bigint => state.region.end - state.region.start;
