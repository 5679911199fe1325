import { expect, test } from 'vitest';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import { libraryFolder, needsCompiler, runLiterals } from './native-corpus.js';

// Goal: the driver sees a shared byte whatever addresses are multiples of. It keeps one bit for
// sixteen bytes, for eight or for each, by the addresses that it has met. c/side-by-side.c grants
// blocks at a fixed distance.

const folder = libraryFolder();

async function untouched(step: number, usable: number, literal: string): Promise<string[]> {
  const library = folder.compile('side-by-side.c', `-DSTEP=${step}`, `-DUSABLE=${usable}`);
  const subject = await openNativeSubject(library);
  const [execution] = await runLiterals(subject, [literal], { usableWritable: true });
  await subject.close();
  return execution.steps.slice(1).map((one) => one.untouched);
}

const distances = [
  ['sixteen', 48],
  ['eight', 40],
  ['four', 44],
  ['one', 41],
] as const;

test.for(distances)('blocks at multiples of %s may touch', async ([, step], context) => {
  needsCompiler(context);
  const literal = `allocert/1 A=alloc(${step}) B=alloc(${step}) free(A) C=alloc(${step}) D=alloc(1)`;
  expect(await untouched(step, step, literal)).toEqual(['no', 'no', 'no', 'no', 'no']);
});

test.for(distances)('at multiples of %s one byte in common is seen', async ([, step], context) => {
  needsCompiler(context);
  const literal = `allocert/1 A=alloc(1) free(A) B=alloc(${step + 1}) C=alloc(1)`;
  expect(await untouched(step, step, literal)).toEqual(['no', 'no', 'no', 'overlapsLive']);
});

test.for(distances)(
  'at multiples of %s a usable length may reach the next block and not into it',
  async ([, step], context) => {
    needsCompiler(context);
    const literal = 'allocert/1 A=alloc(21) B=alloc(7) usable(A)';
    expect(await untouched(step, step, literal)).toEqual(['no', 'no', 'no']);
    expect(await untouched(step, step + 1, literal)).toEqual(['no', 'no', 'overlapsLive']);
  },
);
