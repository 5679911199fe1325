import { expect, test } from 'vitest';
import { packPrograms } from '../../dist/src/core/execution-batch.js';
import { ToolBugError } from '../../dist/src/core/errors.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { requireCalls } from '../../dist/src/engine/require-calls.js';
import { givenRegion } from '../generate/subjects.js';

const batch = packPrograms([
  parseProgram('allocert/1 {region=64} A=alloc(8) free(A)'),
  parseProgram('allocert/1 {region=64} A=alloc(8) realloc(A,9) drain(reverse)'),
]);

test('a batch runs where the subject has every function that it asks for', () => {
  expect(() => requireCalls(batch, givenRegion)).not.toThrow();
});

test.each(['realloc', 'dealloc', 'alloc'])(
  'a request without a function is our mistake, not the fault of the subject: %s',
  (lacking) => {
    const kinds = givenRegion.kinds.filter((kind) => kind !== lacking);
    expect(() => requireCalls(batch, { ...givenRegion, kinds })).toThrow(ToolBugError);
  },
);
