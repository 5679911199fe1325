import type { AbiCall, ArgumentWord } from './abi.js';

/** An exported wasm function over 32-bit integers. */
export type WasmFunction = (...args: number[]) => number;

/** A call with the harness's own parameter order, whatever order the export has. */
export type BoundCall = (a: number, b: number, c: number, d: number) => number;

/**
 * `call` of `exports`, taking `params` in this order.
 *
 * The usual orders are bound without any choice at run time, since this stands between the harness
 * and an allocator that answers in a few nanoseconds.
 */
export function bindCall(
  call: AbiCall,
  params: readonly ArgumentWord[],
  exports: WebAssembly.Exports,
): BoundCall {
  const fn = exports[call.exportName] as WasmFunction;
  const sources = call.args.map((arg) => (typeof arg === 'number' ? -1 : indexOf(arg, params)));
  const constants = call.args.map((arg) => (typeof arg === 'number' ? arg : 0));
  if (sources.every((source, index) => source === index)) {
    switch (sources.length) {
      case 0:
        return () => fn();
      case 1:
        return (a) => fn(a);
      case 2:
        return (a, b) => fn(a, b);
      case 3:
        return (a, b, c) => fn(a, b, c);
      default:
        return (a, b, c, d) => fn(a, b, c, d);
    }
  }
  const [s0, s1, s2, s3] = sources;
  const [k0, k1, k2, k3] = constants;
  switch (sources.length) {
    case 1:
      return (a, b, c, d) => fn(pick(s0, k0, a, b, c, d));
    case 2:
      return (a, b, c, d) => fn(pick(s0, k0, a, b, c, d), pick(s1, k1, a, b, c, d));
    case 3:
      return (a, b, c, d) =>
        fn(pick(s0, k0, a, b, c, d), pick(s1, k1, a, b, c, d), pick(s2, k2, a, b, c, d));
    default:
      return (a, b, c, d) =>
        fn(
          pick(s0, k0, a, b, c, d),
          pick(s1, k1, a, b, c, d),
          pick(s2, k2, a, b, c, d),
          pick(s3, k3, a, b, c, d),
        );
  }
}

/** `size` of a realloc is the new one, of a free the old one; -1 for what the operation lacks. */
function indexOf(word: ArgumentWord, params: readonly ArgumentWord[]): number {
  const index = params.indexOf(word);
  if (index >= 0 || (word !== 'size' && word !== 'newSize' && word !== 'oldSize')) return index;
  const other = word === 'size' ? ['newSize', 'oldSize'] : ['size'];
  return params.findIndex((param) => other.includes(param));
}

function pick(
  source: number,
  constant: number,
  a: number,
  b: number,
  c: number,
  d: number,
): number {
  switch (source) {
    case 0:
      return a;
    case 1:
      return b;
    case 2:
      return c;
    case 3:
      return d;
    default:
      return constant;
  }
}
