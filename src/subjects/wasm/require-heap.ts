import { SubjectError } from '../../core/errors.js';
import type { Abi } from './abi.js';
import { bindCall } from './bind-call.js';
import type { WasmBinary } from './binary.js';
import { linkedValue } from './imports.js';
import type { Machine } from './machine.js';
import { memoryLayout } from './memory-layout.js';

/** Below this no C program has an object, so that null is none. */
const LOWEST_OBJECT = 1_024;

/**
 * Requires that the heap of a module does not begin below its static data, where the module leaves it
 * to its host to say where it begins; runs its malloc once.
 *
 * Emscripten before 1.39.20 kept the end of the heap in a word of static data that its JavaScript had
 * to set, or imported the address of that word as a number. Without that the heap begins at address 0
 * and runs over everything, and an allocator would be accused that is never used like that. Nothing in
 * the module says where the word lies.
 *
 * @throws SubjectError
 */
export function requireHeap(
  machine: Machine,
  binary: WasmBinary,
  { calls }: Abi,
  locator: string,
): void {
  const numbers = unknownNumbers(binary);
  const { imports, dataSegments } = binary;
  const importsMemory = imports.some(({ kind }) => kind === 'memory');
  const isSetFromOutside =
    importsMemory && imports.some(({ name }) => name.endsWith('emscripten_resize_heap'));
  const lowest = Math.min(
    ...dataSegments.map(({ at }) => (at.global === undefined ? at.offset : 0)),
    ...(numbers.length > 0 ? [LOWEST_OBJECT] : []),
  );
  // Data that is loaded from a file of its own is none of the module, whose memory is its host's then.
  const isToldByNumber = numbers.length > 0 && (importsMemory || dataSegments.length > 0);
  if (!isSetFromOutside && !isToldByNumber) return;
  if (calls.alloc === undefined || !Number.isFinite(lowest)) return;
  const address = bindCall(calls.alloc, ['size', 'align'], machine.exports)(1, 1, 0, 0) >>> 0;
  if (address === 0 || address >= lowest) return;
  const where = dataSegments.length > 0 ? `below its static data at ${lowest}` : 'where null lies';
  const by =
    numbers.length === 0
      ? 'where the heap begins'
      : `the numbers that it imports (${numbers.slice(0, 4).join(', ')})`;
  throw new SubjectError(
    `${locator} has a heap that begins at ${address}, ${where}: the JavaScript that loads it has to ` +
      `set ${by}. Certify it through a module of a few lines that loads it with its own glue: ` +
      "`export default emscripten(() => createModule())` of 'allocert/glue'.",
  );
}

/** Imported numbers that no linker knows, which are made up as 0. */
function unknownNumbers(binary: WasmBinary): string[] {
  const layout = memoryLayout(binary);
  return binary.imports.flatMap((entry) => {
    const isNumber = entry.kind === 'global' && entry.type.type === 'i32';
    const isLinked =
      entry.module.startsWith('GOT.') || linkedValue(entry.name, layout) !== undefined;
    return isNumber && !isLinked ? [`${entry.module}.${entry.name}`] : [];
  });
}
