import type { LoadedTarget } from '../loaded-target.js';
import { loadModule } from '../module/load-module.js';
import { readSubjectFile } from '../subject-file.js';
import type { SubjectSource } from './subject-source.js';

/** Loads a subject into this thread. @throws SubjectError if that cannot be done, and why */
export async function loadSource({ kind, path, options }: SubjectSource): Promise<LoadedTarget> {
  if (kind !== 'wasm')
    return loadModule(path, { kind, locator: options.locator, name: options.name });
  const bytes = await readSubjectFile(path, options.locator);
  // Loaded here, so that a module's thread starts without the WebAssembly adapter.
  const { loadWasm } = await import('../wasm/wasm-target.js');
  return loadWasm(bytes, options);
}
