import { ByteReader } from './byte-reader.js';
import { concatBytes, unsignedBytes } from './byte-writer.js';
import { SectionId, type WasmBinary } from './binary.js';
import { MEMORY_GROW, skipInstruction } from './instruction-reader.js';
import type { ModuleEditor } from './module-editor.js';
import type { FunctionType } from './wasm-types.js';

const CALL = 0x10;

/** Indices of the globals at the host's door; numbers of 32 bits without a sign. */
export interface DoorGlobals {
  /** Largest memory demanded so far, in pages, granted or not. */
  readonly demand: number;
  /** Pages of the latest call that was refused; 0 for none. */
  readonly refused: number;
  /** Calls for more than no pages so far. */
  readonly calls: number;
  /** The first call that is refused, from 1, and how many are. */
  readonly from: number;
  readonly many: number;
}

/**
 * Sends every `memory.grow` of the module through one function added at its end, which counts the
 * calls, refuses those that it is told to, and keeps what was demanded and what was refused in globals
 * added at the end. Undefined, with the module unchanged, where it holds no such instruction or code
 * that cannot be read.
 *
 * A demand that the host refuses leaves no other trace, and an allocator that demands 2 GiB for one
 * byte must not pass because the host said no (S25). As long as no call is to be refused, what the
 * module computes stays the same.
 */
export function watchGrowth(binary: WasmBinary, editor: ModuleEditor): DoorGlobals | undefined {
  const code = editor.content(SectionId.code);
  if (code === undefined) return undefined;
  const added = binary.functions.length;
  const bodies = redirectGrowth(code, added);
  if (bodies === undefined) return undefined;
  const demand = binary.globals.length;
  const globals: DoorGlobals = {
    ...{ demand, refused: demand + 1, calls: demand + 2 },
    ...{ from: demand + 3, many: demand + 4 },
  };
  editor.append(SectionId.function, [unsignedBytes(growType(binary, editor))]);
  editor.append(
    SectionId.global,
    Object.keys(globals).map(() => [I32, MUTABLE, I32_CONST, 0, END]),
  );
  editor.replace(
    SectionId.code,
    concatBytes([unsignedBytes(bodies.length + 1), ...bodies, growFunction(globals)]),
  );
  return globals;
}

/** All function bodies with their lengths; undefined where none grows memory or one is unreadable. */
function redirectGrowth(code: Uint8Array, target: number): Uint8Array[] | undefined {
  const reader = new ByteReader(code, 0, code.length, 'the code section');
  let changed = false;
  let readable = true;
  const bodies = reader.list(() => {
    const start = reader.position;
    const length = reader.unsigned();
    const body = reader.take(length);
    const found = mayGrow(body) ? findGrowth(body) : [];
    if (found === undefined) readable = false;
    if (found === undefined || found.length === 0) return code.subarray(start, reader.position);
    changed = true;
    const redirected = replaceAt(body, found, [CALL, ...unsignedBytes(target)]);
    return concatBytes([unsignedBytes(redirected.length), redirected]);
  });
  return readable && changed ? bodies : undefined;
}

/** Whether the two bytes of `memory.grow 0` occur at all; reading code is left to those that may. */
function mayGrow(body: Uint8Array): boolean {
  for (let at = body.indexOf(MEMORY_GROW); at >= 0; at = body.indexOf(MEMORY_GROW, at + 1)) {
    if (body[at + 1] === 0) return true;
  }
  return false;
}

/** Where the instructions `memory.grow` stand in a body; undefined where it cannot be read. */
function findGrowth(body: Uint8Array): { start: number; end: number }[] | undefined {
  const reader = new ByteReader(body, 0, body.length, 'a function');
  reader.list(() => {
    reader.unsigned();
    return reader.signed();
  });
  const found: { start: number; end: number }[] = [];
  while (!reader.atEnd) {
    const start = reader.position;
    const opcode = skipInstruction(reader);
    if (opcode === undefined) return undefined;
    if (opcode === MEMORY_GROW) found.push({ start, end: reader.position });
  }
  return found;
}

function replaceAt(
  body: Uint8Array,
  places: readonly { start: number; end: number }[],
  instruction: readonly number[],
): Uint8Array {
  const parts: (Uint8Array | readonly number[])[] = [];
  let at = 0;
  for (const { start, end } of places) {
    parts.push(body.subarray(at, start), instruction);
    at = end;
  }
  return concatBytes([...parts, body.subarray(at)]);
}

/** Index of the type (i32) -> i32, which is added where the module has none. */
function growType(binary: WasmBinary, editor: ModuleEditor): number {
  const fits = ({ params, results }: FunctionType): boolean =>
    params.join() === 'i32' && results.join() === 'i32';
  const known = binary.types.findIndex(fits);
  if (known >= 0) return known;
  editor.append(SectionId.type, [[0x60, 1, I32, 1, I32]]);
  return binary.types.length;
}

const I32 = 0x7f;
const MUTABLE = 1;
const I32_CONST = 0x41;
const END = 0x0b;

/**
 *   func (pages) -> i32, one local: wanted
 *     wanted = memory.size + pages, all ones where that wraps
 *     if wanted > demand: demand = wanted
 *     if pages:
 *       calls = calls + 1
 *       if calls >= from and calls - from < many:
 *         refused = pages
 *         memory.grow(0)
 *         return -1
 *     wanted = memory.grow(pages)
 *     if wanted == -1:
 *       refused = pages
 *       memory.grow(0)
 *     return wanted
 *
 * Growing by nothing changes nothing, but detaches the host's view of the memory, as growth that
 * was granted does. So the host looks at the globals only where there is something to see, and
 * requests that demand nothing cost nothing.
 */
function growFunction({ demand, refused, calls, from, many }: DoorGlobals): number[] {
  const get = (global: number): number[] => [0x23, ...unsignedBytes(global)];
  const set = (global: number): number[] => [0x24, ...unsignedBytes(global)];
  const body = [
    ...[1, 1, I32],
    ...[0x3f, 0, 0x20, 0, 0x6a, 0x22, 1, 0x20, 0, 0x49],
    ...[0x04, 0x40, I32_CONST, 0x7f, 0x21, 1, END],
    ...[0x20, 1, ...get(demand), 0x4b],
    ...[0x04, 0x40, 0x20, 1, ...set(demand), END],
    ...[0x20, 0, 0x04, 0x40],
    ...[...get(calls), I32_CONST, 1, 0x6a, ...set(calls)],
    ...[...get(calls), ...get(from), 0x4f, ...get(calls), ...get(from), 0x6b, ...get(many), 0x49],
    ...[0x71, 0x04, 0x40, 0x20, 0, ...set(refused), I32_CONST, 0, MEMORY_GROW, 0, 0x1a],
    ...[I32_CONST, 0x7f, 0x0f, END, END],
    ...[0x20, 0, MEMORY_GROW, 0, 0x22, 1, I32_CONST, 0x7f, 0x46],
    ...[0x04, 0x40, 0x20, 0, ...set(refused), I32_CONST, 0, MEMORY_GROW, 0, 0x1a, END],
    ...[0x20, 1, END],
  ];
  return [...unsignedBytes(body.length), ...body];
}
