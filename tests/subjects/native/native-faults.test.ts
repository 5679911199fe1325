import { afterEach, expect, test, type TestContext } from 'vitest';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import type { Subject } from '../../../dist/src/subjects/subject.js';
import { libraryFolder, needsCompiler, runLiterals } from './native-corpus.js';

const folder = libraryFolder();
let library = '';
let opened: Subject | undefined;

async function open(context: TestContext): Promise<Subject> {
  needsCompiler(context);
  library ||= folder.compile('faults.c', '-Wno-infinite-recursion');
  opened = await openNativeSubject(library);
  return opened;
}

afterEach(async () => {
  await opened?.close();
  opened = undefined;
});
const dies = [
  [101, 'accessViolation', 11, 'SIGSEGV'],
  [102, 'abort', 6, 'SIGABRT; it had printed: the heap is broken'],
  [103, 'exit', 7, 'exit(7)'],
  [104, 'hang', 0, 'the call did not come back'],
  [105, 'stackOverflow', 11, 'SIGSEGV'],
  [106, 'arithmetic', 8, 'SIGFPE'],
  [107, 'badCall', 4, 'SIGILL'],
  [108, 'signal', 15, 'SIGTERM'],
  [110, 'exit', 0, 'exit(0)'],
  [114, 'accessViolation', 11, 'SIGSEGV'],
  [116, 'accessViolation', 11, 'SIGSEGV'],
  // Blocked: no processor time passes.
  [118, 'hang', 0, 'the call did not come back'],
] as const;

test.for(dies)('%i bytes die of %s, at that step', async ([size, ...death], context) => {
  const [fault, detail, message] = death;
  const subject = await open(context);
  const literal = `allocert/1 {region=4096} A=alloc(8) B=alloc(${size}) C=alloc(8)`;
  const [broken, next] = await runLiterals(subject, [literal, 'allocert/1 A=alloc(8)']);
  expect(broken.death).toEqual({ step: 2, fault, detail, phase: 'call', message });
  expect(broken.steps.map(({ outcome }) => outcome.kind)).toEqual(['done', 'granted', 'faulted']);
  expect(next.death).toBeUndefined();
  expect(next.steps.at(-1)?.outcome.kind).toBe('granted');
});

test('a subject that takes all memory up to the limit still has its stack', async (context) => {
  const subject = await open(context);
  const [execution] = await runLiterals(subject, ['allocert/1 {region=4096} A=alloc(117)']);
  expect(execution.death).toBeUndefined();
  expect(execution.steps[1].outcome.kind).toBe('refused');
});

test('a driver that the subject takes down is replaced, and the other programs run', async (context) => {
  const subject = await open(context);
  const literals = ['allocert/1 A=alloc(8)', 'allocert/1 A=alloc(109)', 'allocert/1 A=alloc(9)'];
  const [before, killer, after] = await runLiterals(subject, literals);
  expect(before.steps).toHaveLength(2);
  expect(killer.death).toMatchObject({ step: 1, fault: 'signal', phase: 'call' });
  expect(after.steps.at(-1)?.outcome.kind).toBe('granted');
  const [again] = await runLiterals(subject, ['allocert/1 A=alloc(10)']);
  expect(again.steps.at(-1)?.size).toBe(10n);
});

test('a hang is run once more with ten times the limit before it is recorded', async (context) => {
  const subject = await open(context);
  const confirmed = { hangLimitMs: 25, confirmHangs: true };
  const [hung] = await runLiterals(subject, ['allocert/1 A=alloc(8) B=alloc(104)'], confirmed);
  expect(hung.death).toMatchObject({ step: 2, fault: 'hang' });
  expect(hung.steps).toHaveLength(3);
});

test('a subject that prints without end is a hang, and what it prints goes nowhere', async (context) => {
  const subject = await open(context);
  const [hung] = await runLiterals(subject, ['allocert/1 A=alloc(115)']);
  expect(hung.death).toMatchObject({ step: 1, fault: 'hang' });
});

test('after a hang the programs behind it are left out where that is asked', async (context) => {
  const subject = await open(context);
  const literals = ['allocert/1 A=alloc(104)', 'allocert/1 A=alloc(8)'];
  const [hung, left] = await runLiterals(subject, literals, { stopAtHang: true });
  expect(hung.death?.fault).toBe('hang');
  expect(left.steps).toEqual([]);
});

test('a wild address is recorded and not written to', async (context) => {
  const subject = await open(context);
  const [wild] = await runLiterals(subject, ['allocert/1 A=alloc(111) B=alloc(8)']);
  expect(wild.death).toBeUndefined();
  expect(wild.steps).toHaveLength(2);
  expect(wild.steps[1]).toMatchObject({ untouched: 'outOfExtents' });
  expect(wild.steps[1].outcome).toEqual({ kind: 'granted', address: 16n });
});

test.for([
  [112, 4_099n],
  [113, -1n],
] as const)(
  'a byte changed outside the region by request %i is seen',
  async ([size, at], context) => {
    const subject = await open(context);
    const literal = `allocert/1 {region=4096 observe=each} A=alloc(${size}) B=alloc(8)`;
    const [execution] = await runLiterals(subject, [literal]);
    expect(execution.damages).toHaveLength(1);
    expect(execution.damages[0]).toMatchObject({
      ...{ step: 1, aspect: 'outside', firstOffset: at, lastOffset: at, badBytes: 1n },
    });
    expect(execution.steps).toHaveLength(2);
  },
);

test('an init that answers 0 refuses its pool', async (context) => {
  const subject = await open(context);
  const [refused] = await runLiterals(subject, ['allocert/1 {region=2048} A=alloc(8)']);
  expect(refused.steps.map(({ outcome }) => outcome.kind)).toEqual(['refused']);
});

test('a long block that was used up to its usable length can be had again', async (context) => {
  needsCompiler(context);
  opened = await openNativeSubject(folder.compile('rounds-up.c'));
  const literal = 'allocert/1 {region=4194304} A=alloc(1048577) usable(A) free(A) B=alloc(1048577)';
  const [execution] = await runLiterals(opened, [literal], { usableWritable: true });
  expect(
    execution.steps.slice(1).map(({ outcome, untouched }) => [outcome.kind, untouched]),
  ).toEqual([
    ['granted', 'no'],
    ['done', 'no'],
    ['done', 'no'],
    ['granted', 'no'],
  ]);
});
