import type { Contract } from '../../dist/src/contract/document/contract-schema.js';
import { requestsOf, type Program } from '../../dist/src/core/program.js';
import { QuantityBase, type Quantity } from '../../dist/src/core/quantity.js';
import { requestKindNames } from '../../dist/src/core/request-kind.js';
import type { Request } from '../../dist/src/core/request.js';
import type { SubjectDescription } from '../../dist/src/core/subject-description.js';

/** A size and the alignment that goes with it. Bytes. */
export interface LayoutAsked {
  readonly size: bigint;
  readonly align: bigint;
}

/**
 * What the requests of a program ask for, as far as the program alone says it, and with the largest
 * alignment that they may have: asked, natural, or kept from any request for the same block. Worked out
 * without the product's rules of what may be asked.
 */
export function layoutsAsked(
  contract: Contract,
  subject: SubjectDescription,
  program: Program,
): LayoutAsked[] {
  const requests = requestsOf(program);
  const natural = naturalLog2(contract, subject);
  return requests.flatMap((request, index) => {
    const size = sizeOf(request, subject.sizeBits);
    if (size === undefined) return [];
    const kind = requestKindNames[request.kind];
    const own = aligningKinds.has(kind) ? request.alignLog2 : 0;
    const kept = own === 0 && resizingKinds.has(kind) ? keptLog2(requests, index) : 0;
    return [{ size, align: BigInt(2 ** Math.max(natural, own, kept)) }];
  });
}

/** The largest alignment of the requests before that are about the block of one. */
function keptLog2(requests: readonly Request[], index: number): number {
  const { reference } = requests[index];
  if (reference < 0) return 0;
  const about = requests
    .slice(0, index)
    .filter((one, at) => at === reference || one.reference === reference);
  return Math.max(0, ...about.map(({ alignLog2 }) => alignLog2));
}

const aligningKinds: ReadonlySet<string> = new Set(['alloc', 'allocZeroed', 'realloc', 'fill']);
const resizingKinds: ReadonlySet<string> = new Set(['realloc', 'resizeInPlace']);
const sizedKinds: ReadonlySet<string> = new Set([...aligningKinds, ...resizingKinds]);

/** Where every request carries an alignment, the natural one goes with those that ask for none. */
function naturalLog2({ alignment }: Contract, subject: SubjectDescription): number {
  const further = ['malloc', 'aligned_alloc', 'posix_memalign', 'memalign'];
  const isCarried =
    subject.takesAlignment !== false &&
    !subject.entryPoints.some((entry) => further.includes(entry));
  if (!isCarried) return 0;
  if (alignment.natural === 'weak') return subject.sizeBits === 64 ? 4 : 3;
  return Math.log2(alignment.natural);
}

/** The size where it is a number and the size type can hold it, so that it is sent. */
function sizeOf({ kind, size }: Request, sizeBits: number): bigint | undefined {
  if (!sizedKinds.has(requestKindNames[kind])) return undefined;
  const base = baseOf(size, sizeBits);
  const bytes = base === undefined ? -1n : base + BigInt(size.offset);
  return bytes >= 0n && bytes < 2n ** BigInt(sizeBits) ? bytes : undefined;
}

function baseOf({ base }: Quantity, sizeBits: number): bigint | undefined {
  if (base >= QuantityBase.powerOfTwo) return 2n ** BigInt(base - QuantityBase.powerOfTwo);
  if (base === QuantityBase.zero) return 0n;
  if (base === QuantityBase.sizeMax) return 2n ** BigInt(sizeBits) - 1n;
  return base === QuantityBase.ptrdiffMax ? 2n ** BigInt(sizeBits - 1) - 1n : undefined;
}
