import type { WasmFunction } from './bind-call.js';
import type { Machine } from './machine.js';

/** A few bytes of the subject's stack, for a function that answers through a pointer. */
export interface Scratch {
  /** Runs `use` with the address of sixteen free bytes. */
  borrow(use: (address: number) => number): number;
}

const SCRATCH_BYTES = 64;

/**
 * The scratch of a machine, or undefined where its stack cannot be found.
 *
 * A block of the subject's own heap would do too, but would change the heap under test.
 */
export function findScratch(machine: Machine): Scratch | undefined {
  const { exports, stackPointer } = machine;
  if (stackPointer !== undefined) {
    return {
      borrow: (use) => {
        const before = stackPointer.value as number;
        const address = (before - SCRATCH_BYTES) & -16;
        stackPointer.value = address;
        const answer = use(address >>> 0);
        stackPointer.value = before;
        return answer;
      },
    };
  }
  const find = (...names: string[]): WasmFunction | undefined =>
    names.map((name) => exports[name]).find((value) => typeof value === 'function') as
      WasmFunction | undefined;
  const save = find('stackSave', 'emscripten_stack_get_current');
  const take = find('stackAlloc', '_emscripten_stack_alloc');
  const restore = find('stackRestore', '_emscripten_stack_restore');
  if (save === undefined || take === undefined || restore === undefined) return undefined;
  return {
    borrow: (use) => {
      const before = save();
      const answer = use(take(SCRATCH_BYTES) >>> 0);
      restore(before);
      return answer;
    },
  };
}
