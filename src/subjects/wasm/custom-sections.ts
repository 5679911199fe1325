import type { ByteReader } from './byte-reader.js';

/** What a module that is linked dynamically needs from its host, in bytes and table elements. */
export interface DynamicSection {
  readonly memoryBytes: number;
  readonly memoryAlign: number;
  readonly tableElements: number;
}

const GLOBAL_NAMES = 7;
const MEMORY_INFO = 1;

/**
 * Names of globals by index. The stack pointer has no other mark in a module that does not export
 * it. Source: "Extended name section" of the tool conventions.
 */
export function readGlobalNames(customSections: readonly ByteReader[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const reader of named(customSections, 'name')) {
    forEachSubsection(reader, (id) => {
      if (id !== GLOBAL_NAMES) return;
      for (const [index, name] of reader.list(() => [reader.unsigned(), reader.name()] as const)) {
        names.set(index, name);
      }
    });
  }
  return names;
}

/**
 * The memory and table that `__memory_base` and `__table_base` must have room for.
 * Source: "WebAssembly Dynamic Linking" of the tool conventions.
 */
export function readDynamicSection(
  customSections: readonly ByteReader[],
): DynamicSection | undefined {
  let found: DynamicSection | undefined;
  for (const reader of named(customSections, 'dylink.0')) {
    forEachSubsection(reader, (id) => {
      if (id !== MEMORY_INFO) return;
      found = {
        memoryBytes: reader.unsigned(),
        memoryAlign: 2 ** reader.unsigned(),
        tableElements: reader.unsigned(),
      };
    });
  }
  return found;
}

/** The readers of sections called `name`, behind the name. Reads the names of all. */
function named(sections: readonly ByteReader[], name: string): ByteReader[] {
  return sections.filter((reader) => !reader.atEnd && reader.name() === name);
}

function forEachSubsection(reader: ByteReader, visit: (id: number) => void): void {
  while (!reader.atEnd) {
    const id = reader.byte();
    const length = reader.unsigned();
    const next = reader.position + length;
    visit(id);
    reader.position = next;
  }
}
