/**
 * Adapters of three lines for allocators that come with JavaScript of their own around WebAssembly: what
 * one of these answers is the default export of a module to certify, and brings its contract along.
 *
 *   import { emscripten } from 'allocert/glue';
 *   import createModule from './subjects/glue/my-module.mjs';
 *   export default emscripten(() => createModule());
 *
 * A `.wasm` file that stands for itself needs none: name it on the command line.
 */
export { anew } from './subjects/glue/anew.js';
export { assemblyScript } from './subjects/glue/assembly-script.js';
export { emscripten } from './subjects/glue/emscripten.js';
export type { GlueAllocator, GlueFactory, LoadGlue } from './subjects/glue/glue.js';
export { mallocExports } from './subjects/glue/malloc-exports.js';
export { wasmBindgen } from './subjects/glue/wasm-bindgen.js';
export type { Allocator } from './subjects/module-port.js';
