import type { WasmBinary, WasmImport } from './binary.js';
import type { Host } from './host.js';
import { stubFunction } from './import-functions.js';
import { memoryLayout, type MemoryLayout } from './memory-layout.js';
import type { GlobalType, Limits } from './wasm-types.js';

/** The stubs for one instance, and those of its globals that the module can change. */
export interface StubbedImports {
  readonly imports: WebAssembly.Imports;
  readonly mutableGlobals: readonly WebAssembly.Global[];
}

/**
 * Everything that the module imports, made up: a module is certified without the program around it.
 *
 * A memory gets `host.maxPages` as its maximum, which needs no rewriting of the module, and becomes
 * the host's memory.
 */
export function makeImports(binary: WasmBinary, host: Host): StubbedImports {
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  const mutableGlobals: WebAssembly.Global[] = [];
  const layout = memoryLayout(binary);
  for (const entry of binary.imports) {
    const value = importValue(entry, host, layout, binary.dynamic?.tableElements ?? 0);
    if (value instanceof WebAssembly.Memory) host.memory = value;
    if (value instanceof WebAssembly.Global && entry.kind === 'global' && entry.type.mutable) {
      mutableGlobals.push(value);
    }
    (imports[entry.module] ??= {})[entry.name] = value;
  }
  return { imports, mutableGlobals };
}

function importValue(
  entry: WasmImport,
  host: Host,
  layout: MemoryLayout,
  tableElements: number,
): WebAssembly.ImportValue {
  switch (entry.kind) {
    case 'function':
      return stubFunction(entry.name, entry.type, host);
    case 'memory':
      return new WebAssembly.Memory({
        initial: entry.limits.minimum,
        maximum: Math.max(
          entry.limits.minimum,
          Math.min(host.maxPages, entry.limits.maximum ?? host.maxPages),
        ),
        shared: entry.limits.shared,
      });
    case 'table':
      return new WebAssembly.Table({
        element: entry.element,
        ...tableLimits(entry.limits, layout.tableBase + tableElements),
      });
    case 'global':
      return importedGlobal(entry.name, entry.type, layout);
    case 'tag':
      return new WebAssembly.Tag({
        parameters: entry.type.params as unknown as WebAssembly.ValueType[],
      }) as unknown as WebAssembly.ImportValue;
  }
}

/** A dynamically linked module declares the table that it was linked with, but needs its own share. */
export function tableLimits(
  { minimum, maximum }: Limits,
  needed: number,
): { initial: number; maximum?: number } {
  const initial = Math.min(Math.max(minimum, needed), maximum ?? needed + minimum);
  return maximum === undefined ? { initial } : { initial, maximum };
}

function importedGlobal(
  name: string,
  { type, mutable }: GlobalType,
  layout: MemoryLayout,
): WebAssembly.Global {
  const value = importedGlobalValue(name, layout);
  switch (type) {
    case 'i64':
      return new WebAssembly.Global({ value: type, mutable }, BigInt(value));
    case 'i32':
    case 'f32':
    case 'f64':
      return new WebAssembly.Global({ value: type, mutable }, value);
    case 'externref':
      return new WebAssembly.Global({ value: type, mutable });
    default:
      return new WebAssembly.Global({ value: 'anyfunc', mutable });
  }
}

/**
 * What an imported global is given: one of the bases of linking, or 0 where nobody knows the name. In
 * the GOT the same names stand for the same addresses.
 */
export const importedGlobalValue = (name: string, layout: MemoryLayout): number =>
  linkedValue(name, layout) ?? 0;

/** The bases of linking by their names, those of emscripten before 2018 among them. */
export function linkedValue(name: string, layout: MemoryLayout): number | undefined {
  switch (name) {
    case '__memory_base':
    case 'memoryBase':
      return layout.memoryBase;
    case '__table_base':
    case 'tableBase':
      return layout.tableBase;
    case '__stack_pointer':
    case '__stack_high':
    case 'STACK_MAX':
      return layout.stackHigh;
    case '__stack_low':
    case '__data_end':
    // The stack of asm.js grows upwards.
    case 'STACKTOP':
    case 'STACK_BASE':
      return layout.stackLow;
    case '__heap_base':
      return layout.heapBase;
    default:
      return undefined;
  }
}
