import { describe, expect, test, type TestContext } from 'vitest';
import type { SubjectResult } from '../../../dist/src/core/result.js';
import { certifySubject, witnessesIn } from '../../support/certify-subject.js';
import { libraryFolder, needsCompiler } from './native-corpus.js';

/**
 * Goal: a heap of the library's own, of fixed length, is judged by its own length and by no other's.
 * Method: first fit over a static array, of two lengths and two widths, that tells where it lies, or
 * whose contract says how long it is, or of which nobody says anything.
 */

const folder = libraryFolder();
const contract = (more: object = {}): { input: object; where: string } => ({
  input: { extends: 'c17', ...more },
  where: 'a test',
});

const doubted = (result: SubjectResult): string[] =>
  result.properties
    .filter(({ verdict }) => verdict === 'inconclusive')
    .map(({ id, reason }) => `${id}: ${reason}`);

const variants = [
  { bytes: 8_192, flags: [] },
  { bytes: 16_384, flags: [] },
  { bytes: 65_536, flags: [] },
  { bytes: 16_384, flags: ['-m32'] },
  { bytes: 65_536, flags: ['-m32'] },
];

function compile(context: TestContext, bytes: number, ...flags: readonly string[]): string {
  needsCompiler(
    context,
    flags.filter((flag) => flag === '-m32'),
  );
  return folder.compile('static-heap.c', `-DHEAP_BYTES=${bytes}`, ...flags);
}

describe.each(variants)('$bytes bytes of static data, built with $flags', ({ bytes, flags }) => {
  test('hold as long as they say where they lie', async (context) => {
    const locator = compile(context, bytes, '-DTELLS', ...flags);
    const result = await certifySubject({ locator, contract: contract(), seed: 1, runs: 400 });
    expect([...witnessesIn(result), ...doubted(result)]).toEqual([]);
  });

  test('are accused of nothing where nobody says how long they are', async (context) => {
    const locator = compile(context, bytes, ...flags);
    const result = await certifySubject({ locator, contract: contract(), seed: 1, runs: 400 });
    expect([...witnessesIn(result), ...doubted(result)]).toEqual([]);
  });

  test('hold where the contract says how long they are', async (context) => {
    const locator = compile(context, bytes, ...flags);
    const said = contract({ region: { ownBytes: bytes } });
    const result = await certifySubject({ locator, contract: said, seed: 1, runs: 400 });
    expect([...witnessesIn(result), ...doubted(result)]).toEqual([]);
  });
});

test('a grant that ends behind the heap is out of bounds, though nothing is live', async (context) => {
  const locator = compile(context, 16_384, '-DTELLS', '-DTRUSTS_SIZE');
  const result = await certifySubject({ locator, contract: contract(), seed: 1, runs: 64 });
  const witness = result.properties.find(({ id }) => id === 'null-on-exhaustion')?.witness;
  expect(witness?.literal).toMatch(/^allocert\/1 A=alloc\(\d+\)$/);
  expect(witness?.consequences.map(({ property }) => property)).toEqual(['in-bounds']);
});

test('a grant longer than the contract says that the heap is cannot be', async (context) => {
  const locator = compile(context, 16_384, '-DTRUSTS_SIZE');
  const said = contract({ region: { ownBytes: 16_384 } });
  const result = await certifySubject({ locator, contract: said, seed: 1, runs: 64 });
  expect(witnessesIn(result).join()).toMatch(/^null-on-exhaustion \(refusal\): /);
});
