import { expect, test } from 'vitest';
import { SubjectError, UsageError } from '../../../dist/src/core/errors.js';
import { loadSubject } from '../../../dist/src/subjects/load-subject.js';
import { moduleFolder } from '../module/module-files.js';
import { runInChild } from './run-in-child.js';
import { answers, runLiterals } from './run-literals.js';

const folder = moduleFolder();

test.each([
  ['builtin:bump', 'bump', [65_536, 65_544, 'refused']],
  ['builtin:first-fit', 'first-fit', [65_568, 65_584, 'refused']],
])('%s is an allocator with the contract of its name', async (locator, preset, expected) => {
  const { subject, contract } = await loadSubject(locator);
  try {
    expect([contract, subject.description.kind, subject.description.locator]).toEqual([
      preset,
      'builtin',
      locator,
    ]);
    const [only] = await runLiterals(subject, ['A=alloc(8) B=alloc(8) C=alloc(4096) free(A)']);
    expect(answers(only)).toEqual([...expected, 'done']);
  } finally {
    await subject.close();
  }
});

test('a locator that names no subject is told what would', async () => {
  await expect(loadSubject('builtin:firstfit')).rejects.toThrow(UsageError);
  await expect(loadSubject('builtin:firstfit')).rejects.toThrow(
    'builtin:firstfit is not known; did you mean builtin:first-fit? ' +
      'There are: builtin:bump, builtin:first-fit, builtin:libc',
  );
  await expect(loadSubject('builtin:')).rejects.toThrow('There are: builtin:bump');
  await expect(loadSubject('my/pool.abc')).rejects.toThrow(SubjectError);
  await expect(loadSubject('my/pool.abc')).rejects.toThrow(
    'my/pool.abc: the ending .abc is not known',
  );
  await expect(loadSubject('my/pool')).rejects.toThrow('a file without an ending is not known');
  await expect(loadSubject('my/pool.js')).rejects.toThrow('my/pool.js: there is no such file');
  await expect(loadSubject('')).rejects.toThrow('the subject has no name; give a path');
  await expect(loadSubject(folder.path)).rejects.toThrow('is a folder; name the file in it');
});

test('an ES module that Node.js takes for CommonJS is told how to be one', async () => {
  folder.write('package.json', '{"type":"commonjs"}');
  const path = folder.write('pool.js', `export default { alloc() { return null; } };`);
  await expect(loadSubject(path)).rejects.toThrow(
    `Node.js takes it for CommonJS: name it .mjs, or say "type": "module" in the package.json above it`,
  );
});

test('a file that does not come back from loading is an error, not a hang', async () => {
  const options = { loadLimitMs: 2_000 };
  const exits = folder.write('exits.mjs', `console.log('no pool here'); process.exit(9);`);
  await expect(loadSubject(exits)).rejects.toThrow(
    'ended its thread while it was loaded: process.exit(9)',
  );
  const loops = folder.write('loops.mjs', `for (;;);`);
  await expect(loadSubject(loops, options)).rejects.toThrow('has not loaded within 2 s');
  const waits = folder.write('waits.mjs', `await new Promise(() => {}); export default {};`);
  await expect(loadSubject(waits)).rejects.toThrow(
    'waits.mjs: awaits something at its top level that never comes',
  );
  const polls = folder.write('polls.mjs', `setInterval(() => {}, 9); await new Promise(() => {});`);
  await expect(loadSubject(polls, options)).rejects.toThrow('has not loaded within 2 s');
});

test.each([
  ['closed', true],
  ['forgotten', false],
])(
  'a process whose subject is %s ends by itself and prints only its own words',
  async (_what, close) => {
    const path = folder.write(
      'noisy.mjs',
      `console.log('noise'); setInterval(() => {}, 1_000);
     export default () => ({ alloc() { console.log('more noise'); return 0; } });`,
    );
    const programs = ['A=alloc(8)'];
    const { stdout, stderr } = await runInChild({ path, programs, hangLimitMs: 10_000, close });
    expect([stdout, stderr]).toEqual(['done granted\n', '']);
  },
);
