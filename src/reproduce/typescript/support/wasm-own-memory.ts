import type { Range } from './allocator.js';
import { instantiate, wasm } from './wasm-instance.js';

export { allocator } from './wasm-module.js';
export { memory } from './wasm-instance.js';

/** Every run has a fresh instance. */
export const begin = (): void => {
  instantiate();
};
export const region = (): Range => ({ base: 0, end: wasm.memory.buffer.byteLength });
export const footprint = (): number => wasm.memory.buffer.byteLength;
