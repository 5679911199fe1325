import type { AbiCall, ArgumentWord } from './abi.js';
import type { NamedExport } from './named-functions.js';

/** What a function of an ABI is used for. */
export type Operation =
  | 'alloc'
  | 'allocZeroed'
  | 'allocArray'
  | 'alignedAlloc'
  | 'memalign'
  | 'posixMemalign'
  | 'realloc'
  | 'reallocArray'
  | 'resizeInPlace'
  | 'dealloc'
  | 'usable'
  | 'reset'
  | 'init'
  | 'region'
  | 'extend'
  | 'append'
  | 'resize'
  | 'newObject'
  | 'pin'
  | 'unpin'
  | 'collect'
  | 'initialize';

type Shape = readonly (ArgumentWord | number)[];

interface RecipeFunction {
  readonly operation: Operation;
  /** Export names, the best known first. */
  readonly names: readonly string[];
  /** Argument orders, one an arity: the arity in the type section chooses. */
  readonly shapes: readonly Shape[];
}

/** How one ABI is known. */
export interface AbiRecipe {
  readonly name: string;
  readonly needs: readonly Operation[];
  readonly functions: readonly RecipeFunction[];
  suggest(
    calls: Readonly<Partial<Record<Operation, AbiCall>>>,
  ): { readonly preset: string; readonly because: string } | undefined;
}

const fn = (
  operation: Operation,
  names: readonly string[],
  ...shapes: readonly Shape[]
): RecipeFunction => ({ operation, names, shapes });

/** `name` and `_name`, as older emscripten called what C calls `name`. */
const c = (name: string): string[] => [name, `_${name}`];

const preset =
  (name: string): AbiRecipe['suggest'] =>
  (calls) => ({ preset: name, because: `exports ${exportList(calls)}` });

