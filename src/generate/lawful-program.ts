import { isBadAlignment } from '../contract/bad-alignment.js';
import { sizeLaw, sizeRuleOf } from '../contract/size-law.js';
import { entryPointNames } from '../core/entry-point.js';
import { requestsOf, type Program } from '../core/program.js';
import { producesAllocation } from '../core/program-literal.js';
import { QuantityBase, resolveQuantity, type Quantity } from '../core/quantity.js';
import type { Request } from '../core/request.js';
import { RequestKind, invalidFreeNames, requestKindNames } from '../core/request-kind.js';
import { LARGEST_WITHOUT_LIMIT } from './world-plan.js';
import type { GenerationPlan } from './generation-plan.js';

/**
 * Whether every request of a program, in its world, is one whose answer the contract says something
 * about. The shrinker asks it of each candidate: a smaller program that does what no caller may do
 * would accuse the wrong side. What a `remaining` comes to is not known here and is taken to be
 * anything from nothing to the region.
 */
export function isLawful(plan: GenerationPlan, program: Program): boolean {
  if (!isLawfulWorld(plan, program)) return false;
  const requests = requestsOf(program);
  let grown = 0;
  return requests.every((request, index) => {
    if (isGrowth(request.kind)) {
      const bytes = request.size.offset;
      grown =
        request.kind === RequestKind.resize
          ? Math.max(grown, bytes - program.world.regionBytes)
          : grown + bytes + request.second.offset;
      const { growGranuleBytes, reserveBytes } = plan.region;
      if (growGranuleBytes === 0 || grown > reserveBytes) return false;
      if (!isLawfulGrowth(plan, program, request)) return false;
    }
    return isLawfulRequest(plan, program, requests, request, index);
  });
}

const isGrowth = (kind: number): boolean =>
  kind === RequestKind.extend || kind === RequestKind.append || kind === RequestKind.resize;

/** By whole granules, as far as the contract says; and nobody tells a pool that it goes on for nothing. */
function isLawfulGrowth(plan: GenerationPlan, { world }: Program, request: Request): boolean {
  const granule = plan.region.growGranuleBytes;
  const bytes = request.size.offset;
  if (request.kind !== RequestKind.resize)
    return bytes > 0 && bytes % granule === 0 && request.second.offset % granule === 0;
  const smallest = plan.worlds.region?.smallest ?? 0;
  return bytes >= smallest && (bytes - world.regionBytes) % granule === 0;
}

function isLawfulWorld(plan: GenerationPlan, { world }: Program): boolean {
  const { region, base, limits, resets, noise } = plan.worlds;
  const given = region !== undefined;
  return (
    (given
      ? world.regionBytes >= region.smallest &&
        world.regionBytes <= region.largest &&
        world.regionBytes % region.multiple === 0
      : world.regionBytes === 0) &&
    (given ? world.baseOffset % base.step === 0 : world.baseOffset === 0) &&
    (world.limitBytes === 0 || limits.length > 0) &&
    (world.limitBytes === 0 || world.limitBytes >= limits[0]) &&
    (world.resets === 0 || resets) &&
    (world.fill.kind === 'zero' || noise)
  );
}

function isLawfulRequest(
  plan: GenerationPlan,
  program: Program,
  requests: readonly Request[],
  request: Request,
  index: number,
): boolean {
  const name = requestKindNames[request.kind];
  if (!plan.kinds.includes(name)) return false;
  const { reference } = request;
  if (needsReference(request) && reference < 0) return false;
  if (reference >= index) return false;
  if (
    reference >= 0 &&
    !producesAllocation(requests[reference].kind, requests[reference].reference)
  ) {
    return false;
  }
  switch (request.kind) {
    case RequestKind.realloc:
    case RequestKind.reallocArray:
      if (reference < 0) {
        if (!plan.reallocOfNull) return false;
      } else if (!plan.reallocOfZeroSize && mayBeEmpty(requests, index)) return false;
      if (request.alignLog2 > 0 && !plan.newAlignment) return false;
      return isLawfulSize(plan, program, request);
    case RequestKind.resizeInPlace:
      return request.alignLog2 === 0 && isLawfulSize(plan, program, request);
    case RequestKind.alloc:
    case RequestKind.allocZeroed:
    case RequestKind.allocArray:
      return isLawfulAlign(plan, request) && isLawfulSize(plan, program, request);
    case RequestKind.badAlign:
      if (entryPointNames[request.entry] !== plan.badAlignEntry) return false;
      if (!isBadAlignment(request.second.offset, plan)) return false;
      return isLawfulSize(plan, program, { ...request, kind: RequestKind.alloc });
    case RequestKind.fill: {
      if (plan.worlds.boundless) return false;
      if (plan.worlds.limits.length > 0 && program.world.limitBytes === 0) return false;
      const alloc = { ...request, kind: RequestKind.alloc };
      return isLawfulAlign(plan, alloc) && isLawfulSize(plan, program, alloc);
    }
    case RequestKind.deallocInvalid: {
      const mode = invalidFreeNames[request.second.offset];
      const isFatal = plan.fatalFrees.includes(mode);
      return plan.invalidFrees.includes(mode) && (!isFatal || index === requests.length - 1);
    }
    default:
      return true;
  }
}

