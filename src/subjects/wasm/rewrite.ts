import { concatBytes, nameBytes, unsignedBytes } from './byte-writer.js';
import { SectionId, type WasmBinary } from './binary.js';
import type { Limits } from './wasm-types.js';

/** Names under which the rewritten module exports what the original may hide. */
export const reservedExport = {
  global: (index: number): string => `allocert:global:${index}`,
  memory: 'allocert:memory',
} as const;

const GLOBAL_KIND = 3;
const MEMORY_KIND = 2;

/**
 * The module with every mutable global of its own and its memory exported under reserved names, and
 * the maximum of its own memory lowered to `maxPages` where it is higher or open.
 *
 * The code section is untouched: what is tested is what was given. An allocator keeps state in
 * globals that it does not export, and only what is exported can be put back between programs.
 */
export function rewriteModule(binary: WasmBinary, maxPages: number): Uint8Array {
  const parts: (Uint8Array | readonly number[])[] = [binary.bytes.subarray(0, 8)];
  let exported = false;
  for (const section of binary.sections) {
    if (section.id === SectionId.memory) {
      parts.push(makeSection(SectionId.memory, memoryContent(binary, maxPages)));
    } else if (section.id === SectionId.export) {
      parts.push(makeSection(SectionId.export, exportContent(binary)));
      exported = true;
    } else {
      if (!exported && section.id > SectionId.export && section.id <= SectionId.data) {
        parts.push(makeSection(SectionId.export, exportContent(binary)));
        exported = true;
      }
      parts.push(binary.bytes.subarray(section.header, section.end));
    }
  }
  if (!exported) parts.push(makeSection(SectionId.export, exportContent(binary)));
  return concatBytes(parts);
}

/** Indices of the globals that {@link rewriteModule} exports: numbers that the module may change. */
export function exposedGlobals(binary: WasmBinary): number[] {
  return binary.globals.flatMap((global, index) =>
    global.mutable && !global.imported && isNumber(global.type) ? [index] : [],
  );
}

const isNumber = (type: string): boolean => ['i32', 'i64', 'f32', 'f64'].includes(type);

function makeSection(id: number, content: readonly number[]): number[] {
  return [id, ...unsignedBytes(content.length), ...content];
}

function memoryContent(binary: WasmBinary, maxPages: number): number[] {
  const imported = binary.imports.filter((entry) => entry.kind === 'memory').length;
  const own = binary.memories.slice(imported);
  return [...unsignedBytes(own.length), ...own.flatMap((limits) => limitBytes(limits, maxPages))];
}

function limitBytes(limits: Limits, maxPages: number): number[] {
  const maximum = Math.max(limits.minimum, Math.min(limits.maximum ?? maxPages, maxPages));
  const flags = 1 | (limits.shared ? 2 : 0) | (limits.wide ? 4 : 0);
  return [flags, ...unsignedBytes(limits.minimum), ...unsignedBytes(maximum)];
}

function exportContent(binary: WasmBinary): number[] {
  const globals = exposedGlobals(binary);
  const kindCode = { function: 0, table: 1, memory: 2, global: 3, tag: 4 } as const;
  const entries = [
    ...binary.exports.map(({ name, kind, index }) => [name, kindCode[kind], index] as const),
    ...globals.map((index) => [reservedExport.global(index), GLOBAL_KIND, index] as const),
    ...(binary.memories.length > 0 ? [[reservedExport.memory, MEMORY_KIND, 0] as const] : []),
  ];
  return [
    ...unsignedBytes(entries.length),
    ...entries.flatMap(([name, kind, index]) => [
      ...nameBytes(name),
      kind,
      ...unsignedBytes(index),
    ]),
  ];
}
