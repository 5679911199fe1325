import {
  type RequestKindName,
  contractKinds,
  kindsThat,
  type KindThat,
} from '../../core/request-kind.js';
import type { Contract } from '../document/contract-schema.js';
import type { SizesAsked } from './sizes-asked.js';

/**
 * What the contract says of a request for so many bytes (S13): `lawful` may be granted or refused,
 * `zero` is decided by zeroSize, `refused` must be refused, `roundedUp` is a lawful request for the
 * smallest size, `undefined` is never asked.
 */
export type SizeLaw = 'lawful' | 'zero' | 'refused' | 'roundedUp' | 'undefined';

const sized = kindsThat('isSized');
const resizing = kindsThat('resizes');

/** Kinds that ask for bytes, each with bounds of its own. A `fill` is made of allocs. */
export type SizedKind = Exclude<KindThat<'isSized'>, 'fill'>;
const sizedKinds = contractKinds.filter((kind): kind is SizedKind => sized.has(kind));

/** Which sizes one kind may be asked for (S13, S15). Bytes. */
export interface SizeRule {
  /** Whether 0 may be asked. */
  readonly zero: boolean;
  readonly smallest: number;
  /** The law for 1 .. smallest - 1. */
  readonly below: 'undefined' | 'refused' | 'roundedUp';
  /** Infinity where any size may be asked. */
  readonly largest: number;
  /** The law for more than `largest`. */
  readonly above: 'undefined' | 'refused';
}

/** What the law for a size rests on. */
export interface SizeTerms {
  readonly sizes: Readonly<Record<SizedKind, SizeRule>>;
  /** The law for sizes above PTRDIFF_MAX, products that exceed the size type among them. */
  readonly abovePtrdiffMax: 'undefined' | 'refused';
  readonly exactPtrdiffMax: bigint;
  /**
   * log2 of the alignment that every request carries for which none was asked; 0 where a request carries
   * none.
   */
  readonly carriedAlignLog2: number;
}

/** The bounds of every kind that asks for bytes. */
export function sizeRules(contract: Contract): SizeTerms['sizes'] {
  const rules = sizedKinds.map((kind) => [kind, sizeRule(contract, kind)] as const);
  return Object.fromEntries(rules) as SizeTerms['sizes'];
}

function sizeRule(contract: Contract, kind: SizedKind): SizeRule {
  const { sizes, realloc } = contract;
  const own = sizes.byKind[kind];
  const isResize = resizing.has(kind);
  const smallest = Math.max(1, own?.smallest ?? sizes.smallest);
  const largest = own?.largest ?? sizes.largest;
  // What realloc.smallest leaves out is not asked, whatever happens to sizes that are merely small.
  const isLeftOut = isResize && realloc.smallest > smallest;
  return {
    zero: isResize
      ? kind !== 'resizeInPlace' && realloc.toZero !== 'undefined'
      : contract.zeroSize !== 'undefined',
    smallest: isLeftOut ? realloc.smallest : smallest,
    below: isLeftOut ? 'undefined' : sizes.belowSmallest,
    largest: largest === 'any' ? Infinity : largest,
    above: sizes.aboveLargest,
  };
}

/** The bounds of a kind; undefined for one that asks for no bytes. */
export function sizeRuleOf({ sizes }: SizeTerms, kind: RequestKindName): SizeRule | undefined {
  return kind === 'fill' ? sizes.alloc : (sizes as Partial<Record<string, SizeRule>>)[kind];
}

/**
 * The law for one request. `size` is the whole of it in bytes, of an array count times size; it may
 * exceed the size type, as wrapped products do, and counts as above PTRDIFF_MAX then. `align` is
 * the alignment of the request, asked or kept from the block that it resizes; 1 for none. A kind that asks
 * for no bytes is `undefined`.
 */
export function sizeLaw(
  terms: SizeTerms,
  kind: RequestKindName,
  size: bigint,
  align: bigint,
): SizeLaw {
  const rule = sizeRuleOf(terms, kind);
  if (rule === undefined) return 'undefined';
  if (size === 0n) return rule.zero ? 'zero' : 'undefined';
  const { abovePtrdiffMax, exactPtrdiffMax } = terms;
  if (size > exactPtrdiffMax) return asksAny(rule) ? abovePtrdiffMax : 'undefined';
  if (abovePtrdiffMax === 'undefined' && size > exactPtrdiffMax - roundingBytes(terms, align))
    return 'undefined';
  // A bound may be Infinity, which no bigint can be.
  const bytes = Number(size);
  if (bytes > rule.largest) return rule.above;
  return bytes < rule.smallest ? rule.below : 'lawful';
}

/**
 * Most bytes by which rounding a size up to its alignment adds to it. Where the contract leaves sizes above
 * PTRDIFF_MAX undefined, the rounded size must not exceed it: no Layout of Rust can hold it.
 */
const roundingBytes = ({ carriedAlignLog2 }: SizeTerms, align: bigint): bigint =>
  larger(align, 1n << BigInt(carriedAlignLog2)) - 1n;

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/**
 * Whether sizes of any magnitude may be asked. Where those above the largest are undefined all of them
 * are: who sets a bound and says nothing of what lies above it has not thought of 2^64.
 */
export const asksAny = ({ largest, above }: Pick<SizeRule, 'largest' | 'above'>): boolean =>
  largest === Infinity || above === 'refused';

/** Whether the law leaves any of the sizes undefined that a request may come to ask for. */
export function leavesOut(
  terms: SizeTerms,
  kind: RequestKindName,
  { least, most }: SizesAsked,
  align: bigint,
): boolean {
  const { smallest, largest } = sizeRuleOf(terms, kind) ?? terms.sizes.alloc;
  const { exactPtrdiffMax } = terms;
  const rounding = roundingBytes(terms, align);
  // Between two of these the law is the same for all sizes.
  const changes = [
    ...[1n, BigInt(smallest), exactPtrdiffMax + 1n - rounding, exactPtrdiffMax + 1n],
    ...(largest === Infinity ? [] : [BigInt(largest) + 1n]),
  ];
  return [least, ...changes.filter((size) => size > least && size <= most)].some(
    (size) => sizeLaw(terms, kind, size, align) === 'undefined',
  );
}
