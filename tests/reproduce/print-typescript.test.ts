import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { writeFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { printTypescript } from '../../dist/src/reproduce/typescript/print-typescript.js';
import { assemble } from '../subjects/wasm/assemble.js';
import { programFolder } from './native-programs.js';
import { reproductionOf } from './reproduction-of.js';

const root = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
const jiti = join(dirname(require.resolve('jiti/package.json')), 'lib/jiti-cli.mjs');
const folder = programFolder();
const member = (name: string): string => join(root, `dist/tests/zoo/members/${name}.js`);

/** Writes the program without its types and runs that, which takes a tenth of what a loader does. */
async function ranAlone(locator: string, literal: string, name: string, by = locator) {
  const { made, property } = await reproductionOf(locator, literal);
  const text = printTypescript(made, `${name}.ts`, relative(folder.path, by));
  folder.write(`${name}.ts`, text);
  const { outputText } = ts.transpileModule(text, { compilerOptions: stripped });
  folder.write(`${name}.mjs`, outputText);
  const { status, said } = folder.run(process.execPath, [`${name}.mjs`]);
  return { property, status, said, text };
}

const stripped: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
};

describe('shows alone what a module does wrong', () => {
  test.each([
    ['enclosing-overlap', '{region=128} A=alloc(1) B=alloc(1) free(A) C=alloc(33)', /overlaps B/],
    ['align-above-32-ignored', '{region=2} extend(38) A=alloc(0,64)', /no multiple of 64/],
    [
      'calloc-recycled-dirty',
      '{region=2} extend(22) A=alloc(0) free(A) B=allocZeroed(9)',
      /not zero/,
    ],
    ['foreign-free-accepted', '{region=2} freeInvalid(foreign,+0)', /must be rejected/],
    ['answers-a-fraction', '{region=128} A=alloc(3)', /which is no address/],
    ['grows-a-thousand-times-too-much', 'A=alloc(32768)', /bytes, more than/],
  ])('%s', async (name, literal, says) => {
    const { property, status, said } = await ranAlone(member(name), literal, name);
    expect(property).toBeDefined();
    expect(said).toMatch(says);
    expect(status).toBe(1);
  });
});

test('shows nothing of an allocator that does this right', async () => {
  const literal = '{region=128} A=alloc(1) B=alloc(1) free(A) C=alloc(33)';
  const right = join(root, 'dist/tests/zoo/members/throws-instead-of-null.js');
  const { status, said } = await ranAlone(member('enclosing-overlap'), literal, 'right', right);
  expect([status, said]).toEqual([0, 'the violation does not show\n']);
});

test('runs as it stands by a loader that knows nothing of allocert', async () => {
  const literal = '{region=128} A=alloc(1) B=alloc(1) free(A) C=alloc(33)';
  await ranAlone(member('enclosing-overlap'), literal, 'loaded');
  const { status, said } = folder.run(process.execPath, [jiti, 'loaded.ts']);
  expect(said).toMatch(/overlaps B/);
  expect(status).toBe(1);
});

test('shows alone that a published allocator grants 2 GiB of a pool of 4 KiB', async () => {
  const subject = join(root, 'tests/real/subjects/thi-ng-defaults.mjs');
  const literal = '{region=4096} A=alloc(2147483647)';
  const { property, status, said } = await ranAlone(subject, literal, 'thi-ng');
  expect(property).toBe('null-on-exhaustion');
  expect(said).toMatch(/^step 1, .*granted at \d+, but must be refused/m);
  expect(status).toBe(1);
});

/** A bump malloc in one page; `round` is what is done to the size. */
const module = (round: string): string => `(module (memory (export "memory") 1 4)
  (global $top (mut i32) (i32.const 1024))
  (func (export "malloc") (param i32) (result i32) (local i32)
    local.get 0 i32.const 65000 i32.gt_u if i32.const 0 return end
    global.get $top local.set 1
    local.get 1 local.get 0 i32.add ${round} global.set $top local.get 1)
  (func (export "free") (param i32)))`;

test('shows alone what a WebAssembly file does wrong, and nothing of the repaired one', async () => {
  const bad = wasm('bad', module('i32.const 1 i32.sub'));
  const good = wasm('good', module('i32.const 15 i32.add i32.const -16 i32.and'));
  const shown = await ranAlone(bad, 'A=alloc(16) B=alloc(16)', 'wasm');
  expect(shown.said).toMatch(/^step 2, B = alloc\(16\): B is at 1039, no multiple of 8/m);
  expect(shown.status).toBe(1);
  const { status, said } = await ranAlone(bad, 'A=alloc(16) B=alloc(16)', 'wasm', good);
  expect([status, said]).toEqual([0, 'the violation does not show\n']);
});

test('calls a compiled malloc family with imports made up', async () => {
  const subject = join(root, 'node_modules/sql.js/dist/sql-wasm-debug.wasm');
  const { status, said } = await ranAlone(subject, 'A=alloc(100) B=alloc(3000000) free(A)', 'sql');
  expect([status, said]).toEqual([0, 'the violation does not show\n']);
});

test('is strictly typed, imports nothing but the subject, and says how to run it', async () => {
  const literal = '{region=128} A=alloc(1) B=alloc(1) free(A) C=alloc(33)';
  const { text } = await ranAlone(member('enclosing-overlap'), literal, 'typed');
  const imports = [...text.matchAll(/^import .* from '?"?([^'";]+)/gm)].map(([, from]) => from);
  expect(imports).toEqual([relative(folder.path, member('enclosing-overlap'))]);
  const config = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      erasableSyntaxOnly: true,
      module: 'nodenext',
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
      allowJs: false,
    },
    files: ['typed.ts'],
  };
  writeFileSync(join(folder.path, 'tsconfig.json'), JSON.stringify(config));
  const tsc = require.resolve('typescript/bin/tsc');
  expect(
    execFileSync(process.execPath, [tsc, '-p', '.'], { cwd: folder.path, encoding: 'utf8' }),
  ).toBe('');
  expect(
    text.split('\n\n// @ts')[0].replaceAll(member('enclosing-overlap'), 'subject.js'),
  ).toMatchSnapshot();
});

test('refuses a native library, which TypeScript cannot call', async () => {
  const { made } = await reproductionOf('builtin:libc', 'A=alloc(1)');
  expect(() => printTypescript(made, 'x.ts', '')).toThrow(/use --as c or --as rust/);
});

function wasm(name: string, text: string): string {
  const file = join(folder.path, `${name}.wasm`);
  writeFileSync(file, assemble(text));
  return file;
}
