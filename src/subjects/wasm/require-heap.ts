import { SubjectError } from '../../core/errors.js';
import type { Abi } from './abi.js';
import { bindCall } from './bind-call.js';
import type { WasmBinary } from './binary.js';
import type { Machine } from './machine.js';

/**
 * Requires that the heap of a module does not begin below its static data; runs its malloc once.
 *
 * Emscripten before 1.39.20 kept the end of the heap in a word of static data that its JavaScript had
 * to set. Without that the heap begins at address 0 and runs over everything, and an allocator would
 * be accused that is never used like that. Nothing in the module says where the word lies.
 *
 * @throws SubjectError
 */
export function requireHeap(
  machine: Machine,
  binary: WasmBinary,
  { calls }: Abi,
  locator: string,
): void {
  const { imports, dataSegments } = binary;
  const lowest = Math.min(
    ...dataSegments.map(({ at }) => (at.global === undefined ? at.offset : 0)),
  );
  const isOfThatKind =
    imports.some(({ kind }) => kind === 'memory') &&
    imports.some(({ name }) => name.endsWith('emscripten_resize_heap'));
  if (!isOfThatKind || calls.alloc === undefined || !Number.isFinite(lowest)) return;
  const address = bindCall(calls.alloc, ['size'], machine.exports)(1, 0, 0, 0) >>> 0;
  if (address === 0 || address >= lowest) return;
  throw new SubjectError(
    `${locator} has a heap that begins at ${address}, below its static data at ${lowest}: the ` +
      'JavaScript that loads it has to set where the heap begins. Certify it through a module of a ' +
      'few lines that loads it with its own glue.',
  );
}
