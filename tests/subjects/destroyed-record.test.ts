import { expect, test } from 'vitest';
import { decodeExecution } from '../../dist/src/core/decode-execution.js';
import { Header, packPrograms, type ExecutionBatch } from '../../dist/src/core/execution-batch.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { WORDS_PER_EVENT, damageAspectNames } from '../../dist/src/core/event-record.js';
import { requestKindNames } from '../../dist/src/core/request-kind.js';
import { WORDS_PER_STEP } from '../../dist/src/core/step-record.js';
import { RECORD_DESTROYED, withoutDestroyed } from '../../dist/src/subjects/destroyed-record.js';
import { inProcessSubject } from '../../dist/src/subjects/in-process-subject.js';
import { loadFile, moduleFolder, settings } from './module/module-files.js';

// Goal: no word of a record that is written over reaches a judge, and no sound record is touched.
// Method: the record of a real run, with each of its words replaced in turn.

const programs = ['A=alloc(5) B=alloc(6) free(A)', 'A=alloc(7)'].map((literal) =>
  parseProgram(`allocert/1 {region=1024} ${literal}`),
);

const folder = moduleFolder();
const file = folder.write(
  'bump.mjs',
  `export default ({ base }) => {
  let next = base;
  return { alloc: (size) => (next += size) - size, dealloc() {} };
};`,
);

/** Steps of both programs, with init; and what is told of their regions. */
const STEPS = 6;
const EVENTS = 2;

async function recorded(): Promise<ExecutionBatch> {
  const { headers, steps, events } = await inProcessSubject(await loadFile(file)).run(
    packPrograms(programs),
    settings,
  );
  return {
    headers: headers.slice(),
    steps: steps.slice(0, STEPS * WORDS_PER_STEP),
    events: events.slice(0, EVENTS * WORDS_PER_EVENT),
    messages: new Map(),
  };
}

const checked = (batch: ExecutionBatch): ExecutionBatch =>
  withoutDestroyed(batch, packPrograms(programs));

test('a sound record is handed on as it is', async () => {
  const batch = await recorded();
  expect(checked(batch)).toBe(batch);
});

test.for([0x41414141, -1, 2 ** 31 - 1])(
  '%i in any word leaves what can be decoded',
  async (value) => {
    const sound = await recorded();
    for (const part of ['headers', 'steps', 'events'] as const) {
      for (let word = 0; word < sound[part].length; word++) {
        const batch = {
          ...sound,
          headers: sound.headers.slice(),
          steps: sound.steps.slice(),
          events: sound.events.slice(),
        };
        batch[part][word] = value;
        const found = checked(batch);
        for (const [index, program] of programs.entries()) {
          const execution = decodeExecution(found, index, program);
          expect(execution.steps.length, `${part} ${word}`).toBeLessThan(6);
          for (const { kind, request } of execution.steps) {
            expect(requestKindNames).toContain(kind);
            expect(request).toBeLessThan(3);
          }
          for (const { aspect } of execution.damages) expect(damageAspectNames).toContain(aspect);
        }
      }
    }
  },
);

test('the steps before the first such word stay, and the fault is that of the record', async () => {
  const batch = await recorded();
  batch.steps[3 * WORDS_PER_STEP + 1] = -1;
  const [first, second] = programs.map((program, index) =>
    decodeExecution(checked(batch), index, program),
  );
  expect(first.steps.map(({ outcome }) => outcome.kind)).toEqual(['done', 'granted', 'faulted']);
  expect(first.death).toMatchObject({ step: 2, fault: 'protocol', message: RECORD_DESTROYED });
  expect(second.death).toBeUndefined();
});

test('without its events or its header a program ends in init', async () => {
  const batch = await recorded();
  batch.events[0] = 77;
  expect(decodeExecution(checked(batch), 0, programs[0]).steps).toMatchObject([
    { kind: 'init', outcome: { kind: 'faulted' } },
  ]);
  const other = await recorded();
  other.headers[16 + Header.firstStep] = 1_000_000;
  const [first, second] = programs.map((program, index) =>
    decodeExecution(checked(other), index, program),
  );
  expect([first.death, second.steps.length, second.death?.step]).toEqual([undefined, 1, 0]);
});
