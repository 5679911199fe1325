import { SubjectError } from '../../core/errors.js';
import type { ElfFile } from './elf-file.js';

const MAGIC_64 = 0xfeedfacf;
/** Several machines in one file; its header is big-endian. */
const MAGIC_FAT = 0xcafebabe;
const FAT_HEADER_BYTES = 8;
const FAT_ENTRY_BYTES = 20;
const HEADER_BYTES = 32;
const DYNAMIC_LIBRARY = 6;
const BUNDLE = 8;
const SYMBOL_TABLE = 2;
const SYMBOL_BYTES = 16;
/** Of a symbol's type: debugging, the section kind, and whether others see it. */
const DEBUGGING = 0xe0;
const WHERE = 0x0e;
const EXTERNAL = 0x01;
const PRIVATE_EXTERNAL = 0x10;

/** e_machine of ELF by cputype, so that both kinds of files are compared with this machine alike. */
const machines: Readonly<Record<number, number>> = { 0x0100_0007: 62, 0x0100_000c: 183 };
const cpuTypes: Readonly<Record<string, number | undefined>> = {
  x64: 0x0100_0007,
  arm64: 0x0100_000c,
};

/**
 * Reads the symbols of a 64-bit shared library of macOS, as {@link ElfFile} has them: C's names,
 * without the underscore before them. Of a file for several machines the part for
 * `arch`, as Node.js names it, is read.
 *
 * @throws SubjectError if the bytes are no such library, or are cut off; `locator` names it
 */
export function parseMachO(bytes: Uint8Array, locator: string, arch: string): ElfFile {
  try {
    const view = partFor(bytes, cpuTypes[arch]);
    const isLibrary =
      view.byteLength >= HEADER_BYTES &&
      view.getUint32(0, true) === MAGIC_64 &&
      [DYNAMIC_LIBRARY, BUNDLE].includes(view.getUint32(12, true));
    if (!isLibrary) {
      throw new SubjectError(
        `${locator}: is no 64-bit shared library of macOS for this machine, as cc -dynamiclib makes it`,
      );
    }
    const machine = machines[view.getUint32(4, true)] ?? 0;
    return { bits: 64, machine, importsData: true, needs: [], ...readSymbols(view) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SubjectError(`${locator}: is cut off or damaged; was it copied in full?`, {
      cause: error,
    });
  }
}

function partFor(bytes: Uint8Array, cpuType: number | undefined): DataView {
  const whole = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (whole.byteLength < FAT_HEADER_BYTES || whole.getUint32(0) !== MAGIC_FAT) return whole;
  const count = whole.getUint32(4);
  for (let index = 0; index < count; index++) {
    const at = FAT_HEADER_BYTES + index * FAT_ENTRY_BYTES;
    if (whole.getUint32(at) !== cpuType) continue;
    const [from, length] = [whole.getUint32(at + 8), whole.getUint32(at + 12)];
    return new DataView(bytes.buffer, bytes.byteOffset + from, length);
  }
  return whole;
}

function readSymbols(view: DataView): Pick<ElfFile, 'exports' | 'imports'> {
  const exports: string[] = [];
  const imports: string[] = [];
  const commands = view.getUint32(16, true);
  for (let index = 0, at = HEADER_BYTES; index < commands; index++) {
    if (view.getUint32(at, true) === SYMBOL_TABLE) {
      const [symbols, count, names] = [8, 12, 16].map((from) => view.getUint32(at + from, true));
      for (let symbol = symbols; symbol < symbols + count * SYMBOL_BYTES; symbol += SYMBOL_BYTES) {
        const type = view.getUint8(symbol + 4);
        if ((type & DEBUGGING) !== 0 || (type & EXTERNAL) === 0) continue;
        if ((type & PRIVATE_EXTERNAL) !== 0) continue;
        const name = textAt(view, names + view.getUint32(symbol, true)).replace(/^_/, '');
        ((type & WHERE) === 0 ? imports : exports).push(name);
      }
    }
    const length = view.getUint32(at + 4, true);
    if (length === 0) throw new RangeError('a load command without a length');
    at += length;
  }
  return { exports, imports };
}

function textAt(view: DataView, start: number): string {
  let end = start;
  while (view.getUint8(end) !== 0) end++;
  return Buffer.from(view.buffer, view.byteOffset + start, end - start).toString('latin1');
}
