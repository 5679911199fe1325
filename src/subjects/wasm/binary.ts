import { SubjectError } from '../../core/errors.js';
import { thrownText } from '../thrown-text.js';
import { ByteReader } from './byte-reader.js';
import { readConstantExpression, type ConstantExpression } from './constant-expression.js';
import { readDynamicSection, readGlobalNames, type DynamicSection } from './custom-sections.js';
import {
  readFunctionType,
  readGlobalType,
  readLimits,
  readValueType,
  type FunctionType,
  type GlobalType,
  type Limits,
} from './wasm-types.js';

/**
 * What a wasm module says of itself, as far as an allocator's harness needs it.
 *
 * `WebAssembly.Module.exports` gives names and kinds only; arities, limits, and globals that are not
 * exported are in the bytes alone.
 */
export interface WasmBinary {
  readonly bytes: Uint8Array;
  readonly sections: readonly Section[];
  readonly types: readonly FunctionType[];
  readonly imports: readonly WasmImport[];
  /** Types of all functions, imported ones first. */
  readonly functions: readonly FunctionType[];
  readonly memories: readonly Limits[];
  /** All globals, imported ones first. */
  readonly globals: readonly WasmGlobal[];
  readonly exports: readonly WasmExport[];
  readonly dataSegments: readonly DataSegment[];
  /** Names by global index, from the name section. */
  readonly globalNames: ReadonlyMap<number, string>;
  /** What the `dylink.0` section asks for; undefined for modules that are linked statically. */
  readonly dynamic: DynamicSection | undefined;
}

/** A section: `[header, start)` are id and length, `[start, end)` the content. */
export interface Section {
  readonly id: number;
  readonly header: number;
  readonly start: number;
  readonly end: number;
}

export type WasmImport = { readonly module: string; readonly name: string } & (
  | { readonly kind: 'function' | 'tag'; readonly type: FunctionType }
  | { readonly kind: 'memory'; readonly limits: Limits }
  | { readonly kind: 'table'; readonly limits: Limits; readonly element: 'anyfunc' | 'externref' }
  | { readonly kind: 'global'; readonly type: GlobalType }
);

export interface WasmGlobal extends GlobalType {
  readonly imported: boolean;
}

export interface WasmExport {
  readonly name: string;
  readonly kind: ExternKind;
  readonly index: number;
}

/** An active segment of the first memory. */
export interface DataSegment {
  readonly at: ConstantExpression;
  readonly length: number;
}

export const externKinds = ['function', 'table', 'memory', 'global', 'tag'] as const;
export type ExternKind = (typeof externKinds)[number];

export const SectionId = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  memory: 5,
  global: 6,
  export: 7,
  code: 10,
  data: 11,
} as const;

const sectionNames = [
  ...['custom', 'type', 'import', 'function', 'table', 'memory', 'global', 'export', 'start'],
  ...['element', 'code', 'data', 'data count', 'tag'],
];

/**
 * Reads a module. `name` is how the user calls the file.
 *
 * @throws SubjectError where the bytes are no valid core module of version 1, or end too early.
 */
export function readBinary(bytes: Uint8Array, name: string): WasmBinary {
  const sections = readSections(bytes, name);
  requireValid(bytes, name);
  const readers = (id: number): ByteReader[] =>
    sections
      .filter((section) => section.id === id)
      .map(
        ({ start, end }) =>
          new ByteReader(bytes, start, end, `the ${sectionNames[id]} section of ${name}`),
      );
  const list = <T>(id: number, read: (reader: ByteReader, index: number) => T): T[] =>
    readers(id).flatMap((reader) => reader.list((index) => read(reader, index)));

  const types = list(SectionId.type, readFunctionType);
  const imports = list(SectionId.import, (reader) => readImport(reader, types));
  const own = list(SectionId.function, (reader) => types[reader.unsigned()]);
  const ownGlobals = list(SectionId.global, (reader) => {
    const type = readGlobalType(reader);
    readConstantExpression(reader);
    return { ...type, imported: false };
  });
  return {
    bytes,
    sections,
    types,
    imports,
    functions: [
      ...imports.flatMap((entry) => (entry.kind === 'function' ? [entry.type] : [])),
      ...own,
    ],
    memories: [
      ...imports.flatMap((entry) => (entry.kind === 'memory' ? [entry.limits] : [])),
      ...list(SectionId.memory, readLimits),
    ],
    globals: [
      ...imports.flatMap((entry) =>
        entry.kind === 'global' ? [{ ...entry.type, imported: true }] : [],
      ),
      ...ownGlobals,
    ],
    exports: list(SectionId.export, (reader) => ({
      name: reader.name(),
      kind: externKinds[reader.byte()],
      index: reader.unsigned(),
    })),
    dataSegments: list(SectionId.data, readDataSegment).filter((segment) => segment !== undefined),
    globalNames: readGlobalNames(readers(SectionId.custom)),
    dynamic: readDynamicSection(readers(SectionId.custom)),
  };
}

