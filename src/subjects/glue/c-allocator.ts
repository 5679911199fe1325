import type { Allocator } from '../module-port.js';
import { rememberMemory } from './first-memory.js';
import { needed, unsigned, type WordFunction } from './word-function.js';

/** Finds a function of C by its name there. */
export type FindC = (name: string) => WordFunction | undefined;

/** An allocator of the functions of C that are there. @throws TypeError without malloc and free */
export function cAllocator(find: FindC, memory: () => ArrayBufferLike): Allocator {
  const malloc = needed(find('malloc'), 'malloc');
  const free = needed(find('free'), 'free');
  const align = aligningFunction(find);
  const calloc = find('calloc');
  const realloc = find('realloc');
  const usable = find('malloc_usable_size');
  return {
    get memory() {
      return memory();
    },
    footprint: () => memory().byteLength,
    renew: rememberMemory(memory),
    sizeBits: 32,
    takesAlignment: align !== undefined,
    alloc: (size, alignment) =>
      grant(() => (alignment > 1 && align !== undefined ? align(alignment, size) : malloc(size))),
    dealloc: (address) => free(address),
    deallocNull: () => free(0),
    ...(calloc && { allocArray: (count, size) => grant(() => calloc(count, size)) }),
    ...(realloc && {
      realloc: (address, _oldSize, newSize) => grant(() => realloc(address ?? 0, newSize)),
    }),
    ...(usable && { usableSize: (address) => unsigned(usable(address)) }),
  };
}

/** (align, size), whichever there is; aligned_alloc last, since it may refuse odd sizes (C11). */
function aligningFunction(find: FindC): WordFunction | undefined {
  return find('memalign') ?? find('emscripten_builtin_memalign') ?? find('aligned_alloc');
}

/** The address, or null for 0; also where memory that may not grow is out, which emscripten aborts at. */
function grant(call: () => number): number | null {
  try {
    const address = unsigned(call());
    return address === 0 ? null : address;
  } catch (thrown) {
    if (isOutOfMemory(thrown)) return null;
    throw thrown;
  }
}

/** ABORTING_MALLOC, the default of emscripten where memory may not grow. */
const isOutOfMemory = (thrown: unknown): boolean =>
  thrown instanceof WebAssembly.RuntimeError &&
  /^Aborted\((?:OOM|Cannot enlarge memory)/.test(thrown.message);
