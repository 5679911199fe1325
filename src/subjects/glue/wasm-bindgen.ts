import type { Allocator } from '../module-port.js';
import {
  glueExport,
  type Glue,
  type GlueAllocator,
  type GlueFactory,
  type LoadGlue,
} from './glue.js';
import { rememberMemory } from './first-memory.js';
import { linearMemory } from './linear-memory.js';
import { needed, unsigned, wordFunctions } from './word-function.js';

/**
 * Rust's allocator behind wasm-bindgen: `__wbindgen_malloc`, `__wbindgen_realloc` and `__wbindgen_free`,
 * with an alignment or, before 0.2.85, without, by contract `wasm-bindgen`.
 *
 * Give what initialises the package, or the exports that its `init` answers. Packages keep the instance
 * that they made first: load them by `anew`.
 */
export function wasmBindgen(load: LoadGlue): GlueFactory;
export function wasmBindgen(exports: object): GlueAllocator;
export function wasmBindgen(source: LoadGlue | object): GlueFactory | GlueAllocator {
  return glueExport(source, 'wasm-bindgen', bindgenAllocator);
}

function bindgenAllocator(glue: Glue): Allocator {
  const find = wordFunctions(glue);
  const memory = linearMemory(glue);
  const malloc = needed(find('__wbindgen_malloc'), '__wbindgen_malloc');
  const free = needed(find('__wbindgen_free'), '__wbindgen_free');
  const realloc = find('__wbindgen_realloc');
  return {
    get memory() {
      return memory();
    },
    footprint: () => memory().byteLength,
    renew: rememberMemory(memory),
    sizeBits: 32,
    takesAlignment: malloc.length >= 2,
    // What an older one does not take, it ignores.
    alloc: (size, align) => unsigned(malloc(size, align)),
    dealloc: (address, size, align) => free(address, size, align),
    ...(realloc && {
      realloc: (address, oldSize, newSize, align) =>
        unsigned(realloc(address ?? 0, oldSize, newSize, align)),
    }),
  };
}
