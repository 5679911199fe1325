import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printC } from '../../dist/src/reproduce/c/print-c.js';
import type { Reproduction } from '../../dist/src/reproduce/reproduction.js';
import { needsCompiler } from '../subjects/native/native-corpus.js';
import { programFolder } from './native-programs.js';
import { reproductionOf } from './reproduction-of.js';

// Goal: a program gives a malloc lab what its hand-out gives.
// Method: a program made for one lab is compiled for another that is particular about it.

const folder = programFolder();
const lab = join(import.meta.dirname, '../subjects/native/c/implicit-list.c');
const particular = join(import.meta.dirname, 'c/particular-lab.c');

/** Written for a correct lab, with the heap at a place that is always free. */
async function programFor(flag: string): Promise<string> {
  const { made } = await reproductionOf(
    folder.library(lab, 'lab'),
    '{region=65536} A=alloc(40) reset B=alloc(40)',
  );
  if (made.calls.kind !== 'native') throw new Error('a lab is native');
  const library = folder.library(particular, `particular${flag}`, `-D${flag}`);
  const moved: Reproduction = {
    ...made,
    calls: { ...made.calls, library },
    runs: made.runs.map((run) => ({ ...run, place: 0x800000000n })),
  };
  return printC(moved, 'lab.c');
}

function run(text: string): unknown {
  folder.write('lab.c', text);
  return folder.buildAndRun(text);
}

test('a lab finds `verbose`, its heap where it lay, and its bytes after a reset', async (context) => {
  needsCompiler(context);
  expect(run(await programFor('NOTHING'))).toEqual({
    status: 0,
    said: 'heap at 0x800000000\nthe violation does not show\n',
  });
});

test('a write two pages before the heap dies', async (context) => {
  needsCompiler(context);
  expect(run(await programFor('WRITES_FAR'))).toEqual({
    status: 1,
    said: 'heap at 0x800000000\nstep 1, A = alloc(40): Segmentation fault\n',
  });
});