function exportList(calls: Readonly<Partial<Record<Operation, AbiCall>>>): string {
  const names = [...new Set(Object.values(calls).map((call) => call.exportName))];
  if (names.length === 1) return names[0];
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** The ABI of S40: a shim of a few lines around anything. */
const ownAbi: AbiRecipe = {
  name: 'allocert',
  needs: ['alloc'],
  functions: [
    fn('alloc', ['allocert_alloc'], ['size', 'align']),
    fn('allocZeroed', ['allocert_alloc_zeroed'], ['size', 'align']),
    fn('realloc', ['allocert_realloc'], ['address', 'oldSize', 'newSize', 'align']),
    fn('resizeInPlace', ['allocert_resize_in_place'], ['address', 'oldSize', 'newSize', 'align']),
    fn('dealloc', ['allocert_dealloc'], ['address', 'size', 'align']),
    fn('init', ['allocert_init'], ['address', 'size']),
    fn('region', ['allocert_region'], ['out', 'out']),
    fn('extend', ['allocert_extend'], ['size']),
    fn('append', ['allocert_append'], ['gap', 'size']),
    fn('resize', ['allocert_resize'], ['size']),
    fn('usable', ['allocert_usable'], ['address']),
    fn('reset', ['allocert_reset'], []),
  ],
  suggest: preset('rust-global-alloc'),
};

/** wasm-bindgen's exports; the alignment came to them with 0.2.85. */
const bindgen: AbiRecipe = {
  name: 'wasm-bindgen',
  needs: ['alloc', 'dealloc'],
  functions: [
    fn('alloc', ['__wbindgen_malloc'], ['size'], ['size', 'align']),
    fn(
      'realloc',
      ['__wbindgen_realloc'],
      ['address', 'oldSize', 'newSize'],
      ['address', 'oldSize', 'newSize', 'align'],
    ),
    fn('dealloc', ['__wbindgen_free'], ['address', 'size'], ['address', 'size', 'align']),
  ],
  suggest: preset('wasm-bindgen'),
};

/** AssemblyScript's own memory manager: exported by old versions, by wrappers since. */
const assemblyScriptHeap: AbiRecipe = {
  name: 'assemblyscript-heap',
  needs: ['alloc', 'dealloc'],
  functions: [
    // Up to 0.17 the second argument is the class id of the object; 0 is the plain buffer.
    fn('alloc', ['heap.alloc', 'heap_alloc', 'heapAlloc', '__alloc'], ['size'], ['size', 0]),
    fn(
      'realloc',
      ['heap.realloc', 'heap_realloc', 'heapRealloc', '__realloc'],
      ['address', 'newSize'],
    ),
    fn('dealloc', ['heap.free', 'heap_free', 'heapFree', '__free'], ['address']),
  ],
  suggest: preset('assemblyscript'),
};

/**
 * AssemblyScript's garbage-collected objects, kept alive by pinning. Class id 1 is a buffer without
 * references in every version, so the collector looks at no byte of it.
 */
const assemblyScriptObjects: AbiRecipe = {
  name: 'assemblyscript-objects',
  needs: ['newObject', 'pin', 'unpin', 'collect'],
  functions: [
    fn('newObject', ['__new'], ['size', 1]),
    fn('pin', ['__pin'], ['address']),
    fn('unpin', ['__unpin'], ['address']),
    fn('collect', ['__collect'], []),
  ],
  suggest: preset('assemblyscript'),
};

const mallocFunctions: readonly RecipeFunction[] = [
  fn('alloc', c('malloc'), ['size']),
  fn('allocArray', c('calloc'), ['count', 'size']),
  fn('realloc', c('realloc'), ['address', 'newSize']),
  fn('reallocArray', c('reallocarray'), ['address', 'count', 'size']),
  fn('dealloc', c('free'), ['address']),
  fn('alignedAlloc', c('aligned_alloc'), ['align', 'size']),
  fn('memalign', [...c('memalign'), ...c('emscripten_builtin_memalign')], ['align', 'size']),
  fn('posixMemalign', c('posix_memalign'), ['out', 'align', 'size']),
  fn('usable', c('malloc_usable_size'), ['address']),
  // No function of C: a heap in static data tells by it where it lies.
  fn('region', ['allocert_region'], ['out', 'out']),
];

const mallocFamily: AbiRecipe = {
  name: 'malloc-family',
  needs: ['alloc', 'dealloc'],
  functions: mallocFunctions,
  suggest: (calls) => preset(calls.posixMemalign === undefined ? 'c17' : 'posix')(calls),
};

/** GlobalAlloc's functions; the order of `realloc` is that of `__rust_realloc`. */
const rust = (name: string): string[] => [name, `__rust_${name}`, `rust_${name}`];
const rustAlloc: AbiRecipe = {
  name: 'rust-alloc',
  needs: ['alloc', 'dealloc'],
  functions: [
    fn('alloc', [...rust('alloc'), 'allocate'], ['size', 'align']),
    fn('allocZeroed', rust('alloc_zeroed'), ['size', 'align']),
    fn('realloc', rust('realloc'), ['address', 'oldSize', 'align', 'newSize']),
    fn('dealloc', [...rust('dealloc'), 'deallocate', 'free'], ['address', 'size', 'align']),
  ],
  suggest: preset('rust-global-alloc'),
};

const REALLOC: Shape = ['address', 'oldSize', 'align', 'newSize'];
const cabi: AbiRecipe = {
  name: 'wasm-cabi-realloc',
  needs: ['alloc'],
  functions: [
    fn('alloc', ['cabi_realloc', 'canonical_abi_realloc'], [0, 0, 'align', 'size']),
    fn('realloc', ['cabi_realloc', 'canonical_abi_realloc'], REALLOC),
    fn('dealloc', ['canonical_abi_free', 'cabi_free'], ['address', 'size', 'align']),
  ],
  suggest: preset('wasm-cabi-realloc'),
};

/** Buffers for a host, as plugin systems have them. Their names promise nothing, so no preset. */
const hostBuffers: AbiRecipe = {
  name: 'alloc-dealloc',
  needs: ['alloc', 'dealloc'],
  functions: [
    fn('alloc', ['alloc', 'allocate'], ['size']),
    fn('dealloc', ['dealloc', 'deallocate', 'free'], ['address'], ['address', 'size']),
    fn(
      'realloc',
      ['realloc', 'reallocate'],
      ['address', 'newSize'],
      ['address', 'oldSize', 'newSize'],
    ),
  ],
  suggest: () => undefined,
};

/** malloc alone: what a module exports whose host only ever hands buffers in. */
const mallocOnly: AbiRecipe = { ...mallocFamily, needs: ['alloc'] };

/** All ABIs; the first that fits is taken, so that a more certain one stands before a vaguer one. */
export const abiRecipes: readonly AbiRecipe[] = [
  ownAbi,
  bindgen,
  assemblyScriptHeap,
  mallocFamily,
  rustAlloc,
  cabi,
  assemblyScriptObjects,
  hostBuffers,
  mallocOnly,
];

/**
 * wasm-bindgen's functions behind minified names (`__wbindgen_export_0` ...). Taken only where each
 * of the three shapes occurs once among them: closures have the shape of `free` too, and a guess
 * would call one of them.
 */
export function minifiedBindgen(
  available: ReadonlyMap<string, NamedExport>,
): AbiRecipe | undefined {
  const minified = [...available.values()].filter(({ exportName }) =>
    /^__wbindgen_export_?\d+$/.test(exportName),
  );
  const only = (params: number, results: number): string[] => {
    const found = minified.filter(
      ({ type }) =>
        type.params.length === params &&
        type.results.length === results &&
        [...type.params, ...type.results].every((word) => word === 'i32'),
    );
    return found.length === 1 ? [found[0].exportName] : [];
  };
  const names = [only(2, 1), only(4, 1), only(3, 0)];
  if (names.some((name) => name.length === 0)) return undefined;
  return {
    ...bindgen,
    needs: ['alloc', 'realloc', 'dealloc'],
    functions: bindgen.functions.map((entry, index) => ({ ...entry, names: names[index] })),
  };
}
