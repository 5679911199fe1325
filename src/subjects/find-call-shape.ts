import { resolve } from 'node:path';
import type { CallShape, WasmImportShape } from '../core/call-shape.js';
import { UsageError } from '../core/errors.js';
import type { SubjectDescription } from '../core/subject-description.js';
import { parseElf } from './native/elf-file.js';
import { findLibrary } from './native/find-library.js';
import { chooseAbi } from './native/native-abi.js';
import { readSubjectFile } from './subject-file.js';
import { recogniseAbi } from './wasm/abi.js';
import { readBinary } from './wasm/binary.js';
import { importExpression } from './wasm/import-expression.js';

/**
 * How a subject that can be loaded is called by a program without allocert.
 *
 * @throws UsageError where no other program can call it
 */
export async function findCallShape(
  { kind, locator, regionIsGiven }: SubjectDescription,
  functions: Readonly<Record<string, string>> | undefined,
): Promise<CallShape> {
  switch (kind) {
    case 'native': {
      const path = await findLibrary(locator);
      const elf = parseElf(await readSubjectFile(path, locator), locator);
      const abi = chooseAbi(elf, locator, functions);
      return {
        kind,
        convention: abi.convention,
        functions: abi.functions,
        initRefuses: abi.initRefuses,
        library: libraryWord(locator, path),
        bits: elf.bits,
      };
    }
    case 'wasm': {
      const path = resolve(locator);
      const binary = readBinary(await readSubjectFile(path, locator), locator);
      const { calls } = recogniseAbi(binary, locator, functions);
      const imports = binary.imports.flatMap((entry): WasmImportShape[] => {
        const expression = importExpression(entry, binary);
        if (expression === undefined) return [];
        return [{ module: entry.module, name: entry.name, expression }];
      });
      return { kind, path, calls, imports };
    }
    case 'module':
      return { kind, path: resolve(locator), takesPool: regionIsGiven };
    default:
      throw new UsageError(
        `${locator} cannot be called without allocert: ` +
          (kind === 'builtin' ? 'it is a part of it.' : 'it answers allocert only.'),
      );
  }
}

/** A path needs a slash, or the linker takes it for a name to be looked for. */
function libraryWord(locator: string, path: string): string {
  if (locator === 'builtin:libc') return 'libc.so.6';
  if (locator.includes('/')) return locator;
  return path === resolve(locator) ? `./${locator}` : locator;
}
