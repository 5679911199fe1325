import { allocationName } from '../core/allocation-name.js';
import { UsageError } from '../core/errors.js';
import { entryPointNames } from '../core/entry-point.js';
import { producesAllocation } from '../core/program-literal.js';
import { requestsOf, type Program } from '../core/program.js';
import { resolveQuantity } from '../core/quantity.js';
import { printQuantity } from '../core/quantity-literal.js';
import type { Request } from '../core/request.js';
import { RequestKind, requestKindNames } from '../core/request-kind.js';

/** What every malloc lab aligns to, so that asking for it says nothing. */
const LAB_ALIGN_LOG2 = 3;
/** Suggested heap size where the program's world names none; drivers ignore it. */
const HEAP_BYTES = 20_000;

/**
 * A program as a trace of a malloc lab, which `parseRep` reads back. Ids are given in the order of
 * the literal's names: A is 0, B is 1. The world becomes nothing but the suggested heap size,
 * because a trace has no other word for it.
 *
 * @throws UsageError naming every kind of request that a trace cannot say.
 */
export function printRep(program: Program, sizeBits: 32 | 53 | 64): string {
  const requests = requestsOf(program);
  refuseUnsayable(requests);
  const ids = new Map<number, number>();
  const lines = requests.map((request, index) => {
    if (producesAllocation(request.kind, request.reference)) ids.set(index, ids.size);
    const id = ids.get(request.reference < 0 ? index : request.reference) ?? -1;
    switch (request.kind) {
      case RequestKind.alloc:
        return `a ${id} ${bytesOf(request, sizeBits)}`;
      case RequestKind.realloc:
        return `r ${id} ${bytesOf(request, sizeBits)}`;
      default:
        return `f ${request.kind === RequestKind.deallocNull ? -1 : id}`;
    }
  });
  const { regionBytes } = program.world;
  const header = [regionBytes === 0 ? HEAP_BYTES : regionBytes, ids.size, lines.length, 1];
  return [...header, ...lines].join('\n') + '\n';
}

function bytesOf({ size }: Request, sizeBits: number): bigint {
  const sizeMax = 2n ** BigInt(sizeBits) - 1n;
  const bytes = resolveQuantity(size, {
    sizeMax,
    regionBytes: undefined,
    regionRemaining: undefined,
    count: undefined,
  });
  if (bytes !== undefined && bytes < 2n ** 63n) return bytes;
  throw new UsageError(
    `a trace cannot say the size ${printQuantity(size)}: ` +
      (bytes === undefined
        ? 'it depends on the region, which a trace does not know.'
        : 'its numbers end at 2^63-1.'),
  );
}

function refuseUnsayable(requests: readonly Request[]): void {
  const reasons = new Map<string, string>();
  requests.forEach((request, index) => {
    const reason = unsayable(request);
    if (reason !== undefined && !reasons.has(reason)) reasons.set(reason, nameOf(requests, index));
  });
  if (reasons.size === 0) return;
  const listed = [...reasons].map(([reason, where]) => `  ${reason} (${where})`);
  throw new UsageError(
    ['a trace says malloc, realloc and free only. This program also has:', ...listed].join('\n') +
      '\nThe formats c, rust and ts can say these.',
  );
}

/** Why a trace has no words for a request; undefined where it has. */
function unsayable({ kind, entry, alignLog2, thread }: Request): string | undefined {
  const said =
    kind === RequestKind.alloc ||
    kind === RequestKind.realloc ||
    kind === RequestKind.dealloc ||
    kind === RequestKind.deallocNull;
  if (!said) return otherKinds[kind] ?? requestKindNames[kind];
  const name = entryPointNames[entry];
  if (name !== 'plain' && name !== 'malloc' && name !== 'realloc') return name;
  if (alignLog2 > LAB_ALIGN_LOG2) return `an alignment of ${2 ** alignLog2}`;
  return thread === 0 ? undefined : `a thread other than 0`;
}

const otherKinds: Readonly<Record<number, string>> = {
  [RequestKind.allocZeroed]: 'zeroed memory, allocZeroed',
  [RequestKind.allocArray]: 'calloc, allocArray',
  [RequestKind.reallocArray]: 'reallocarray, reallocArray',
  [RequestKind.deallocInvalid]: 'an invalid free, freeInvalid',
  [RequestKind.badAlign]: 'an alignment to be rejected, badAlign',
  [RequestKind.fill]: 'fill, whose number of grants depends on the subject',
  [RequestKind.drain]: 'drain, whose order depends on the subject',
};

function nameOf(requests: readonly Request[], index: number): string {
  const before = requests
    .slice(0, index)
    .filter(({ kind, reference }) => producesAllocation(kind, reference)).length;
  const { kind, reference } = requests[index];
  const block = producesAllocation(kind, reference) ? `, ${allocationName(before)}` : '';
  return `request ${index + 1}${block}`;
}
