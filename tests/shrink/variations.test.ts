import { expect, test } from 'vitest';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { printProgram } from '../../dist/src/core/program-literal.js';
import type { WitnessVariation } from '../../dist/src/core/result.js';
import { variationText } from '../../dist/src/report/human/variation-text.js';
import { variations } from '../../dist/src/shrink/variations.js';
import { certifySubject } from '../support/certify-subject.js';
import { openInProcess } from '../support/in-process.js';

const program = parseProgram('allocert/1 {region=64} A=alloc(1) realloc(A,17)');

test('a variation differs in one quantity, and none is the program itself', () => {
  const all = [...variations(program)].map((one) => printProgram(one.program));
  expect(new Set(all).size).toBe(all.length);
  expect(all).not.toContain(printProgram(program));
  expect(all).toContain('allocert/1 {region=64} A=alloc(1) realloc(A,4096)');
  expect(all).toContain('allocert/1 {region=64} A=alloc(1,64) realloc(A,17)');
  expect(all).toContain('allocert/1 {region=256} A=alloc(1) realloc(A,17)');
  expect(all).toContain('allocert/1 {region=64 fill=ones} A=alloc(1) realloc(A,17)');
});

test('a variation says what the program itself has there', () => {
  const was = new Map(
    [...variations(program)].map(({ of, request, was }) => [`${of} ${request}`, was]),
  );
  expect([...was]).toEqual([
    ['size 0', 1],
    ['align 0', 1],
    ['size 1', 17],
    ['region undefined', 64],
    ['base undefined', 0],
    ['fill undefined', 'zero'],
  ]);
});

test('the report names what was tried, what matters least first, and nothing else', () => {
  const told = (varied: readonly WitnessVariation[]): string =>
    variationText({ variations: varied, program } as Parameters<typeof variationText>[0]);
  expect(told([])).toBe('');
  expect(told([{ of: 'fill', broken: [], kept: ['ones'] }])).toBe('');
  expect(
    told([
      { of: 'size', request: 0, broken: [8], kept: [64] },
      { of: 'size', request: 1, broken: [24], kept: [1] },
      { of: 'region', broken: [128, 4_096], kept: [] },
      { of: 'fill', broken: ['noise', 'ones'], kept: [] },
    ]),
  ).toBe(
    'The same with, one at a time: a region of 128 or 4,096; a region full of noise or ones; ' +
      'size 8 for A; size 24 in request 2.',
  );
});

test('a witness says with which other values its property breaks', async () => {
  const file = 'dist/tests/zoo/members/align-above-32-ignored.js';
  const subject = await openInProcess(file);
  const result = await certifySubject({ locator: file, subject, seed: 1, runs: 64 });
  const witness = result.properties.find(({ id }) => id === 'alignment')?.witness;
  const aligns = witness?.variations?.find(({ of }) => of === 'align');
  expect(aligns?.kept).toEqual([1, 8, 16, 32]);
  const sizes = witness?.variations?.find(({ of }) => of === 'size');
  expect(sizes?.broken).toEqual(expect.arrayContaining([1, 8]));
});
