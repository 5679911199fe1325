import type { SubjectDescription } from '../core/subject-description.js';
import type { PresetName } from './presets/index.js';

/** A preset and the reason for it (S17), as half a sentence: "it exports malloc and free". */
export interface DefaultPreset {
  readonly preset: PresetName;
  readonly because: string;
}

/**
 * The preset that fits a subject by its exported symbols (S17), or undefined where they say nothing,
 * as for a JavaScript module: guessing a promise could accuse an allocator that never made it.
 *
 * The first convention that is complete wins. The more particular ones come first, because a module
 * with `__wbindgen_malloc` or `mm_malloc` may well export a malloc for its own use.
 */
export function defaultPreset(subject: SubjectDescription): DefaultPreset | undefined {
  const symbols = new Set(subject.symbols);
  const convention = conventions.find(({ needs }) => needs.every((name) => symbols.has(name)));
  if (convention === undefined) return undefined;
  const { preset, needs } = convention;
  return { preset, because: `it exports ${needs.join(' and ')}` };
}

const conventions: readonly { readonly preset: PresetName; readonly needs: readonly string[] }[] = [
  { preset: 'rust-global-alloc', needs: ['allocert_alloc'] },
  { preset: 'wasm-bindgen', needs: ['__wbindgen_malloc'] },
  { preset: 'malloc-lab', needs: ['mm_malloc', 'mm_free'] },
  { preset: 'assemblyscript', needs: ['heap.alloc', 'heap.free'] },
  { preset: 'assemblyscript', needs: ['__new', '__pin'] },
  { preset: 'assemblyscript', needs: ['__alloc', '__free'] },
  { preset: 'posix', needs: ['malloc', 'free', 'posix_memalign'] },
  { preset: 'posix', needs: ['_malloc', '_free', '_posix_memalign'] },
  { preset: 'c17', needs: ['malloc', 'free'] },
  { preset: 'c17', needs: ['_malloc', '_free'] },
  { preset: 'wasm-cabi-realloc', needs: ['cabi_realloc'] },
  { preset: 'rust-global-alloc', needs: ['alloc', 'dealloc'] },
];
