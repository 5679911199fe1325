import { expect, test } from 'vitest';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { replay } from '../../dist/src/engine/replay.js';
import { toSavedWitness } from '../../dist/src/witness/to-saved-witness.js';
import { certifySubject } from '../support/certify-subject.js';
import { moduleFolder } from '../subjects/module/module-files.js';

// Goal: a witness that failed now and then is not told as fixed because one run went well.
// Method: the witness of an allocator that always throws, replayed on one that does at every third call.

const folder = moduleFolder();
const throwing = (name: string, when: string): string =>
  folder.write(
    name,
    `export const contract = { extends: 'pool', requests: ['alloc', 'dealloc'], reclaims: 'nothing' };
    export default ({ base, bytes }) => {
      let next = base;
      return {
        alloc(size, align) {
          globalThis.calls = (globalThis.calls ?? 0) + 1;
          if (${when}) throw new Error('now and then');
          const at = Math.ceil(next / align) * align;
          return at + size > base + bytes ? null : (next = at + size) - size;
        },
        dealloc() {},
      };
    };`,
  );

test('a witness that failed in some runs is run five times, and the answer says in how many', async () => {
  const found = throwing('found.mjs', 'true');
  const result = await certifySubject({ locator: found, seed: 1, runs: 16 });
  const witness = result.properties.find(({ id }) => id === 'no-fault')?.witness;
  if (witness === undefined) throw new Error('nothing was found');
  const saved = toSavedWitness(result, witness, { foundBy: 'test', functions: {} });
  const flaky = { ...saved, failsIn: [2, 5] as [number, number] };
  const now = throwing('now.mjs', 'globalThis.calls % 3 === 0');
  expect(await replay({ locator: now, witness: flaky })).toMatchObject({
    ...{ state: 'stillViolated', failsIn: [2, 5], witness: { failsIn: [2, 5] } },
  });
  expect(await replay({ locator: throwing('well.mjs', 'false'), witness: flaky })).toMatchObject({
    ...{ state: 'fixed', failsIn: [0, 5] },
  });
  // One that failed whenever it was run, and a program of nobody's, are run once.
  expect(await replay({ locator: throwing('ever.mjs', 'true'), witness: saved })).toMatchObject({
    ...{ state: 'stillViolated', failsIn: [1, 1] },
  });
  const program = parseProgram(saved.program);
  expect(await replay({ locator: found, witness: { program } })).toMatchObject({ failsIn: [1, 1] });
});
