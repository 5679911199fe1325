import { expect, test } from 'vitest';
import { humanReport } from '../../dist/src/report/human/human-report.js';
import { plainPaint } from '../../dist/src/report/human/paint.js';
import { certifySubject, violatedIn } from '../support/certify-subject.js';
import { moduleFolder } from '../subjects/module/module-files.js';

// Goal: what does not happen again accuses nobody, but for what recorded answers prove by themselves.
// Method: a correct bump allocator with a counter that outlives its evaluations, which does something
// wrong at one call of all, later than the probes that a session opens with.

const folder = moduleFolder();

const byChance = (name: string, at: string, deed: string): string =>
  folder.write(
    name,
    `let top = 0;
    let last;
    const memory = new ArrayBuffer(65536);
    export const contract = {
      extends: 'rust-global-alloc',
      requests: ['alloc', 'dealloc'],
      reclaims: 'nothing',
      alignment: { natural: 16, maximum: 16 },
    };
    export default {
      memory,
      region: () => ({ base: 0, end: 65536 }),
      alloc(size) {
        globalThis.calls = (globalThis.calls ?? 0) + 1;
        if (${at}) { ${deed} }
        const bytes = Math.max(16, Math.ceil(size / 16) * 16);
        if (size > 65536 || top + bytes > 65536) return null;
        top += bytes;
        last = size > 0 ? top - bytes : last;
        return top - bytes;
      },
      dealloc(address) { if (address === last) last = undefined; },
    };`,
  );

test('an exception at one call of all is told, and the property is inconclusive', async () => {
  const locator = byChance(
    'once.mjs',
    'globalThis.calls === 9000',
    "throw new Error('a cosmic ray');",
  );
  const result = await certifySubject({ locator, seed: 1, runs: 200 });
  expect(violatedIn(result)).toEqual([]);
  expect(result.verdict).toBe('inconclusive');
  expect(result.bounds.programs).toBe(200);
  const fault = result.properties.find(({ id }) => id === 'no-fault');
  expect(fault).toMatchObject({
    verdict: 'inconclusive',
    reason: 'broken once, and not when run again',
    witness: undefined,
    seenOnce: { programs: 1, witness: { proof: 'none', failsIn: [1, 6] } },
  });
  const text = humanReport(result, { subject: [], campaign: [] }, plainPaint);
  expect(text).toContain('no-fault was broken in 1 program');
  expect(text).toContain('a cosmic ray');
});

test('an overlap stands if it was seen once, and the report says how often it fails', async () => {
  const at = 'globalThis.calls > 9000 && last !== undefined && size > 0 && !globalThis.done';
  const locator = byChance('overlaps.mjs', at, 'globalThis.done = true; return last;');
  const result = await certifySubject({ locator, seed: 1, runs: 200 });
  expect(violatedIn(result)).toEqual(['no-overlap']);
  const witness = result.properties.find(({ id }) => id === 'no-overlap')?.witness;
  expect(witness).toMatchObject({ proof: 'answers', failsIn: [1, 6] });
  const text = humanReport(result, { subject: [], campaign: [] }, plainPaint);
  expect(text).toContain('Fails in 1 of 6 runs.');
});

test('an exception that comes again whatever was asked before stands by repetition', async () => {
  const locator = byChance('often.mjs', 'size === 24', "throw new Error('always');");
  const result = await certifySubject({ locator, seed: 1, runs: 200 });
  expect(violatedIn(result)).toEqual(['no-fault']);
  const witness = result.properties.find(({ id }) => id === 'no-fault')?.witness;
  expect(witness).toMatchObject({ proof: 'repetition', failsIn: [5, 5] });
});
