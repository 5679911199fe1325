import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import type { Execution } from '../../../dist/src/core/execution.js';
import { openCommandSubject } from '../../../dist/src/subjects/command/command-subject.js';
import type { Subject } from '../../../dist/src/subjects/subject.js';
import { runLiterals, settings } from '../native/native-corpus.js';
import { offsetsCommand, openOffsets } from './far-sides.js';

// Whatever a far side does, it is one message or one outcome at its step; nothing of it is left.

let subject: Subject | undefined;
afterEach(async () => {
  await subject?.close();
  subject = undefined;
  expect(farSides()).toEqual([]);
});

/** Far sides of this very test that are still running. */
function farSides(): string[] {
  const listed = execFileSync('ps', ['-eo', 'ppid=,stat=,args='], { encoding: 'utf8' });
  return listed
    .split('\n')
    .filter((line) => line.includes('far-sides/offsets.mjs'))
    .filter((line) => Number(/^\s*(\d+)/.exec(line)?.[1]) === process.pid)
    .filter((line) => !/^\s*\d+\s+Z/.test(line));
}

const messageOf = (opened: Promise<Subject>): Promise<string> =>
  opened.then(
    async (found) => {
      await found.close();
      return 'it opened';
    },
    (error: unknown) => (error as Error).message.replace(/^command:.*?: (?=the|it|a)/, ''),
  );

describe('a far side that cannot be used is told in one message:', () => {
  test.each([
    ['dies-at-once', 'the command ended before it said hello (exit code 5)'],
    [
      'prints-text',
      'does not speak allocert-wire/1: it sent what is no frame: "Welcome to my board',
    ],
    ['prints-numbers', 'does not speak allocert-wire/1: it sent what is no frame: 0707'],
    ['other-frame', 'its first frame is no hello'],
    ['no-magic', 'its hello does not begin with "allocert"'],
    ['newer-version', 'it speaks allocert-wire/2, and this is /1'],
    ['sizes-of-24-bits', 'its size type has 24 bits; allocators with 32 and 64 can be judged'],
    ['sizes-of-16-bits', 'its size type has 16 bits; allocators with 32 and 64 can be judged'],
    ['no-dealloc', 'no alloc or no dealloc among the kinds'],
  ])('%s', async (behaviour, message) => {
    expect(await messageOf(openOffsets(behaviour))).toContain(message);
  });

  test.each(['says-nothing', 'half-a-hello'])('%s', async (behaviour) => {
    const opened = openCommandSubject(offsetsCommand(behaviour), { loadLimitMs: 400 });
    expect(await messageOf(opened)).toContain('said nothing within 0.4 s');
  });

  test('a command that is not there is told with what the shell printed', async () => {
    const message = await messageOf(openCommandSubject('no-such-far-side --fast'));
    expect(message).toContain('exit code 127');
    expect(message).toMatch(/It printed: .*no-such-far-side.*not found/);
  });
});

const program = 'allocert/1 A=alloc(8) free(A) B=alloc(16) C=alloc(24) D=alloc(32)';

async function second(behaviour: string): Promise<Execution> {
  subject = await openOffsets(behaviour, 1);
  const [execution] = await runLiterals(subject, [program]);
  return execution;
}

describe('a far side that goes wrong in a call dies at the step of that call:', () => {
  test.each([
    ['exits', 'exit', 3, 'exit(3)'],
    ['signals', 'accessViolation', 11, 'SIGSEGV'],
    ['closes-output', 'protocol', 0, 'closed its output'],
    ['says-garbage', 'protocol', 0, 'sent what is no frame: "Hard fault at'],
    ['says-hello-again', 'protocol', 0, 'said hello again'],
    ['prints-and-exits', 'exit', 9, 'it had printed: assertion failed: heap is fine'],
    ['reports-a-fault', 'accessViolation', 7, 'bad address 7'],
    ['hangs', 'hang', 0, 'did not come back'],
    ['goes-silent', 'hang', 0, 'did not come back'],
  ])('%s', async (behaviour, fault, detail, message) => {
    const execution = await second(behaviour);
    expect(execution.death).toMatchObject({ step: 3, fault, detail, phase: 'call' });
    expect(execution.death?.message).toContain(message);
    expect(execution.steps.map((step) => step.outcome.kind)).toEqual([
      'done',
      'granted',
      'done',
      'faulted',
    ]);
  });

  test.each(['answers-twice', 'answers-unasked'])('%s', async (behaviour) => {
    const { death } = await second(behaviour);
    expect(death).toMatchObject({ fault: 'protocol' });
    expect(death?.message).toMatch(/the far side (answered|called|sent a frame)/);
  });
});

describe('after a death', () => {
  test('the programs behind it run on a new far side', async () => {
    subject = await openOffsets('exits', 3);
    const executions = await runLiterals(subject, [program, program, program]);
    expect(executions.map(({ death }) => death?.step)).toEqual([5, 5, 5]);
    const again = await runLiterals(subject, ['allocert/1 A=alloc(8)']);
    expect(again[0]).toMatchObject({ death: undefined });
  });

  test('a far side that cannot begin again is started for every program', async () => {
    subject = await openOffsets('never-again');
    const executions = await runLiterals(subject, [program, program]);
    expect(executions.map(({ steps }) => steps.length)).toEqual([6, 6]);
    expect(executions.map(({ death }) => death)).toEqual([undefined, undefined]);
  });

  test('a hang is confirmed alone before it is recorded', async () => {
    subject = await openOffsets('hangs', 3);
    const executions = await runLiterals(subject, [program, 'allocert/1 A=alloc(8)'], {
      ...settings,
      hangLimitMs: 50,
      confirmHangs: true,
    });
    expect(executions[0].death).toMatchObject({ step: 5, fault: 'hang' });
    expect(executions[1].death).toBeUndefined();
  });
});

describe('a far side without contents', () => {
  test('is described as one, and is asked for no more than it has', async () => {
    subject = await openOffsets('none');
    expect(subject.description).toMatchObject({
      name: 'offsets',
      kind: 'command',
      hasMemory: false,
      sizeBits: 32,
      kinds: ['alloc', 'realloc', 'dealloc', 'deallocNull'],
      regionIsGiven: false,
      regionBytes: 65_536,
      suggestedContract: { preset: 'c17' },
    });
  });

  test('asks for slots anew when blocks are freed, and ends a program that needs more', async () => {
    subject = await openOffsets('none');
    const pairs = Array.from(
      { length: 40 },
      (_, index) => `A${index + 1}=alloc(8) free(A${index + 1})`,
    );
    const many = Array.from({ length: 40 }, (_, index) => `A${index + 1}=alloc(8)`);
    const [few, full] = await runLiterals(subject, [
      `allocert/1 ${pairs.join(' ')}`,
      `allocert/1 ${many.join(' ')}`,
    ]);
    expect(few.steps).toHaveLength(81);
    expect(full.steps).toHaveLength(17);
  });
});
