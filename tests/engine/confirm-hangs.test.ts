import { expect, test } from 'vitest';
import { WORDS_PER_REQUEST } from '../../dist/src/core/request.js';
import { requestCount } from '../../dist/src/core/program.js';
import { unpackWorld, type ProgramBatch } from '../../dist/src/core/execution-batch.js';
import { certifySubject, violatedIn } from '../support/certify-subject.js';
import { openLateSubject } from '../support/late-subject.js';

const RUNS = 200;
const LIMIT_MS = 1_000;
const PATIENT_MS = 10_000;

const run = { locator: 'late', seed: 1, runs: RUNS, effort: 'quick' } as const;

/** Whether a program begins with the very words; what a shrinker changes is another one. */
const begins = ({ starts, words }: ProgramBatch, index: number, with_: Int32Array): boolean =>
  with_.every((word, at) => words[starts[index] * WORDS_PER_REQUEST + at] === word);

/** In a region of a few bytes it would be the size that is to blame. */
const hangsWhereThereIsRoom = (programs: ProgramBatch, index: number): number =>
  unpackWorld(programs, index).regionBytes < 1_024 ? 0 : Infinity;

test('what was late once is no hang, and every program behind it runs', async () => {
  let first: Int32Array | undefined;
  const { subject } = await openLateSubject((programs, index) => {
    if (index !== 5) return 0;
    first ??= programs.words.slice(
      programs.starts[5] * WORDS_PER_REQUEST,
      programs.starts[6] * WORDS_PER_REQUEST,
    );
    return begins(programs, index, first) ? 1_500 : 0;
  });
  const result = await certifySubject({ ...run, subject });
  expect(first).toBeDefined();
  expect(violatedIn(result)).toEqual([]);
  expect(result.bounds.programs).toBe(RUNS);
});

test('an allocator that is always slow is run to its end, and accused of nothing', async () => {
  const { subject } = await openLateSubject((_, index) => (index % 7 === 3 ? 5_000 : 0));
  const result = await certifySubject({ ...run, subject });
  expect(violatedIn(result)).toEqual([]);
  expect(result.bounds.programs).toBe(RUNS);
});

test('a hang is shrunk by short limits and waited for once, by the shrunk program', async () => {
  const { subject, waitedMs } = await openLateSubject(hangsWhereThereIsRoom);
  const result = await certifySubject({ ...run, subject });
  expect(violatedIn(result)).toEqual(['no-fault']);
  const witness = result.properties.find(({ id }) => id === 'no-fault')?.witness;
  expect(witness && requestCount(witness.program)).toBe(1);
  expect(waitedMs.filter((ms) => ms === PATIENT_MS)).toHaveLength(1);
  expect(waitedMs.filter((ms) => ms === LIMIT_MS)).toHaveLength(1);
});

test('a hang that was not confirmed is not claimed: the run was interrupted before', async () => {
  const stop = new AbortController();
  const { subject, asked } = await openLateSubject((programs, index) => {
    if (asked.at(-1)?.hangLimitMs === PATIENT_MS) stop.abort();
    return hangsWhereThereIsRoom(programs, index);
  });
  const result = await certifySubject({ ...run, subject, signal: stop.signal });
  expect(violatedIn(result)).toEqual([]);
  expect(result).toMatchObject({ verdict: 'inconclusive', ended: 'interrupted' });
});
