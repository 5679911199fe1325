import { SubjectError } from '../../core/errors.js';

/** What is read of a shared library without loading it. */
export interface ElfFile {
  readonly bits: 32 | 64;
  /** e_machine: 3 x86, 62 x86-64, 40 ARM, 183 AArch64 (System V ABI). */
  readonly machine: number;
  /** Functions that the file itself defines and exports, in the order of its symbol table. */
  readonly exports: readonly string[];
  /** Names that somebody else must define. */
  readonly imports: readonly string[];
  /** Whether somebody else must define data for it: variables, not functions. */
  readonly importsData: boolean;
  /** Libraries that it names as its own (DT_NEEDED). */
  readonly needs: readonly string[];
}

const HEADER_BYTES = 64;
const SHARED_OBJECT = 3;
const SECTION_DYNAMIC = 6;
const SECTION_DYNSYM = 11;
const TAG_NEEDED = 1n;
const BIND_LOCAL = 0;
const VISIBLE = new Set([0, 3]);
/** NOTYPE, FUNC and GNU_IFUNC: what can be called. */
const CALLABLE = new Set([0, 2, 10]);

/**
 * Reads the dynamic symbols of an ELF shared library.
 *
 * They are read from the file because dlsym cannot be believed: asked for a function that a library
 * lacks, it answers libc's.
 *
 * @throws SubjectError if the bytes are no shared library in ELF, or are cut off; `locator` names it
 */
export function parseElf(bytes: Uint8Array, locator: string): ElfFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || view.getUint32(0) !== 0x7f454c46) {
    throw new SubjectError(
      `${locator}: is not an ELF file. A native subject is a shared library, as cc -shared -fPIC ` +
        'makes it; a static library or an object file must be linked into one first.',
    );
  }
  const wide = bytes[4] === 2;
  if (bytes[5] !== 1) {
    throw new SubjectError(`${locator}: is big-endian; this machine cannot load it`);
  }
  if (view.getUint16(16, true) !== SHARED_OBJECT) {
    throw new SubjectError(
      `${locator}: is an ELF file but no shared library; link it with cc -shared`,
    );
  }
  try {
    return {
      bits: wide ? 64 : 32,
      machine: view.getUint16(18, true),
      ...readSymbols(bytes, view, wide),
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SubjectError(`${locator}: is cut off or damaged; was it copied in full?`, {
      cause: error,
    });
  }
}

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

function readSymbols(
  bytes: Uint8Array,
  view: DataView,
  wide: boolean,
): Pick<ElfFile, 'exports' | 'imports' | 'importsData' | 'needs'> {
  const sections = readSections(view, wide);
  const needs = readNeeds(bytes, view, wide, sections);
  const table = sections.find(({ type }) => type === SECTION_DYNSYM);
  const exports: string[] = [];
  const imports: string[] = [];
  let importsData = false;
  if (table === undefined) return { exports, imports, importsData, needs };
  const names = sections[table.link];
  const entry = wide ? 24 : 16;
  for (let at = table.offset + entry; at < table.offset + table.size; at += entry) {
    const info = view.getUint8(at + (wide ? 4 : 12));
    const visibility = view.getUint8(at + (wide ? 5 : 13)) & 3;
    const section = view.getUint16(at + (wide ? 6 : 14), true);
    if (section === 0 && !CALLABLE.has(info & 15)) importsData = true;
    if (info >> 4 === BIND_LOCAL || !CALLABLE.has(info & 15) || !VISIBLE.has(visibility)) continue;
    const name = textAt(bytes, names.offset + view.getUint32(at, true));
    (section === 0 ? imports : exports).push(name);
  }
  return { exports, imports, importsData, needs };
}

function readNeeds(
  bytes: Uint8Array,
  view: DataView,
  wide: boolean,
  sections: readonly Section[],
): string[] {
  const needs: string[] = [];
  const table = sections.find(({ type }) => type === SECTION_DYNAMIC);
  if (table === undefined) return needs;
  const word = (at: number): bigint =>
    wide ? view.getBigUint64(at, true) : BigInt(view.getUint32(at, true));
  const wordBytes = wide ? 8 : 4;
  for (let at = table.offset; at < table.offset + table.size; at += 2 * wordBytes) {
    if (word(at) !== TAG_NEEDED) continue;
    needs.push(textAt(bytes, sections[table.link].offset + Number(word(at + wordBytes))));
  }
  return needs;
}

function readSections(view: DataView, wide: boolean): Section[] {
  const address = (at: number): number =>
    wide ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true);
  const start = address(wide ? 40 : 32);
  const entry = view.getUint16(wide ? 58 : 46, true);
  const count = view.getUint16(wide ? 60 : 48, true);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * entry;
    return {
      type: view.getUint32(at + 4, true),
      offset: address(at + (wide ? 24 : 16)),
      size: address(at + (wide ? 32 : 20)),
      link: view.getUint32(at + (wide ? 40 : 24), true),
    };
  });
}

function textAt(bytes: Uint8Array, start: number): string {
  const end = bytes.indexOf(0, start);
  if (end < 0) throw new RangeError('a name without an end');
  return Buffer.from(bytes.subarray(start, end)).toString('latin1');
}
