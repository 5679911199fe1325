import type { Allocator } from '../module-port.js';
import { cAllocator } from './c-allocator.js';
import {
  glueExport,
  type Glue,
  type GlueAllocator,
  type GlueFactory,
  type LoadGlue,
} from './glue.js';
import { linearMemory } from './linear-memory.js';
import { wordFunctions } from './word-function.js';

/**
 * The allocator of an instance that exports `malloc` and `free` as C calls them, by contract `c17`: of
 * what a loader instantiates, whatever it answers, or of an instance or its exports.
 */
export function mallocExports(load: LoadGlue): GlueFactory;
export function mallocExports(instance: object): GlueAllocator;
export function mallocExports(source: LoadGlue | object): GlueFactory | GlueAllocator {
  return glueExport(source, 'c17', mallocAllocator);
}

function mallocAllocator(glue: Glue): Allocator {
  const find = wordFunctions(glue);
  return cAllocator((name) => find(name), linearMemory(glue));
}
