import { cannot } from './say.js';
import { wasm } from './wasm-instance.js';

/** Asks through a word on the module's own stack, in which posix_memalign answers. */
export function posixMemalign(call: (out: number) => unknown): number | null {
  const take = wasm.exports.stackAlloc ?? wasm.exports._emscripten_stack_alloc;
  if (take === undefined) {
    return cannot('the stack cannot be found, through which posix_memalign answers');
  }
  const out = take(16) >>> 0;
  if (call(out) !== 0) return null;
  return new DataView(wasm.memory.buffer).getUint32(out, true) || null;
}
