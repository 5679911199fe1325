import { readFileSync } from 'node:fs';
import { afterEach, expect, test, type TestContext } from 'vitest';
import { isSealed } from '../../../dist/src/subjects/native/is-sealed.js';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import { parseElf } from '../../../dist/src/subjects/native/elf-file.js';
import type { Subject } from '../../../dist/src/subjects/subject.js';
import { libraryFolder, needsCompiler, runLiterals } from './native-corpus.js';

const folder = libraryFolder();
let opened: Subject | undefined;

async function open(context: TestContext): Promise<Subject> {
  needsCompiler(context);
  opened = await openNativeSubject(folder.compile('remembers.c'));
  return opened;
}

afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

const small = 'allocert/1 {region=4096} A=alloc(8) B=alloc(24) C=alloc(8)';
const worlds = [
  small,
  'allocert/1 {region=1000 base=+3 fill=noise:7} A=alloc(900) B=alloc(900) C=alloc(8) D=alloc(8)',
  'allocert/1 {region=8388608 fill=ones} A=alloc(70000) B=alloc(70000,4096) C=alloc(8) free(B)',
  'allocert/1 {region=4096 observe=full} A=allocZeroed(64) B=alloc(64) free(A) C=alloc(8) free(B)',
];

test('of a library that keeps all to itself many programs run in one process, each as if alone', async (context) => {
  const subject = await open(context);
  const literals = Array.from({ length: 60 }, (_, index) => worlds[index % worlds.length]);
  const together = await runLiterals(subject, literals);
  for (const [index, literal] of worlds.entries()) {
    const [alone] = await runLiterals(subject, [literal]);
    for (let at = index; at < together.length; at += worlds.length) {
      expect(together[at]).toEqual(alone);
    }
  }
  expect(together[0].steps.map(({ outcome }) => outcome.kind)).toEqual([
    ...['done', 'granted', 'granted', 'refused'],
  ]);
});

test('a program that dies among others in one process dies at its step, and no other does', async (context) => {
  const subject = await open(context);
  const dies = 'allocert/1 {region=4096} A=alloc(8) B=alloc(101)';
  const hangs = 'allocert/1 {region=4096} A=alloc(102)';
  const literals = Array.from({ length: 40 }, (_, index) =>
    index % 13 === 7 ? dies : index === 30 ? hangs : small,
  );
  const executions = await runLiterals(subject, literals, { confirmHangs: true, hangLimitMs: 25 });
  for (const [index, { death, steps }] of executions.entries()) {
    if (literals[index] === small) expect([death, steps.length]).toEqual([undefined, 4]);
    else if (index === 30) expect(death).toMatchObject({ step: 1, fault: 'hang', phase: 'call' });
    else expect(death).toMatchObject({ step: 2, fault: 'accessViolation', phase: 'call' });
  }
});

test('damage among others in one process is that of the program that did it', async (context) => {
  const subject = await open(context);
  const damages = 'allocert/1 {region=4096} A=alloc(103) B=alloc(8) free(A) free(B)';
  const literals = Array.from({ length: 40 }, (_, index) => (index % 9 === 5 ? damages : small));
  const executions = await runLiterals(subject, literals);
  const [alone] = await runLiterals(subject, [damages]);
  expect(alone.damages).toHaveLength(1);
  for (const [index, execution] of executions.entries()) {
    if (literals[index] === damages) expect(execution).toEqual(alone);
    else expect(execution.damages).toEqual([]);
  }
});

test('a library is sealed only where it imports nothing that keeps state', (context) => {
  needsCompiler(context);
  const sealed = (source: string, ...flags: string[]): boolean => {
    const file = folder.compile(source, ...flags);
    return isSealed(parseElf(readFileSync(file), file));
  };
  expect(sealed('remembers.c')).toBe(true);
  expect(sealed('implicit-list.c')).toBe(true);
  expect(sealed('odd-manners.c', '-DPRINTS')).toBe(false);
  expect(sealed('odd-manners.c', '-DJUMPS')).toBe(false);
});
