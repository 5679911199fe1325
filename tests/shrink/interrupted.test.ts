import { expect, test } from 'vitest';
import { certify } from '../../dist/src/engine/certify.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import type { Subject } from '../../dist/src/subjects/subject.js';
import { certifySubject } from '../support/certify-subject.js';
import { openInProcess } from '../support/in-process.js';

const overlapping = 'dist/tests/zoo/members/one-byte-overlap.js';
const correct = 'dist/tests/zoo/correct/first-fit-list.js';

test('an interrupt while a violation is shrunk reports it with what was reached by then', async () => {
  const interrupt = new AbortController();
  const result = await certifySubject({
    locator: overlapping,
    subject: await openInProcess(overlapping),
    seed: 1,
    runs: 64,
    properties: ['no-overlap'],
    signal: interrupt.signal,
    onEvent: ({ kind }) => {
      if (kind === 'violationFound') interrupt.abort();
    },
  });
  expect(result.ended).toBe('interrupted');
  const witness = result.properties.find(({ id }) => id === 'no-overlap')?.witness;
  expect(witness?.finding.property).toBe('no-overlap');
  expect(witness?.shortest).toBe(false);
  expect(() => parseProgram(witness?.literal ?? '')).not.toThrow();
});

test('an interrupt does not wait for a call that never returns', async () => {
  const interrupt = new AbortController();
  const { description } = await openInProcess(correct);
  let closed = false;
  const endless: Subject = {
    description,
    run: () => {
      interrupt.abort();
      return new Promise(() => undefined);
    },
    close: () => {
      closed = true;
      return Promise.resolve();
    },
  };
  const result = await certify({
    locator: correct,
    subject: endless,
    seed: 1,
    effort: 'quick',
    savedWitnesses: [],
    onEvent: () => undefined,
    signal: interrupt.signal,
  });
  expect(result.ended).toBe('interrupted');
  expect(closed).toBe(true);
});
