import { join } from 'node:path';
import { expect, test } from 'vitest';
import { certifySubject, violatedIn } from '../support/certify-subject.js';

test('@thi.ng/malloc with minSplit: 64 runs into a call that never returns', async () => {
  const locator = join(import.meta.dirname, 'subjects/thi-ng-min-split.mjs');
  const result = await certifySubject({
    ...{ locator, seed: 2, runs: 2_000, properties: ['no-fault'] },
    // A call of this pool takes microseconds; to confirm a hang takes ten times as long as this.
    hangLimitMs: 200,
  });
  expect(violatedIn(result)).toEqual(['no-fault']);
  const witness = result.properties.find(({ id }) => id === 'no-fault')?.witness;
  expect(witness?.finding.evidence).toMatchObject({ kind: 'fault', death: { fault: 'hang' } });
});
