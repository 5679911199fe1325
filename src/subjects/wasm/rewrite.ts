import { nameBytes, unsignedBytes } from './byte-writer.js';
import { SectionId, type WasmBinary } from './binary.js';
import { ModuleEditor } from './module-editor.js';
import { watchGrowth, type DoorGlobals } from './watch-growth.js';
import type { Limits } from './wasm-types.js';

/** Names under which the rewritten module exports what the original may hide. */
export const reservedExport = {
  global: (index: number): string => `allocert:global:${index}`,
  memory: 'allocert:memory',
  /** One of {@link DoorGlobals}; missing where the module holds no `memory.grow`. */
  door: (name: keyof DoorGlobals): string => `allocert:door:${name}`,
} as const;

const GLOBAL_KIND = 3;
const MEMORY_KIND = 2;

/**
 * The module with every mutable global of its own and its memory exported under reserved names, the
 * maximum of its own memory lowered to `maxPages` where it is higher or open, and growth watched.
 *
 * An allocator keeps state in globals that it does not export, and only what is exported can be put
 * back between programs. No function loses its index, and none computes anything else.
 */
export function rewriteModule(binary: WasmBinary, maxPages: number): Uint8Array {
  const editor = new ModuleEditor(binary);
  const imported = binary.imports.filter((entry) => entry.kind === 'memory').length;
  const own = binary.memories.slice(imported).map((limits) => limitBytes(limits, maxPages));
  if (own.length > 0) {
    editor.replace(SectionId.memory, new Uint8Array([...unsignedBytes(own.length), ...own.flat()]));
  }
  const door = watchGrowth(binary, editor);
  editor.append(SectionId.export, [
    ...exposedGlobals(binary).map((index) =>
      exportEntry(reservedExport.global(index), GLOBAL_KIND, index),
    ),
    ...(binary.memories.length > 0 ? [exportEntry(reservedExport.memory, MEMORY_KIND, 0)] : []),
    ...Object.entries(door ?? {}).map(([name, index]: [string, number]) =>
      exportEntry(reservedExport.door(name as keyof DoorGlobals), GLOBAL_KIND, index),
    ),
  ]);
  return editor.toBytes();
}

/** Indices of the globals that {@link rewriteModule} exports: numbers that the module may change. */
export function exposedGlobals(binary: WasmBinary): number[] {
  return binary.globals.flatMap((global, index) =>
    global.mutable && !global.imported && isNumber(global.type) ? [index] : [],
  );
}

const isNumber = (type: string): boolean => ['i32', 'i64', 'f32', 'f64'].includes(type);

function limitBytes(limits: Limits, maxPages: number): number[] {
  const maximum = Math.max(limits.minimum, Math.min(limits.maximum ?? maxPages, maxPages));
  const flags = 1 | (limits.shared ? 2 : 0) | (limits.wide ? 4 : 0);
  return [flags, ...unsignedBytes(limits.minimum), ...unsignedBytes(maximum)];
}

function exportEntry(name: string, kind: number, index: number): number[] {
  return [...nameBytes(name), kind, ...unsignedBytes(index)];
}
