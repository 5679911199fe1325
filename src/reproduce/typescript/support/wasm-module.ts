import { address, wasm } from './wasm-instance.js';
import type { Allocator } from './allocator.js';

/** The file, what it imports beside functions, and what its exports are called here. */
export const file = new URL('sample.wasm', import.meta.url);
export const made: Readonly<Record<string, () => unknown>> = {};
/** What is called once before the first request, where a name of its own was given. */
export const initialiser: string | undefined = undefined;
export const allocator: Allocator = {
  alloc: (size) => address(wasm.exports.malloc(size)),
};
export const initRefuses = (base: number, bytes: number): boolean =>
  wasm.exports.init(base, bytes) === 0;
export const tellRegion = (low: number, high: number): void => {
  wasm.exports.region(low, high);
};
