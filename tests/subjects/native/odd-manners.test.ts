import { expect, test } from 'vitest';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import { libraryFolder, needsCompiler, runLiterals } from './native-corpus.js';

// c/odd-manners.c: what a library does beside allocating, and what becomes of it.

const folder = libraryFolder();
const flags = ['-pthread', '-Wno-infinite-recursion'];

const harmless = [
  ['aborts when its process exits', 'ABORTS_AT_EXIT'],
  ['prints in every call', 'PRINTS'],
  ['starts a thread in init', 'STARTS_A_THREAD'],
  ['jumps out of a call and back into it', 'JUMPS'],
  ['moves the break', 'MOVES_BREAK'],
  ['changes errno without need', 'SETS_ERRNO'],
] as const;

test.for(harmless)('a library that %s has done nothing wrong', async ([, flag], context) => {
  needsCompiler(context);
  const subject = await openNativeSubject(folder.compile('odd-manners.c', `-D${flag}`, ...flags));
  const literal = 'allocert/1 A=alloc(8) B=alloc(100) realloc(A,100) C=alloc(9)';
  const executions = await runLiterals(subject, [literal, literal, literal]);
  await subject.close();
  for (const { steps, death, damages } of executions) {
    expect(death).toBeUndefined();
    expect(damages).toEqual([]);
    expect(steps.map(({ outcome }) => outcome.kind)).toEqual([
      ...['done', 'granted', 'granted', 'granted', 'granted'],
    ]);
  }
});

const harmful = [
  ['takes the signals of the driver and then hangs', 'TAKES_SIGNALS', 'hang', 2],
  ['catches its own faults and never returns', 'SWALLOWS_FAULTS', 'hang', 2],
  ['exits in a call, and aborts in that', 'EXITS_BADLY', 'abort', 2],
  ['runs out of stack in realloc', 'RECURSES', 'stackOverflow', 3],
] as const;

test.for(harmful)('a library that %s dies there', async ([, flag, fault, step], context) => {
  needsCompiler(context);
  const also = flag === 'EXITS_BADLY' ? ['-DABORTS_AT_EXIT'] : [];
  const library = folder.compile('odd-manners.c', `-D${flag}`, ...also, ...flags);
  const subject = await openNativeSubject(library);
  const [broken, next] = await runLiterals(subject, [
    `allocert/1 A=alloc(8) B=alloc(${step === 3 ? 99 : 100}) realloc(A,100)`,
    'allocert/1 A=alloc(8)',
  ]);
  await subject.close();
  expect(broken.death).toMatchObject({ step, fault, phase: 'call' });
  expect(next.death).toBeUndefined();
});

test('a grant of its own static bytes lies outside of the pool', async (context) => {
  needsCompiler(context);
  const subject = await openNativeSubject(folder.compile('odd-manners.c', '-DOWN_BYTES', ...flags));
  const [execution] = await runLiterals(subject, ['allocert/1 A=alloc(8) B=alloc(100) C=alloc(9)']);
  await subject.close();
  expect(execution.steps).toHaveLength(3);
  expect(execution.steps[2]).toMatchObject({ untouched: 'outOfExtents' });
});
