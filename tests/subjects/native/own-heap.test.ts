import { describe, expect, test, type TestContext } from 'vitest';
import type { SubjectResult } from '../../../dist/src/core/result.js';
import { parseProgram } from '../../../dist/src/core/parse-program-literal.js';
import { runPrograms } from '../../../dist/src/engine/run-programs.js';
import { openSession } from '../../../dist/src/engine/session.js';
import { explain } from '../../../dist/src/judge/explain.js';
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

test('512 MiB of static data hold, and that no program fills them is told', async (context) => {
  const locator = compile(context, 536_870_912);
  const result = await certifySubject({ locator, contract: contract(), seed: 1, runs: 400 });
  expect([...witnessesIn(result), ...doubted(result)]).toEqual([]);
  expect(result.subject.cannotLimit).toMatch(/more than 256 MiB/);
});

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

/** What `A=alloc(16360) free(A) B=alloc(20000)` breaks in a heap of 16 KiB. */
async function brokenIn(locator: string, clauses: object = {}): Promise<string[]> {
  const session = await openSession({ locator, contract: contract(clauses) });
  const { contract: judgedBy, terms, subject } = session;
  const program = parseProgram('allocert/1 A=alloc(16360) free(A) B=alloc(20000)');
  const [main] = await runPrograms(session, [program], 'confirming');
  await subject.close();
  const context = { contract: judgedBy, terms, subject: subject.description };
  return explain({ main, others: [] }, context).findings.map(({ property }) => property);
}

test('a grant that ends behind the heap is out of bounds, though nothing is live', async (context) => {
  const locator = compile(context, 16_384, '-DTELLS', '-DTRUSTS_SIZE');
  expect(await brokenIn(locator)).toEqual(['null-on-exhaustion', 'in-bounds']);
});

test('a grant longer than the contract says that the heap is cannot be', async (context) => {
  const locator = compile(context, 16_384, '-DTRUSTS_SIZE');
  const broken = await brokenIn(locator, { region: { ownBytes: 16_384 } });
  expect(broken).toContain('null-on-exhaustion');
});
