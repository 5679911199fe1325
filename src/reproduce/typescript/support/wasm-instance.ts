import { cannot } from './say.js';
import { REFUSING_NUMBER } from './settings.js';
import { file, initialiser, made } from './wasm-module.js';
import { readFileSync } from 'node:fs';

type WasmFunction = (...values: (number | null)[]) => number;

const module = new WebAssembly.Module(readFileSync(file));

/** The instance of this run. */
export const wasm = {
  exports: {} as Readonly<Record<string, WasmFunction>>,
  memory: undefined as unknown as WebAssembly.Memory,
};
export const memory = (): Uint8Array => new Uint8Array(wasm.memory.buffer);

/** Addresses are unsigned, and a refusal is null. */
export const address = (answer: number): number | null =>
  answer === REFUSING_NUMBER ? null : answer >>> 0;

export function growTo(bytes: number): boolean {
  const pages = Math.ceil((bytes - wasm.memory.buffer.byteLength) / 65_536);
  try {
    if (pages > 0) wasm.memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}

export function instantiate(): void {
  const imports: Record<string, Record<string, unknown>> = {};
  let found: unknown;
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    const value = kind === 'function' ? stub(name) : made[`${from}.${name}`]?.();
    imports[from] = { ...imports[from], [name]: value };
    if (kind === 'memory') found = value;
  }
  const { exports } = new WebAssembly.Instance(module, imports as WebAssembly.Imports);
  found = Object.values(exports).find((value) => value instanceof WebAssembly.Memory) ?? found;
  if (found === undefined) cannot('the module exports no memory');
  wasm.memory = found as WebAssembly.Memory;
  wasm.exports = exports as typeof wasm.exports;
  const names = initialiser === undefined ? ['_initialize', '__wasm_call_ctors'] : [initialiser];
  const first = names.find((name) => wasm.exports[name] !== undefined);
  if (first !== undefined) wasm.exports[first]();
}

/** What the module imports is made up: growth is real, giving up throws, all else answers zero. */
function stub(name: string): (...values: number[]) => number {
  const word = name.replace(/^_+/, '');
  if (/abort|throw|assert_fail|terminate|exit/.test(word)) {
    return () => {
      throw new Error(`abort: ${name}`);
    };
  }
  switch (word) {
    case 'emscripten_resize_heap':
      return (bytes) => (growTo(bytes >>> 0) ? 1 : 0);
    case 'emscripten_get_heap_max':
      return () => 2 ** 32 - 65_536;
    case 'emscripten_memcpy_big':
    case 'emscripten_memcpy_js':
    case 'memcpy':
    case 'memmove':
      return (to, from, length) => {
        memory().copyWithin(to >>> 0, from >>> 0, (from >>> 0) + (length >>> 0));
        return to;
      };
    case 'memset':
      return (to, value, length) => {
        memory().fill(value, to >>> 0, (to >>> 0) + (length >>> 0));
        return to;
      };
    default:
      return () => 0;
  }
}
