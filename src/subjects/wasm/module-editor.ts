import { concatBytes, unsignedBytes } from './byte-writer.js';
import { ByteReader } from './byte-reader.js';
import { SectionId, type WasmBinary } from './binary.js';

/** The order in which sections must stand; custom ones may stand anywhere. */
const sectionOrder = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11];

/**
 * A module whose sections can be replaced and lengthened. Existing entries keep their indices, since
 * every other section refers to them: entries are only ever added at the end.
 */
export class ModuleEditor {
  private readonly sections: { readonly id: number; content: Uint8Array }[];

  constructor(private readonly binary: WasmBinary) {
    this.sections = binary.sections.map(({ id, start, end }) => ({
      id,
      content: binary.bytes.subarray(start, end),
    }));
  }

  content(id: number): Uint8Array | undefined {
    return this.sections.find((section) => section.id === id)?.content;
  }

  /** Puts `content` in place of the section's, which is made where it is missing. */
  replace(id: number, content: Uint8Array): void {
    const known = this.sections.find((section) => section.id === id);
    if (known !== undefined) {
      known.content = content;
      return;
    }
    const rank = sectionOrder.indexOf(id);
    const next = this.sections.findIndex(
      (section) => section.id !== SectionId.custom && sectionOrder.indexOf(section.id) > rank,
    );
    this.sections.splice(next < 0 ? this.sections.length : next, 0, { id, content });
  }

  /** Adds entries at the end of a section that is a list. */
  append(id: number, entries: readonly (readonly number[])[]): void {
    const content = this.content(id) ?? new Uint8Array([0]);
    const reader = new ByteReader(content, 0, content.length, 'a section');
    const count = reader.unsigned();
    this.replace(
      id,
      concatBytes([
        unsignedBytes(count + entries.length),
        content.subarray(reader.position),
        ...entries,
      ]),
    );
  }

  toBytes(): Uint8Array {
    return concatBytes([
      this.binary.bytes.subarray(0, 8),
      ...this.sections.flatMap(({ id, content }) => [
        [id, ...unsignedBytes(content.length)],
        content,
      ]),
    ]);
  }
}