function readSections(bytes: Uint8Array, name: string): Section[] {
  requireCoreModule(bytes, name);
  const reader = new ByteReader(bytes, 8, bytes.length, name);
  const sections: Section[] = [];
  while (!reader.atEnd) {
    const header = reader.position;
    const id = reader.byte();
    const length = reader.unsigned();
    const start = reader.position;
    if (start + length > bytes.length) {
      throw new SubjectError(
        `${name} is truncated: its ${sectionNames[id] ?? `unknown (${id})`} section needs ` +
          `${length} bytes from byte ${start} on, but the file ends at ${bytes.length}. Build or copy it again.`,
      );
    }
    reader.position = start + length;
    sections.push({ id, header, start, end: start + length });
  }
  return sections;
}

function requireCoreModule(bytes: Uint8Array, name: string): void {
  const refuse = (problem: string): never => {
    throw new SubjectError(`${name} is no WebAssembly module: ${problem}`);
  };
  if (bytes.length === 0) refuse('the file is empty.');
  const head = String.fromCharCode(...bytes.subarray(0, 64));
  if (/^\s*(\(module|;;|\(;)/.test(head)) {
    refuse('it is the text format. Assemble it first, for example with wat2wasm.');
  }
  const magic = [0x00, 0x61, 0x73, 0x6d];
  if (!magic.every((byte, index) => bytes[index] === byte)) {
    refuse('it does not begin with the bytes 00 61 73 6d ("\\0asm").');
  }
  if (bytes.length < 8) refuse(`it ends after ${bytes.length} bytes, inside its header.`);
  if (bytes[6] === 1 && bytes[7] === 0) {
    refuse('it is a component. Take its core module out first, for example with wasm-tools.');
  }
  if (bytes[4] !== 1 || bytes[5] !== 0 || bytes[6] !== 0 || bytes[7] !== 0) {
    refuse(`its version is ${bytes[4]}, only 1 is known.`);
  }
}

/** V8 checks first, so that what is read below is what the format says it is. */
function requireValid(bytes: Uint8Array, name: string): void {
  try {
    new WebAssembly.Module(bytes as BufferSource);
  } catch (error) {
    throw new SubjectError(`${name} cannot be compiled: ${thrownText(error)}`, { cause: error });
  }
}

function readImport(reader: ByteReader, types: readonly FunctionType[]): WasmImport {
  const module = reader.name();
  const name = reader.name();
  const kind = externKinds[reader.byte()];
  switch (kind) {
    case 'function':
      return { module, name, kind, type: types[reader.unsigned()] };
    case 'table': {
      const element = readValueType(reader) === 'externref' ? 'externref' : 'anyfunc';
      return { module, name, kind, element, limits: readLimits(reader) };
    }
    case 'memory':
      return { module, name, kind, limits: readLimits(reader) };
    case 'global':
      return { module, name, kind, type: readGlobalType(reader) };
    case 'tag':
      reader.byte();
      return { module, name, kind, type: types[reader.unsigned()] };
    default:
      return reader.fail(`has an import of unknown kind at byte ${reader.position}`);
  }
}

const PASSIVE_SEGMENT = 1;

function readDataSegment(reader: ByteReader): DataSegment | undefined {
  const flags = reader.unsigned();
  if (flags === 2) reader.unsigned();
  const at = flags === PASSIVE_SEGMENT ? undefined : readConstantExpression(reader);
  const { length } = reader.take(reader.unsigned());
  return at === undefined ? undefined : { at, length };
}
