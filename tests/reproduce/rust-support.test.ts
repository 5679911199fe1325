import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { inCi } from '../subjects/native/native-corpus.js';
import { programFolder } from './native-programs.js';

const folder = programFolder();
const support = join(import.meta.dirname, '../../src/reproduce/rust/support');
const crate = join(support, 'lib.rs');

function needs(context: TestContext, tool: string): void {
  const { status } = spawnSync(tool, ['--version']);
  context.skip(!inCi && status !== 0, `no ${tool}; rustup component add clippy rustfmt`);
}

test('the support files are one crate, of which clippy has nothing to say', (context) => {
  needs(context, 'clippy-driver');
  const strict = ['-W', 'clippy::all', '-D', 'warnings'];
  const output = ['--crate-type', 'lib', '--emit', 'metadata', '--out-dir', folder.path];
  const ran = folder.run('clippy-driver', ['--edition', '2021', ...strict, ...output, crate]);
  expect(ran).toEqual({ status: 0, said: '' });
});

test('they are formatted', (context) => {
  needs(context, 'rustfmt');
  const { stdout, status } = spawnSync('rustfmt', ['--check', '--edition', '2021', crate], {
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([0, '']);
});

test('the crate names each of them', () => {
  const named = [...readFileSync(crate, 'utf8').matchAll(/^mod (\w+);$/gm)].map(([, name]) => name);
  const files = readdirSync(support).filter((name) => name.endsWith('.rs') && name !== 'lib.rs');
  expect(named.map((name) => `${name}.rs`).sort()).toEqual(files.sort());
});
