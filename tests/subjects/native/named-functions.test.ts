import { expect, test } from 'vitest';
import { certify } from '../../../dist/src/engine/certify.js';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import { libraryFolder, needsCompiler, runLiterals } from './native-corpus.js';

const folder = libraryFolder();

/** Functions of c/handle-pool.c by their roles. */
const functions = {
  convention: 'handle',
  init: 'pool_make',
  alloc: 'pool_take',
  dealloc: 'pool_give',
};

test('functions that take a handle are called with what init answered', async (context) => {
  needsCompiler(context);
  const subject = await openNativeSubject(folder.compile('handle-pool.c'), { functions });
  expect(subject.description).toMatchObject({
    ...{ abi: 'named', regionIsGiven: true, growable: false, takesAlignment: false },
    kinds: ['alloc', 'dealloc', 'deallocInvalid', 'reset', 'deallocNull'],
  });
  const [execution, small] = await runLiterals(subject, [
    'allocert/1 {region=4096} A=alloc(32) B=alloc(40) free(A) C=alloc(20) reset D=alloc(8)',
    'allocert/1 {region=128} A=alloc(8)',
  ]);
  const { start } = execution.extents[0].region;
  const offsets = execution.steps.flatMap(({ outcome }) =>
    outcome.kind === 'granted' ? [outcome.address - start] : [],
  );
  expect(offsets).toEqual([48n, 96n, 48n, 48n]);
  expect(small.steps.map(({ outcome }) => outcome.kind)).toEqual(['refused']);
  await subject.close();
});

test("C's own names of functions stand for their roles", async (context) => {
  needsCompiler(context);
  const { alloc, dealloc, ...rest } = functions;
  const named = { ...rest, malloc: alloc, free: dealloc };
  const subject = await openNativeSubject(folder.compile('handle-pool.c'), { functions: named });
  const [execution] = await runLiterals(subject, ['allocert/1 {region=4096} A=alloc(32) free(A)']);
  expect(execution.steps.map(({ kind, outcome }) => [kind, outcome.kind])).toEqual([
    ['init', 'done'],
    ['alloc', 'granted'],
    ['dealloc', 'done'],
  ]);
  await subject.close();
});

test('a pool behind a handle is certified by a contract of its own', async (context) => {
  needsCompiler(context);
  const contract = {
    name: 'handle-pool',
    requests: ['alloc', 'dealloc', 'reset'],
    alignment: { natural: 16, maximum: 16 },
    region: {
      ...{ baseAlign: 1, sizeMultiple: 1, smallestBytes: 1_024, largestBytes: 65_536 },
      ...{ smallestUsefulBytes: 8_192, freshBytes: 'any' },
    },
  };
  const result = await certify({
    ...{ locator: folder.compile('handle-pool.c'), functions, seed: 1, runs: 200 },
    ...{ effort: 'quick', savedWitnesses: [], onEvent: () => undefined },
    contract: { input: contract, where: 'test' },
    signal: new AbortController().signal,
  });
  const violated = result.properties.filter(({ verdict }) => verdict === 'violated');
  expect(violated.map(({ id, witness }) => [id, witness?.literal])).toEqual([]);
});
