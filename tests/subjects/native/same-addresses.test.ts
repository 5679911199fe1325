import { expect, test, vi } from 'vitest';
import type { SubjectResult } from '../../../dist/src/core/result.js';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import { toSavedWitness } from '../../../dist/src/witness/to-saved-witness.js';
import { certifySubject, violatedIn, witnessesIn } from '../../support/certify-subject.js';
import { libraryFolder, needsCompiler, runLiterals } from './native-corpus.js';

// Goal: an allocator that goes by absolute addresses answers the same in every run of a program, in
// whatever batch, beside whatever else and in whichever process.

const folder = libraryFolder();
const contract = {
  input: {
    extends: 'pool',
    name: 'buddies',
    requests: ['alloc', 'dealloc', 'reset'],
    region: { baseAlign: 16, smallestBytes: 4_096, largestBytes: 1_048_576, freshBytes: 'any' },
    nulls: 'unjudged',
  },
  where: 'the test',
};
const literal = 'allocert/1 {region=200000} A=alloc(70000) B=alloc(100) C=alloc(40000)';

/** Witness files of all that a campaign found. */
const filesOf = (result: SubjectResult): string[] =>
  result.properties.flatMap(({ witness }) =>
    witness === undefined
      ? []
      : [JSON.stringify(toSavedWitness(result, witness, { foundBy: 'test', functions: {} }))],
  );

test('buddies that lie by absolute address are not accused of another answer', async (context) => {
  needsCompiler(context);
  const locator = folder.compile('buddy.c');
  for (const seed of [1, 2, 3]) {
    const result = await certifySubject({ locator, contract, seed, runs: 192 });
    expect(witnessesIn(result), `seed ${seed}`).toEqual([]);
    const { verdict } = result.properties.find(({ id }) => id === 'deterministic') ?? {};
    expect(verdict).toBe('holds');
  }
});

test('a pool has the same base in every batch and process, and through koffi', async (context) => {
  needsCompiler(context);
  const bases = [];
  for (const length of [1, 400, 1]) {
    // The last one runs through koffi, as where there is no compiler.
    const compilers =
      bases.length > 400 ? { compilers: ['no-compiler'], cacheFolder: folder.path } : {};
    const subject = await openNativeSubject(folder.compile('buddy.c'), compilers);
    for (const batch of [[literal], Array.from({ length }, () => literal)]) {
      const executions = await runLiterals(subject, batch, { macroLimit: 100 * length });
      bases.push(...executions.map(({ extents }) => extents[0].region.start));
    }
    await subject.close();
  }
  expect(new Set(bases)).toEqual(new Set([0x8_0001_0000n]));
});

test.for([
  ['-m32', 0x2000_0000n],
  ['-DLIBC_NAMES', 0x8_0000_0000n],
] as const)(
  'the heap of a malloc lab, %s, lies where that of its hand-out does',
  async ([flag, base], context) => {
    needsCompiler(context, flag === '-m32' ? [flag] : []);
    const subject = await openNativeSubject(folder.compile('implicit-list.c', flag));
    const [{ extents }] = await runLiterals(subject, ['allocert/1 A=alloc(8)']);
    await subject.close();
    expect(extents[0].region.start).toBe(base);
  },
);

test('a report says where the system gives every process other addresses', async (context) => {
  needsCompiler(context);
  const notesOf = async (locator: string): Promise<string> =>
    (await certifySubject({ locator, seed: 1, runs: 1 })).notes.join('\n');
  const heap = folder.compile('static-heap.c');
  expect(await notesOf(heap)).not.toContain('other addresses');
  // By this the driver takes itself for one that was started without random addresses.
  vi.stubEnv('ALLOCERT_DRIVER_STARTED', '1');
  expect(await notesOf(heap)).toContain('gives every process other addresses');
  expect(await notesOf(folder.compile('buddy.c'))).not.toContain('other addresses');
  vi.unstubAllEnvs();
});

test('the system hands out the same addresses whatever the driver has mapped', async (context) => {
  needsCompiler(context);
  const subject = await openNativeSubject('builtin:libc');
  const large = 'allocert/1 A=alloc(1000000) B=alloc(100) C=alloc(3000000)';
  const answers = new Set<string>();
  for (const length of [1, 64, 1_000, 1]) {
    const batch = Array.from({ length }, () => large);
    for (const { steps } of await runLiterals(subject, batch, { macroLimit: 100 * length }))
      answers.add(steps.map(({ outcome }) => ('address' in outcome ? outcome.address : 0n)).join());
  }
  await subject.close();
  expect([...answers]).toEqual([expect.stringMatching(/^0,\d+,\d+,\d+$/)]);
});

test.for(['a refusal by buddies', 'an overlap'])(
  'the same seed gives the same witness files, of %s',
  async (what, context) => {
    needsCompiler(context);
    const wants = { ...contract.input, nulls: 'gap', gap: { granuleBytes: 1, overheadBytes: 0 } };
    const options = what.includes('buddies')
      ? { locator: folder.compile('buddy.c'), contract: { ...contract, input: wants } }
      : { locator: folder.compile('broken-bump.c', '-DOVERLAPS') };
    const run = (): Promise<SubjectResult> => certifySubject({ ...options, seed: 3, runs: 64 });
    const first = await run();
    expect(violatedIn(first)).not.toEqual([]);
    expect(filesOf(await run())).toEqual(filesOf(first));
  },
);
