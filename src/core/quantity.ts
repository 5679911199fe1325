/**
 * A size or count, literal or symbolic (S2): a base plus a signed 32-bit offset.
 *
 * Symbols keep their meaning when a program is shrunk, moved to another region or replayed on a
 * subject with another size type; `SIZE_MAX - 15` is the same question on 32 and on 64 bits.
 */
export interface Quantity {
  /** A code of {@link QuantityBase}, or `QuantityBase.powerOfTwo + k` for 2^k, k from 0 to 63. */
  readonly base: number;
  /** -2^31 to 2^31 - 1, added to the base. */
  readonly offset: number;
}

/** Base codes; they fit 7 bits. */
export const QuantityBase = {
  zero: 0,
  sizeMax: 1,
  ptrdiffMax: 2,
  regionBytes: 3,
  regionRemaining: 4,
  sizeMaxOverCount: 5,
  powerOfTwo: 64,
} as const;

/** What the symbols stand for at one step of one execution. Bytes; exact. */
export interface QuantityContext {
  /** Largest value of the subject's size type: 2^32-1, 2^53-1 or 2^64-1. */
  readonly sizeMax: bigint;
  /** Length of the region in bytes; undefined where it is not known. */
  readonly regionBytes: bigint | undefined;
  /** Length of the region less the live requested bytes; undefined where not known. */
  readonly regionRemaining: bigint | undefined;
  /** The resolved count of the same request, for `sizeMaxOverCount`. */
  readonly count: bigint | undefined;
}

/**
 * The value of a quantity, or undefined where the subject cannot represent it or the symbol has no
 * meaning: such a request is skipped, never truncated (2^32+16 sent to a 32-bit export arrives as 16).
 */
export function resolveQuantity(quantity: Quantity, context: QuantityContext): bigint | undefined {
  const base = resolveBase(quantity.base, context);
  if (base === undefined) return undefined;
  const value = base + BigInt(quantity.offset);
  return value < 0n || value > context.sizeMax ? undefined : value;
}

function resolveBase(base: number, context: QuantityContext): bigint | undefined {
  if (base >= QuantityBase.powerOfTwo) return 1n << BigInt(base - QuantityBase.powerOfTwo);
  switch (base) {
    case QuantityBase.zero:
      return 0n;
    case QuantityBase.sizeMax:
      return context.sizeMax;
    case QuantityBase.ptrdiffMax:
      return context.sizeMax >> 1n;
    case QuantityBase.regionBytes:
      return context.regionBytes;
    case QuantityBase.regionRemaining:
      return context.regionRemaining;
    case QuantityBase.sizeMaxOverCount:
      return context.count === undefined || context.count === 0n
        ? undefined
        : context.sizeMax / context.count;
    default:
      return undefined;
  }
}

/** A plain number of bytes, up to 2^31 - 1. */
export function literal(value: number): Quantity {
  return { base: QuantityBase.zero, offset: value };
}

/**
 * A size as a base and an offset; undefined where no power of two is near enough for an offset of 32
 * bits, which happens above 2^33 only.
 */
export function quantityOf(size: bigint): Quantity | undefined {
  if (size < 2n ** 31n) return literal(Number(size));
  const power = size.toString(2).length - 1;
  for (const exponent of [power, power + 1]) {
    const offset = size - 2n ** BigInt(exponent);
    if (exponent <= 63 && offset === BigInt.asIntN(32, offset)) {
      return { base: QuantityBase.powerOfTwo + exponent, offset: Number(offset) };
    }
  }
  return undefined;
}
