import { expect, test } from 'vitest';
import { WORDS_PER_REQUEST } from '../../dist/src/core/request.js';
import { unpackWorld, type ProgramBatch } from '../../dist/src/core/execution-batch.js';
import type { SubjectResult } from '../../dist/src/core/result.js';
import { certifySubject } from '../support/certify-subject.js';
import { openLateSubject, type Delay } from '../support/late-subject.js';

const FILE = 'dist/tests/zoo/members/one-byte-overlap.js';
/** Longer than a candidate gets, shorter than it gets when it is run again. */
const LATE_MS = 150;

async function leadOf(delay: Delay): Promise<SubjectResult['properties'][number] | undefined> {
  const { subject } = await openLateSubject(delay, FILE);
  const result = await certifySubject({ locator: 'late', seed: 1, runs: 400, subject });
  return result.properties.find(({ verdict }) => verdict === 'violated');
}

/** The first `most` requests of a program, with its world. */
function beginning(programs: ProgramBatch, index: number, most: number): string {
  const from = programs.starts[index] * WORDS_PER_REQUEST;
  const end = programs.starts[index + 1] * WORDS_PER_REQUEST;
  const words = programs.words.subarray(from, Math.min(end, from + most * WORDS_PER_REQUEST));
  return `${JSON.stringify(unpackWorld(programs, index))} ${words.join()}`;
}

test('a candidate that is late once hides no other that begins like it', async () => {
  const first = new Map<string, string>();
  const late = await leadOf((programs, index) => {
    const start = beginning(programs, index, 1);
    const whole = beginning(programs, index, Infinity);
    if (!first.has(start)) first.set(start, whole);
    return first.get(start) === whole ? LATE_MS : 0;
  });
  const punctual = await leadOf(() => 0);
  expect(punctual?.witness).toBeDefined();
  expect(late?.id).toBe(punctual?.id);
  expect(late?.witness?.literal).toBe(punctual?.witness?.literal);
});