function needsReference(request: Request): boolean {
  switch (request.kind) {
    case RequestKind.dealloc:
    case RequestKind.usable:
    case RequestKind.resizeInPlace:
      return true;
    case RequestKind.deallocInvalid:
      return invalidFreeNames[request.second.offset] !== 'foreign';
    default:
      return false;
  }
}

/** Whether the latest request that gave the referenced block its size asked for 0 bytes. */
function mayBeEmpty(requests: readonly Request[], index: number): boolean {
  const { reference } = requests[index];
  for (let i = index - 1; i >= reference; i--) {
    const request = requests[i];
    if (i !== reference && request.reference !== reference) continue;
    if (request.kind === RequestKind.dealloc || request.kind === RequestKind.usable) continue;
    if (request.kind === RequestKind.deallocInvalid) continue;
    return isZero(request.size) || (isArray(request.kind) && isZero(request.second));
  }
  return false;
}

const isZero = (quantity: Quantity): boolean => quantity.base === 0 && quantity.offset === 0;
const isArray = (kind: number): boolean =>
  kind === RequestKind.allocArray || kind === RequestKind.reallocArray;

function isLawfulAlign(plan: GenerationPlan, request: Request): boolean {
  const entry = entryPointNames[request.entry];
  if (request.alignLog2 === 0) return entry === 'plain' || entry === 'malloc';
  const align = 2 ** request.alignLog2;
  if (align > plan.maxAlign || !plan.alignedEntries.includes(entry)) return false;
  if (request.kind === RequestKind.allocArray) return false;
  if (entry !== 'plain' && request.kind !== RequestKind.alloc) return false;
  return entry !== 'posix_memalign' || align >= plan.pointerBytes;
}

function isLawfulSize(plan: GenerationPlan, program: Program, request: Request): boolean {
  if (isPlainlyLawful(plan, request)) return true;
  const largest = bytesOf(plan, program, request, 'largest');
  const smallest = bytesOf(plan, program, request, 'smallest');
  // What cannot be represented is skipped where it runs, so nothing lawful is lost or added.
  if (largest === undefined) return false;
  return [smallest ?? 0n, largest].every((bytes) => {
    const align = 2n ** BigInt(request.alignLog2);
    const law = sizeLaw(plan, requestKindNames[request.kind], bytes, align);
    if (law === 'undefined') return false;
    const name = entryPointNames[request.entry];
    if (name === 'aligned_alloc' && plan.sizeMultiple && bytes % align !== 0n) return false;
    return !isUnlimited(plan, program) || bytes <= LARGEST_WITHOUT_LIMIT || isAbove(plan, bytes);
  });
}

/** A literal size between the bounds of its kind, which most are: no big numbers for these. */
function isPlainlyLawful(
  plan: GenerationPlan,
  { kind, size, second, alignLog2 }: Request,
): boolean {
  const rule = sizeRuleOf(plan, requestKindNames[kind]);
  if (rule === undefined || size.base !== 0 || plan.sizeMultiple) return false;
  if (isArray(kind) && second.base !== 0) return false;
  const bytes = size.offset * (isArray(kind) ? second.offset : 1);
  if (bytes < rule.smallest || bytes > rule.largest) return false;
  return bytes + 2 ** alignLog2 <= LARGEST_WITHOUT_LIMIT;
}

const isUnlimited = (plan: GenerationPlan, program: Program): boolean =>
  plan.worlds.boundless || (plan.worlds.limits.length > 0 && program.world.limitBytes === 0);

const isAbove = (plan: GenerationPlan, bytes: bigint): boolean =>
  bytes >= 2n ** BigInt(plan.sizeBits - 1);

/** All bytes of a request, of an array count times size; with nothing or everything remaining. */
function bytesOf(
  plan: GenerationPlan,
  program: Program,
  request: Request,
  bound: 'smallest' | 'largest',
): bigint | undefined {
  const region = BigInt(program.world.regionBytes);
  const known = program.world.regionBytes > 0;
  const remaining = bound === 'largest' ? region : 0n;
  const context = {
    sizeMax: 2n ** BigInt(plan.sizeBits) - 1n,
    regionBytes: known ? region : undefined,
    regionRemaining: known ? remaining : undefined,
  };
  const count = isArray(request.kind)
    ? resolveQuantity(request.second, { ...context, count: undefined })
    : 1n;
  if (count === undefined) return undefined;
  const size = resolveQuantity(request.size, { ...context, count });
  const negative = request.size.base === QuantityBase.regionRemaining && bound === 'smallest';
  return size === undefined ? (negative ? 0n : undefined) : size * count;
}
