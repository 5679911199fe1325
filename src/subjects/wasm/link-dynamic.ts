import type { WasmBinary } from './binary.js';
import { memoryLayout } from './memory-layout.js';

/**
 * Fills the global offset table of a module that is linked dynamically: addresses of data, and table
 * elements of functions, that the module itself exports. Modules without such imports are left alone.
 *
 * Source: "WebAssembly Dynamic Linking" of the tool conventions. web-tree-sitter is such a module.
 */
export function linkDynamic(
  binary: WasmBinary,
  imports: WebAssembly.Imports,
  exports: WebAssembly.Exports,
): void {
  const { memoryBase } = memoryLayout(binary);
  for (const { module, name, kind } of binary.imports) {
    if (kind !== 'global') continue;
    const entry = imports[module][name];
    const target = exports[name];
    if (!(entry instanceof WebAssembly.Global)) continue;
    if (module === 'GOT.mem' && target instanceof WebAssembly.Global) {
      entry.value = memoryBase + Number(target.value);
    } else if (module === 'GOT.func' && typeof target === 'function') {
      entry.value = tableElement(target, imports, exports);
    }
  }
}

function tableElement(
  target: WebAssembly.ExportValue,
  imports: WebAssembly.Imports,
  exports: WebAssembly.Exports,
): number {
  const table = [
    ...Object.values(imports).flatMap((group) => Object.values(group)),
    ...Object.values(exports),
  ].find((value) => value instanceof WebAssembly.Table);
  if (table === undefined) return 0;
  const index = table.grow(1);
  table.set(index, target);
  return index;
}
