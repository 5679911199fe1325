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
 * The allocator of a program built with emscripten: `_malloc` and `_free` of its Module, and what else
 * of their family it exports, by contract `c17`.
 *
 * Give what loads it, `() => createModule()`, or the Module itself. Sizes have 32 bits, 0 is a refusal,
 * memory is looked up after every call.
 */
export function emscripten(load: LoadGlue): GlueFactory;
export function emscripten(module: object): GlueAllocator;
export function emscripten(source: LoadGlue | object): GlueFactory | GlueAllocator {
  return glueExport(source, 'c17', emscriptenAllocator);
}

function emscriptenAllocator(glue: Glue): Allocator {
  const find = wordFunctions(glue);
  return cAllocator((name) => find(`_${name}`, name), linearMemory(glue));
}
