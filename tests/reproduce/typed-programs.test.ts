import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { printTypescript } from '../../dist/src/reproduce/typescript/print-typescript.js';
import { assemble } from '../subjects/wasm/assemble.js';
import { programFolder } from './native-programs.js';
import { reproductionOf } from './reproduction-of.js';

// Goal: whatever a program is put together of, it is one strictly typed file that runs alone.
// Method: programs for every kind of subject and with every check, compiled in one go, then run.

const root = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
const jiti = join(dirname(require.resolve('jiti/package.json')), 'lib/jiti-cli.mjs');
const folder = programFolder();
const member = (name: string): string => join(root, `dist/tests/zoo/members/${name}.js`);
const correct = member('throws-instead-of-null');
const exact = '{region=128 resets=1} A=alloc(1) B=allocZeroed(9) free(A) reset C=alloc(33)';

/** Exports of allocert's ABI: a bump allocator in a given pool; its pool ends `beyond` bytes too late. */
const pooled = (beyond: number): string => `(module (memory (export "memory") 1 64)
  (global $top (mut i32) (i32.const 0)) (global $end (mut i32) (i32.const 0))
  (func (export "allocert_init") (param i32 i32) (result i32)
    local.get 0 global.set $top
    local.get 0 local.get 1 i32.add i32.const ${beyond} i32.add global.set $end local.get 0)
  (func (export "allocert_alloc") (param i32 i32) (result i32) (local i32)
    global.get $top local.get 1 i32.add i32.const 1 i32.sub
    i32.const 0 local.get 1 i32.sub i32.and local.tee 2
    global.get $end i32.gt_u if i32.const 0 return end
    global.get $end local.get 2 i32.sub local.get 0 i32.lt_u if i32.const 0 return end
    local.get 2 local.get 0 i32.add global.set $top local.get 2)
  (func (export "allocert_dealloc") (param i32 i32 i32)))`;

function wasm(name: string, text: string): string {
  const file = join(folder.path, `${name}.wasm`);
  writeFileSync(file, assemble(text));
  return file;
}

async function write(name: string, locator: string, literal: string, more: object = {}) {
  const { made } = await reproductionOf(locator, literal);
  const text = printTypescript({ ...made, ...more }, `${name}.ts`, relative(folder.path, locator));
  folder.write(`${name}.ts`, text);
  return `${name}.ts`;
}

const run = (file: string): unknown => {
  const { status, stderr } = spawnSync(process.execPath, [jiti, file], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  return { file, status, said: stderr };
};

test('programs of every kind are strictly typed, import no allocert, and run', async () => {
  const files = [
    await write('pool', correct, exact),
    await write('watched', correct, exact, { hangs: true, usableWritable: true }),
    await write('module', member('grows-a-thousand-times-too-much'), 'A=alloc(8) free(A)'),
    await write('wasm', join(root, 'node_modules/sql.js/dist/sql-wasm-debug.wasm'), 'A=alloc(9)'),
    await write(
      'wasm-pool',
      wasm('bump', pooled(0)),
      '{region=65536} A=alloc(9) free(A) B=alloc(1)',
    ),
  ];
  const options = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, erasableSyntaxOnly: true },
    ...{ module: 'nodenext', allowJs: false, types: ['node'] },
    typeRoots: [join(root, 'node_modules/@types')],
  };
  folder.write('package.json', '{ "type": "module" }');
  folder.write('tsconfig.json', JSON.stringify({ compilerOptions: options, files }));
  const tsc = require.resolve('typescript/bin/tsc');
  const compiled = spawnSync(process.execPath, [tsc, '-p', '.'], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  expect(compiled.stdout).toBe('');
  const said = 'the violation does not show\n';
  expect(files.map(run)).toEqual(files.map((file) => ({ file, status: 0, said })));
});

test('a WebAssembly file that grants what lies behind its pool is shown', async () => {
  const bad = wasm('behind', pooled(60));
  const file = await write('behind', bad, '{region=65536} A=alloc(65532) B=alloc(8)');
  const refused = /^step 2, B = alloc\(8\): granted at \d+, but must be refused: at most 4 bytes/;
  expect(run(file)).toEqual({ file, status: 1, said: expect.stringMatching(refused) as string });
});
