import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadWasm } from '../../../dist/src/subjects/wasm/wasm-target.js';
import { openInstance } from './assemble.js';
import { randomRequests } from './random-requests.js';

const fileOf = (path: string): string => join(import.meta.dirname, '../../../node_modules', path);

const packages = [
  {
    name: 'sql.js',
    file: fileOf('sql.js/dist/sql-wasm-debug.wasm'),
    abi: 'malloc-family',
    kinds: ['alloc', 'dealloc', 'deallocInvalid', 'deallocNull', 'badAlign'],
    entryPoints: ['memalign'],
    refusal: 'zero',
    largestAlign: 1,
  },
  {
    name: '@sqlite.org/sqlite-wasm',
    file: fileOf('@sqlite.org/sqlite-wasm/sqlite-wasm/jswasm/sqlite3.wasm'),
    abi: 'malloc-family',
    kinds: ['alloc', 'realloc', 'dealloc', 'deallocInvalid', 'deallocNull'],
    entryPoints: [],
    refusal: 'zero',
    largestAlign: 1,
  },
  {
    name: 'web-tree-sitter',
    file: fileOf('web-tree-sitter/web-tree-sitter.wasm'),
    abi: 'malloc-family',
    kinds: ['alloc', 'allocArray', 'realloc', 'dealloc', 'deallocInvalid', 'deallocNull'],
    entryPoints: [],
    refusal: 'zero',
    largestAlign: 1,
  },
  {
    name: 'vscode-oniguruma',
    file: fileOf('vscode-oniguruma/release/onig.wasm'),
    abi: 'malloc-family',
    kinds: ['alloc', 'dealloc', 'deallocInvalid', 'deallocNull'],
    entryPoints: [],
    refusal: 'zero',
    largestAlign: 1,
  },
  {
    name: 'brotli-wasm',
    file: fileOf('brotli-wasm/pkg.node/brotli_wasm_bg.wasm'),
    abi: 'wasm-bindgen',
    kinds: ['alloc', 'realloc', 'dealloc', 'deallocInvalid'],
    entryPoints: [],
    refusal: 'trap',
    largestAlign: 1,
  },
  {
    name: '@resvg/resvg-wasm',
    file: fileOf('@resvg/resvg-wasm/index_bg.wasm'),
    abi: 'wasm-bindgen',
    kinds: ['alloc', 'realloc', 'dealloc', 'deallocInvalid', 'badAlign'],
    entryPoints: [],
    refusal: 'trap',
    largestAlign: 64,
  },
] as const;

describe.each(packages)(
  '$name',
  ({ name, file, abi, kinds, entryPoints, refusal, largestAlign }) => {
    const { description, target } = loadWasm(readFileSync(file), { locator: name, name });

    test('is recognised by its exports', () => {
      expect(description).toMatchObject({ abi, kinds, entryPoints, growable: true });
    });

    test('answers a thousand requests as an allocator must', () => {
      const instance = openInstance(target, {}, { refusal });
      const tally = randomRequests(instance, description.kinds, 1_000, largestAlign);
      expect(tally.grants).toBeGreaterThan(400);
      expect(tally).toMatchObject({ refused: 0, misplaced: 0, damaged: 0 });
    });

    test('gives the same addresses to the same program, whatever ran before', () => {
      const addresses = (): number[] => {
        const instance = openInstance(target, {}, { refusal });
        return Array.from({ length: 50 }, (_, index) => {
          const address = instance.alloc(0, 1 + index * 7, 1);
          instance.refresh();
          instance.memory?.fill(index, address, address + 1 + index * 7);
          return address;
        });
      };
      const first = addresses();
      expect(addresses()).toEqual(first);
      randomRequests(openInstance(target, {}, { refusal }), description.kinds, 100, largestAlign);
      expect(addresses()).toEqual(first);
    });
  },
);

test('minified functions of sql.js can be named', () => {
  const glue = readFileSync(fileOf('sql.js/dist/sql-wasm.js'), 'utf8');
  const exportOf = (name: string): string =>
    new RegExp(`\\b${name}=[\\w$]+\\.([\\w$]+)`).exec(glue)?.[1] ?? '';
  const { description, target } = loadWasm(readFileSync(fileOf('sql.js/dist/sql-wasm.wasm')), {
    locator: 'sql.js',
    name: 'sql.js',
    functions: { malloc: exportOf('_malloc'), free: exportOf('_free') },
  });
  const tally = randomRequests(openInstance(target), description.kinds, 1_000);
  expect(tally).toMatchObject({ refused: 0, misplaced: 0, damaged: 0 });
});

test('an allocator above another can be named: sqlite3_malloc', () => {
  const { file } = packages[1];
  const { description, target } = loadWasm(readFileSync(file), {
    locator: 'sqlite',
    name: 'sqlite',
    functions: { malloc: 'sqlite3_malloc', free: 'sqlite3_free', realloc: 'sqlite3_realloc' },
  });
  expect(description.kinds).toContain('realloc');
  const tally = randomRequests(openInstance(target), description.kinds, 1_000);
  expect(tally).toMatchObject({ refused: 0, misplaced: 0, damaged: 0 });
});
