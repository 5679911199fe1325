import type { Allocator } from '../module-port.js';
import {
  glueExport,
  type Glue,
  type GlueAllocator,
  type GlueFactory,
  type LoadGlue,
} from './glue.js';
import { linearMemory } from './linear-memory.js';
import { needed, unsigned, wordFunctions } from './word-function.js';

/** Class id of a buffer without references, in every version. */
const BUFFER_ID = 1;
/** Frees between two collections of garbage; `minimal` collects only when told. */
const COLLECT_EVERY = 32;

/**
 * AssemblyScript's runtime, by contract `assemblyscript`: wrappers of `heap.alloc` and its like
 * (`heap_alloc`), or else garbage-collected objects that are pinned while they live (`--exportRuntime`).
 *
 * Give what instantiates it, or the instance or its exports.
 */
export function assemblyScript(load: LoadGlue): GlueFactory;
export function assemblyScript(instance: object): GlueAllocator;
export function assemblyScript(source: LoadGlue | object): GlueFactory | GlueAllocator {
  return glueExport(source, 'assemblyscript', runtimeAllocator);
}

function runtimeAllocator(glue: Glue): Allocator {
  const memory = linearMemory(glue);
  return {
    get memory() {
      return memory();
    },
    footprint: () => memory().byteLength,
    sizeBits: 32,
    takesAlignment: false,
    ...(heapFunctions(glue) ?? objectFunctions(glue)),
  };
}

type Functions = Pick<Allocator, 'alloc' | 'dealloc' | 'realloc'>;

function heapFunctions(glue: Glue): Functions | undefined {
  const find = wordFunctions(glue);
  const alloc = find('heap_alloc', 'heapAlloc', 'heap.alloc', '__alloc');
  const free = find('heap_free', 'heapFree', 'heap.free', '__free');
  const realloc = find('heap_realloc', 'heapRealloc', 'heap.realloc', '__realloc');
  if (alloc === undefined || free === undefined) return undefined;
  return {
    // Up to 0.17 the second argument is the class id; 0 is the plain buffer.
    alloc: (size) => unsigned(alloc(size, 0)),
    dealloc: (address) => free(address),
    ...(realloc && {
      realloc: (address, _oldSize, newSize) => unsigned(realloc(address ?? 0, newSize)),
    }),
  };
}

function objectFunctions(glue: Glue): Functions {
  const find = wordFunctions(glue);
  const make = needed(find('__new'), 'heap_alloc or __new');
  const pin = needed(find('__pin'), '__pin');
  const unpin = needed(find('__unpin'), '__unpin');
  const collect = needed(find('__collect'), '__collect');
  let frees = 0;
  return {
    alloc: (size) => unsigned(pin(make(size, BUFFER_ID))),
    dealloc(address) {
      unpin(address);
      frees = (frees + 1) % COLLECT_EVERY;
      if (frees === 0) collect();
    },
  };
}
