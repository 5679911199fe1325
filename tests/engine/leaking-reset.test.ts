import { expect, test } from 'vitest';
import { replay } from '../../dist/src/engine/replay.js';
import { toSavedWitness } from '../../dist/src/witness/to-saved-witness.js';
import { certifySubject, violatedIn } from '../support/certify-subject.js';
import { moduleFolder } from '../subjects/module/module-files.js';

// Goal: what an exported allocator's own reset leaves behind is not blamed on the next program.
// Method: an arena with a list of freed blocks for each size, whose reset forgets the lists, under a
// contract that promises the reset and under one that does not.

const folder = moduleFolder();

const arena = (name: string, requests: readonly string[], onReset: string): string =>
  folder.write(
    name,
    `const memory = new ArrayBuffer(65536);
    const bins = new Map();
    let top = 0;
    const length = (size) => 2 ** Math.max(4, Math.ceil(Math.log2(size)));
    export const contract = {
      extends: 'rust-global-alloc',
      requests: ${JSON.stringify(requests)},
      alignment: { natural: 16, maximum: 16 },
    };
    export default {
      memory,
      region: () => ({ base: 0, end: 65536 }),
      alloc(size) {
        if (size > 65536) return null;
        const bin = bins.get(length(size));
        if (bin?.length > 0) return bin.pop();
        if (top + length(size) > 65536) return null;
        top += length(size);
        return top - length(size);
      },
      dealloc(address, size) {
        if (!bins.has(length(size))) bins.set(length(size), []);
        bins.get(length(size)).push(address);
      },
      reset() { top = 0; ${onReset} },
    };`,
  );

test('a promised reset that forgets is shown by a program that resets, and the witness breaks again', async () => {
  const locator = arena('promised.mjs', ['alloc', 'dealloc', 'reset'], '');
  const result = await certifySubject({ locator, seed: 1, runs: 200 });
  const found = result.properties.find(({ id }) => id === 'no-overlap')?.witness;
  expect(found?.literal).toMatch(/^allocert\/1 A=alloc\(\d+\) free\(A\) reset B=alloc/);
  if (found === undefined) throw new Error('no witness');
  const saved = toSavedWitness(result, found, { foundBy: '', functions: {} });
  const { state } = await replay({ locator, witness: saved });
  expect(state).toBe('stillViolated');
});

test('a reset that nobody promised accuses nobody, and is told', async () => {
  const locator = arena('unpromised.mjs', ['alloc', 'dealloc'], '');
  const result = await certifySubject({ locator, seed: 1, runs: 200 });
  expect(violatedIn(result)).toEqual([]);
  expect(result.notes).toEqual([expect.stringContaining('its reset leaves something behind')]);
});

test('a reset that forgets nothing is trusted, and no word is said', async () => {
  const locator = arena('right.mjs', ['alloc', 'dealloc', 'reset'], 'bins.clear();');
  const result = await certifySubject({ locator, seed: 1, runs: 200 });
  expect([violatedIn(result), result.notes]).toEqual([[], []]);
});
