import type { LiteralScanner } from './literal-scanner.js';
import { ToolBugError } from './errors.js';
import { QuantityBase, type Quantity } from './quantity.js';

/** How the symbols of {@link QuantityBase} are written; powers of two are `2^k`. */
const symbols: ReadonlyMap<string, number> = new Map([
  ['SIZE_MAX', QuantityBase.sizeMax],
  ['PTRDIFF_MAX', QuantityBase.ptrdiffMax],
  ['region', QuantityBase.regionBytes],
  ['remaining', QuantityBase.regionRemaining],
]);

/**
 * A quantity as text: `16`, `2^31+16`, `SIZE_MAX-15`, `SIZE_MAX/4+2` (S2, S37). `count` is the other
 * quantity of the same request, which `SIZE_MAX/count` divides by.
 */
export function printQuantity(quantity: Quantity, count?: Quantity): string {
  if (quantity.base === QuantityBase.zero) return String(quantity.offset);
  const { offset } = quantity;
  const tail = offset === 0 ? '' : offset > 0 ? `+${offset}` : String(offset);
  return printBase(quantity.base, count) + tail;
}

function printBase(base: number, count: Quantity | undefined): string {
  if (base >= QuantityBase.powerOfTwo) return `2^${base - QuantityBase.powerOfTwo}`;
  for (const [word, code] of symbols) if (code === base) return word;
  if (base !== QuantityBase.sizeMaxOverCount || count === undefined) {
    throw new ToolBugError(`quantity base ${base} cannot be printed here`);
  }
  const divisor = printQuantity(count);
  return `SIZE_MAX/${/^[0-9]+$/.test(divisor) ? divisor : `(${divisor})`}`;
}

/** Reads what {@link printQuantity} prints. @throws UsageError with the position. */
export function readQuantity(scanner: LiteralScanner, count?: Quantity): Quantity {
  if (scanner.peek(/[-+0-9]/y) && !scanner.peek(/2\^/y)) {
    return { base: QuantityBase.zero, offset: readOffset(scanner, 'a number of bytes') };
  }
  const base = readBase(scanner, count);
  const offset = scanner.peek(/[-+]/y) ? readOffset(scanner, 'an offset') : 0;
  return { base, offset };
}

function readBase(scanner: LiteralScanner, count: Quantity | undefined): number {
  if (scanner.take(/2\^/y) !== undefined) {
    const start = scanner.position;
    const exponent = Number(scanner.take(/[0-9]+/y) ?? NaN);
    if (!(exponent >= 0 && exponent <= 63)) scanner.fail('an exponent from 0 to 63', start);
    return QuantityBase.powerOfTwo + exponent;
  }
  const start = scanner.position;
  const word = scanner.take(/[A-Za-z_]+/y) ?? '';
  const base = symbols.get(word);
  if (base === undefined) {
    scanner.fail('a quantity (16, 2^31+16, SIZE_MAX-15 ...)', start, symbols.keys());
  }
  if (base !== QuantityBase.sizeMax || scanner.take(/\//y) === undefined) return base;
  readDivisor(scanner, count);
  return QuantityBase.sizeMaxOverCount;
}

function readDivisor(scanner: LiteralScanner, count: Quantity | undefined): void {
  const start = scanner.position;
  const parenthesised = scanner.take(/\(/y) !== undefined;
  const divisor = parenthesised
    ? readQuantity(scanner)
    : { base: QuantityBase.zero, offset: readOffset(scanner, 'the count') };
  if (parenthesised) scanner.expect(')');
  if (count === undefined) {
    scanner.fail('no division: SIZE_MAX/count is a size of allocArray and reallocArray', start);
  }
  if (divisor.base !== count.base || divisor.offset !== count.offset) {
    scanner.fail(`the count of this request, SIZE_MAX/${printQuantity(count)}`, start);
  }
}

function readOffset(scanner: LiteralScanner, what: string): number {
  const start = scanner.position;
  const value = Number(scanner.take(/[-+]?[0-9]+/y) ?? NaN);
  if (value !== (value | 0)) {
    scanner.fail(`${what} from -2^31 to 2^31-1; larger ones are written 2^k+offset`, start);
  }
  // `-0` would print as 0 and compare as another word.
  return value | 0;
}
