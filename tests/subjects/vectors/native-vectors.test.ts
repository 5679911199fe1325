import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { needsRust } from '../../reproduce/needs-rust.js';
import { needsCompiler } from '../native/native-corpus.js';
import { asked, expected, type VectorKind } from './vectors.js';

// Goal: who fills, reads, drains and frees wrongly in C and Rust does it as the executor does.

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'allocert-vectors-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const answersOf = (program: string, kinds: readonly VectorKind[]): string[] =>
  execFileSync(program, { input: `${asked(kinds).join('\n')}\n`, encoding: 'utf8' })
    .trimEnd()
    .split('\n');

const inC: readonly (readonly [string, string, string, readonly VectorKind[]])[] = [
  [
    ...(['the driver', 'driver', 'src/subjects/native/driver'] as const),
    ['pattern', 'noise', 'written', 'wide', 'drain', 'invalidFree'],
  ],
  ['the far side in C', 'wire', 'examples/c', ['pattern', 'written']],
  [
    ...(['a reproduction in C', 'reproduction', 'src/reproduce/c/support'] as const),
    ['pattern', 'noise', 'written'],
  ],
];

test.for(inC)('%s answers the vectors', ([, name, includes, kinds], context) => {
  needsCompiler(context);
  const program = join(folder, name);
  const source = join(import.meta.dirname, `${name}-answers.c`);
  const flags = ['-std=gnu99', '-O1', '-I', join(root, includes), '-o', program];
  execFileSync('cc', [...flags, source, '-ldl']);
  expect(answersOf(program, kinds)).toEqual(expected(kinds));
});

const inRust = [
  [
    ...(['the far side in Rust', 'wire', 'examples/rust-wire/src'] as const),
    ...([
      ['contents.rs', 'frames.rs', 'numbers.rs', 'wire.rs'],
      ['pattern', 'written'],
    ] as const),
  ],
  [
    ...(['a reproduction in Rust', 'reproduction', 'src/reproduce/rust/support'] as const),
    ...([
      ['noise.rs', 'pattern.rs'],
      ['pattern', 'noise'],
    ] as const),
  ],
] as const;

test.for(inRust)('%s answers the vectors', ([, name, from, files, kinds], context) => {
  needsRust(context);
  const here = import.meta.dirname;
  for (const file of files) copyFileSync(join(root, from, file), join(folder, file));
  if (name === 'wire') {
    const own = readFileSync(join(here, 'wire_answers.rs'), 'utf8');
    const contents = readFileSync(join(folder, 'contents.rs'), 'utf8');
    writeFileSync(join(folder, 'contents.rs'), `${contents}\n${own}`);
  }
  copyFileSync(join(here, 'answers.rs'), join(folder, 'answers.rs'));
  copyFileSync(join(here, `main_${name}.rs`), join(folder, `main_${name}.rs`));
  const program = join(folder, `rust-${name}`);
  const flags = ['--edition', '2021', '-O', '--cap-lints', 'allow', '-o', program];
  execFileSync('rustc', [...flags, join(folder, `main_${name}.rs`)]);
  expect(answersOf(program, kinds)).toEqual(expected(kinds));
});
