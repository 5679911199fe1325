import type { WasmBinary, WasmImport } from './binary.js';
import { importedGlobalValue, tableLimits } from './imports.js';
import { memoryLayout } from './memory-layout.js';

/**
 * JavaScript that makes an imported memory, table or global as `makeImports` does; undefined for
 * functions, which a program stubs by their names. For programs that load the module themselves.
 */
export function importExpression(entry: WasmImport, binary: WasmBinary): string | undefined {
  switch (entry.kind) {
    case 'function':
      return undefined;
    case 'memory': {
      const { minimum, maximum, shared } = entry.limits;
      const limits = { initial: minimum, maximum: maximum ?? 65_536, shared };
      return `new WebAssembly.Memory(${JSON.stringify(limits)})`;
    }
    case 'table': {
      const needed = memoryLayout(binary).tableBase + (binary.dynamic?.tableElements ?? 0);
      const limits = { element: entry.element, ...tableLimits(entry.limits, needed) };
      return `new WebAssembly.Table(${JSON.stringify(limits)})`;
    }
    case 'global': {
      const { type, mutable } = entry.type;
      const value = importedGlobalValue(entry.name, memoryLayout(binary));
      const text = type === 'i64' ? `${value}n` : String(value);
      return `new WebAssembly.Global(${JSON.stringify({ value: type, mutable })}, ${text})`;
    }
    case 'tag':
      return `new WebAssembly.Tag({ parameters: ${JSON.stringify(entry.type.params)} })`;
  }
}
