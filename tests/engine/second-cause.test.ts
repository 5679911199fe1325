import { expect, test } from 'vitest';
import { requestCount } from '../../dist/src/core/program.js';
import { humanReport } from '../../dist/src/report/human/human-report.js';
import { plainPaint } from '../../dist/src/report/human/paint.js';
import { certifySubject, violatedIn } from '../support/certify-subject.js';
import { moduleFolder } from '../subjects/module/module-files.js';

// Goal: one fault hides no other, neither of the same property nor by a hang.
// Method: a bump allocator with planted faults.

const folder = moduleFolder();

const planted = (name: string, deeds: string): string =>
  folder.write(
    name,
    `let top = 0;
    const memory = new ArrayBuffer(65536);
    export const contract = {
      extends: 'rust-global-alloc',
      requests: ['alloc', 'allocZeroed', 'dealloc'],
      reclaims: 'nothing',
      alignment: { natural: 16, maximum: 16 },
    };
    const take = (size) => {
      const bytes = Math.max(16, Math.ceil(size / 16) * 16);
      if (size > 65536 || top + bytes > 65536) return null;
      top += bytes;
      return top - bytes;
    };
    const allocator = {
      memory,
      region: () => ({ base: 0, end: 65536 }),
      alloc: take,
      allocZeroed: take,
      dealloc() {},
    };
    ${deeds}
    export default allocator;`,
  );

test('two faults that break one property in different requests are both told', async () => {
  const locator = planted(
    'two.mjs',
    `allocator.alloc = (size) => {
      if (size === 40) throw new Error('forty');
      return take(size);
    };
    allocator.allocZeroed = (size) => {
      if (size === 24) throw new Error('twenty-four');
      return take(size);
    };`,
  );
  const result = await certifySubject({ locator, seed: 1, runs: 400 });
  expect(violatedIn(result)).toEqual(['no-fault']);
  const fault = result.properties.find(({ id }) => id === 'no-fault');
  const literals = [fault?.witness, ...(fault?.furtherWitnesses ?? [])].map((one) => one?.literal);
  expect(literals.sort()).toEqual([
    expect.stringMatching(/A=alloc\(40\)$/),
    expect.stringMatching(/A=allocZeroed\(24\)$/),
  ]);
  const text = humanReport(result, { subject: [], campaign: [] }, plainPaint);
  expect(text).toContain('no-fault is violated in another way as well');
});

test('behind a hang the campaign finds what does not hang', async () => {
  const locator = planted(
    'hang.mjs',
    `allocator.alloc = (size) => {
      if (size === 40) for (;;);
      return take(size);
    };
    allocator.allocZeroed = (size) => (size === 24 ? 8 : take(size));`,
  );
  const result = await certifySubject({ locator, seed: 1, runs: 400, hangLimitMs: 200 });
  expect(violatedIn(result)).toEqual(expect.arrayContaining(['alignment', 'no-fault']));
  expect(result.notes).toEqual([expect.stringMatching(/^\d+ programs hung, and what follows/)]);
});

test('the report begins with what an ordinary program breaks', async () => {
  const locator = planted(
    'order.mjs',
    `allocator.alloc = (size) => (size > 2 ** 40 ? 0 : take(size === 40 ? 16 : size));`,
  );
  const result = await certifySubject({ locator, seed: 1, runs: 400 });
  const broken = violatedIn(result);
  expect(broken).toContain('null-on-exhaustion');
  expect(broken).toContain('no-overlap');
  const overlap = result.properties.find(({ id }) => id === 'no-overlap')?.witness;
  expect(overlap && requestCount(overlap.program)).toBe(2);
  const text = humanReport(result, { subject: [], campaign: [] }, plainPaint);
  expect(text.indexOf('no-overlap is violated')).toBeLessThan(
    text.indexOf('null-on-exhaustion is violated'),
  );
  expect(text.trimEnd().split('\n').at(-1)).toMatch(/VIOLATED no-overlap/);
});
