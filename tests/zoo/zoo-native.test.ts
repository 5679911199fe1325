import { describe, expect, test, type TestContext } from 'vitest';
import type { PropertyId } from '../../dist/src/core/property-id.js';
import type { SubjectResult } from '../../dist/src/core/result.js';
import { libraryFolder, needsCompiler } from '../subjects/native/native-corpus.js';
import { certifySubject, violatedIn, witnessesIn } from '../support/certify-subject.js';

/**
 * Goal: what is done by halves where the host refuses is found by a quick campaign, and who refuses
 * lawfully is accused of nothing. Method: two native allocators, each with one fault or one manner more.
 */

const folder = libraryFolder();

interface Member {
  readonly source: 'host-heap.c' | 'host-bump.c';
  readonly flags: readonly string[];
  readonly contract?: object;
}

const BUMP = { growth: 'noBlowUp' };
const EVERYTHING = { growth: 'noBlowUp', reclaims: 'everything' };

function certifyMember(
  context: TestContext,
  { source, flags, contract = {} }: Member,
  seed = 1,
): Promise<SubjectResult> {
  needsCompiler(context);
  const locator = folder.compile(`../../../zoo/native/${source}`, ...flags);
  const input = { extends: 'c17', ...contract };
  return certifySubject({ locator, seed, runs: 192, contract: { input, where: 'a test' } });
}

const faults: readonly (Member & {
  readonly fault: string;
  readonly breaks: PropertyId;
  readonly literal: RegExp;
})[] = [
  {
    fault: 'the end of the heap moves before the answer is known',
    ...{ source: 'host-bump.c', flags: ['-DMOVES_FIRST'], contract: BUMP },
    ...{ breaks: 'in-bounds', literal: /\{hostRefuses=1\.\.\} A=alloc\(\d+\) B=alloc\(\d+\)$/ },
  },
  {
    fault: 'a chunk is counted although it was refused',
    ...{ source: 'host-bump.c', flags: ['-DADDS_REFUSED'], contract: BUMP },
    ...{ breaks: 'in-bounds', literal: /\{hostRefuses=1\.\.\} A=alloc\(\d+\)$/ },
  },
  {
    fault: 'a header is added to null',
    ...{ source: 'host-heap.c', flags: ['-DHEADER_OF_NULL'] },
    ...{ breaks: 'in-bounds', literal: /\{hostRefuses=1\.\.\} A=alloc\(\d+\)$/ },
  },
  {
    fault: 'a chunk stays in the list although it was refused',
    ...{ source: 'host-heap.c', flags: ['-DHALF_LINKED'] },
    ...{ breaks: 'no-fault', literal: /\{hostRefuses=1\.\.\} A=alloc\(\d+\) B=alloc\(\d+\)/ },
  },
  {
    fault: 'nobody looks at the answer',
    ...{ source: 'host-heap.c', flags: ['-DIGNORES_REFUSAL'] },
    ...{ breaks: 'no-fault', literal: /\{hostRefuses=1\.\.\} A=alloc\(\d+\)$/ },
  },
  {
    fault: 'realloc gives up the old block before it has a new one',
    ...{ source: 'host-heap.c', flags: ['-DFREES_BEFORE_GROWTH'] },
    ...{ breaks: 'realloc-preserves', literal: /realloc/ },
  },
  {
    fault: 'a free block is lost when growth is refused',
    ...{ source: 'host-heap.c', flags: ['-DBY_BRK', '-DLOSES_FREE_BLOCK'], contract: EVERYTHING },
    ...{ breaks: 'full-reclaim', literal: /alloc/ },
  },
];

test.for(faults)('$fault: $breaks', async ({ breaks, literal, ...member }, context) => {
  const result = await certifyMember(context, member);
  expect(violatedIn(result)).toContain(breaks);
  const found = result.properties.find(({ id }) => id === breaks);
  expect(found?.witness?.literal).toMatch(literal);
});

const manners: readonly (Member & { readonly manner: string })[] = [
  { manner: 'takes chunks by mmap', source: 'host-heap.c', flags: [] },
  {
    manner: 'lengthens its heap by brk, and gives back all',
    source: 'host-heap.c',
    flags: ['-DBY_BRK'],
    contract: EVERYTHING,
  },
  { manner: 'bumps a pointer over the break', source: 'host-bump.c', flags: [], contract: BUMP },
  { manner: 'aborts where the host refused', source: 'host-heap.c', flags: ['-DABORTS'] },
  { manner: 'traps where the host refused', source: 'host-heap.c', flags: ['-DTRAPS'] },
  {
    manner: 'reserves 100 GiB and opens them bit by bit',
    source: 'host-heap.c',
    flags: ['-DRESERVES'],
  },
  { manner: 'reserves 100 GiB with access', source: 'host-heap.c', flags: ['-DRESERVES_ALL'] },
  {
    manner: 'has thread-local data made at first use',
    source: 'host-heap.c',
    flags: ['-DTHREAD_LOCAL'],
  },
];

describe('who is never accused', () => {
  test.for(manners)('an allocator that $manner', async (member, context) => {
    for (const seed of [1, 2]) {
      const result = await certifyMember(context, member, seed);
      expect(witnessesIn(result), `seed ${seed}`).toEqual([]);
    }
  });
});

test('an abort where the host refused is a fault where the contract claims a refusal', async (context) => {
  const member: Member = {
    source: 'host-heap.c',
    flags: ['-DABORTS'],
    contract: { hostRefused: 'refused' },
  };
  const result = await certifyMember(context, member);
  expect(witnessesIn(result)).toContainEqual(
    expect.stringMatching(/^no-fault .*\{hostRefuses=1\.\.\} A=alloc\(\d+\)$/),
  );
});
