import { afterEach, expect, test } from 'vitest';
import { packPrograms } from '../../../dist/src/core/execution-batch.js';
import { decodeExecution } from '../../../dist/src/core/decode-execution.js';
import { parseProgram } from '../../../dist/src/core/parse-program-literal.js';
import { loadSubject } from '../../../dist/src/subjects/load-subject.js';
import type { Subject } from '../../../dist/src/subjects/subject.js';
import { moduleFolder, settings } from '../module/module-files.js';
import { answers, runLiterals } from './run-literals.js';

const folder = moduleFolder();
const opened: Subject[] = [];
let written = 0;

afterEach(async () => {
  await Promise.all(opened.splice(0).map((subject) => subject.close()));
});

async function load(source: string): Promise<Subject> {
  const { subject } = await loadSubject(folder.write(`subject-${++written}.mjs`, source));
  opened.push(subject);
  return subject;
}

/** A bump allocator over offsets that does `act` when it is asked for 13 bytes. */
const failingAt13 = (act: string, before = ''): string => `${before}
  export default () => {
    let next = 0;
    const self = { alloc(size) { if (size === 13) { ${act} } return (next += size) - size; } };
    return self;
  };`;

const programs = [
  'A=alloc(5) B=alloc(6)',
  'A=alloc(7) B=alloc(13) C=alloc(9)',
  'A=alloc(8) B=alloc(1)',
];

// module { func (export "f") unreachable }
const unreachableWasm =
  'const wasm = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0,' +
  '1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11])));';

test.each([
  ['exception', 'Error: full', `throw new Error('full');`, ''],
  ['exception', 'undefined', `throw undefined;`, ''],
  ['unreachable', 'RuntimeError: unreachable', `wasm.exports.f();`, unreachableWasm],
  ['stackOverflow', 'RangeError: Maximum call stack size exceeded', `return self.alloc(13);`, ''],
  ['exit', 'process.exit(3)', `process.exit(3);`, ''],
  ['exit', 'process.exit(0)', `process.exit();`, ''],
  ['hang', 'the call did not come back', `for (;;);`, ''],
  [
    'hang',
    'the call did not come back',
    `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
    '',
  ],
] as const)(
  'a death by %s (%s) is that of its step, and the other programs run',
  async (fault, message, act, before) => {
    const subject = await load(failingAt13(act, before));
    const limits = { hangLimitMs: 200, confirmHangs: false };
    const [first, second, third] = await runLiterals(subject, programs, limits);
    expect(answers(first)).toEqual([0, 5]);
    expect(answers(second)).toEqual([
      0,
      fault === 'exit' || fault === 'hang' ? 'pending' : 'faulted',
    ]);
    expect(second?.death).toEqual({
      step: 2,
      fault,
      detail: message === 'process.exit(3)' ? 3 : 0,
      phase: 'call',
      message,
    });
    expect(answers(third)).toEqual([0, 8]);
    expect([first?.death, third?.death]).toEqual([undefined, undefined]);
  },
);

test('a hang is declared only when the program hangs again alone', async () => {
  // The first evaluation of the file waits, as a machine under load may; later ones do not.
  const marker = JSON.stringify(`${folder.path}/seen`);
  const subject = await load(
    failingAt13(
      `if (!existsSync(${marker})) { writeFileSync(${marker}, ''); for (;;); }`,
      `import { existsSync, writeFileSync } from 'node:fs';`,
    ),
  );
  const all = await runLiterals(subject, programs, { hangLimitMs: 100 });
  expect(all.map(answers)).toEqual([
    [0, 5],
    [0, 7, 20],
    [0, 8],
  ]);
  expect(all.map((execution) => execution.death)).toEqual([undefined, undefined, undefined]);
});

test('a hang that is confirmed is a hang, and the record up to it is kept', async () => {
  const subject = await load(failingAt13(`for (;;);`));
  const all = await runLiterals(subject, programs, { hangLimitMs: 50 });
  expect(all.map((execution) => execution.death?.fault)).toEqual([undefined, 'hang', undefined]);
  expect(all.map(answers)).toEqual([
    [0, 5],
    [0, 'pending'],
    [0, 8],
  ]);
});

test('one hang is enough where the caller says so', async () => {
  const subject = await load(failingAt13(`for (;;);`));
  const limits = { hangLimitMs: 50, confirmHangs: false, stopAtHang: true };
  const all = await runLiterals(subject, programs, limits);
  expect(all.map((execution) => execution.death?.fault)).toEqual([undefined, 'hang', undefined]);
  expect(all[2]?.steps).toEqual([]);
});

test('what an earlier program threw is known even if the thread dies later', async () => {
  const subject = await load(
    failingAt13(`if (next === 7) throw new Error('early'); process.exit(1);`),
  );
  const all = await runLiterals(subject, [...programs, 'A=alloc(13)', 'A=alloc(2)']);
  expect(all.map((execution) => execution.death?.message)).toEqual([
    undefined,
    'Error: early',
    undefined,
    'process.exit(1)',
    undefined,
  ]);
});

test('the last words of a subject that exits are told', async () => {
  const subject = await load(failingAt13(`console.error('heap is\\ncorrupt'); process.exit(7);`));
  const [only] = await runLiterals(subject, ['A=alloc(13)']);
  expect(only?.death?.message).toBe('process.exit(7); it had printed: corrupt');
});

test('a subject that prints at every call is neither slowed to a halt nor heard', async () => {
  const subject = await load(
    failingAt13(
      `for (let line = 0; line < 200_000; line++) console.log('noise', 'x'.repeat(1_000));`,
    ),
  );
  const all = await runLiterals(subject, programs, { hangLimitMs: 60_000 });
  expect(all.map(answers)).toEqual([
    [0, 5],
    [0, 7, 20],
    [0, 8],
  ]);
});

test('what is thrown by timers and promises ends no program', async () => {
  const subject = await load(
    failingAt13(
      `setTimeout(() => { throw new Error('late'); }); Promise.reject(new Error('lost'));`,
    ),
  );
  for (let round = 0; round < 3; round++) {
    expect((await runLiterals(subject, programs)).map(answers)).toEqual([
      [0, 5],
      [0, 7, 20],
      [0, 8],
    ]);
  }
});

test('a thread that ends between two runs is replaced', async () => {
  const subject = await load(failingAt13(`setImmediate(() => process.exit(1));`));
  for (let round = 0; round < 3; round++) {
    const all = await runLiterals(subject, ['A=alloc(13)', 'A=alloc(4)']);
    expect(all.map((execution) => execution.death)).toEqual([undefined, undefined]);
    expect(all.map(answers)).toEqual([[0], [0]]);
  }
});

test('answers that are no addresses are recorded as such', async () => {
  const subject = await load(failingAt13(`return NaN;`));
  const [, second] = await runLiterals(subject, programs);
  expect(answers(second)).toEqual([0, 'misencoded']);
  expect(second?.death).toBeUndefined();
});

test('a batch of answers stays valid while the next one runs', async () => {
  const subject = await load(failingAt13(`return null;`));
  const run = async (text: string): Promise<() => unknown> => {
    const program = parseProgram(`allocert/1 {region=4096} ${text}`);
    const batch = await subject.run(packPrograms([program]), settings);
    return () => answers(decodeExecution(batch, 0, program));
  };
  const first = await run('A=alloc(1) B=alloc(1) C=alloc(1)');
  const second = await run('A=alloc(2) B=alloc(2)');
  expect([first(), second()]).toEqual([
    [0, 1, 2],
    [0, 2],
  ]);
  const third = await run('A=alloc(3)');
  expect([second(), third()]).toEqual([[0, 2], [0]]);
});

test('a module without reset is evaluated for each program, and its thread is replaced in time', async () => {
  const subject = await load(
    `globalThis.evaluations = (globalThis.evaluations ?? 0) + 1;
     const own = globalThis.evaluations;
     let next = own * 100;
     export default { alloc: (size) => (next += size) - size };`,
  );
  const twice = ['A=alloc(1) B=alloc(1)', 'A=alloc(1) B=alloc(1)'];
  expect((await runLiterals(subject, twice)).map(answers)).toEqual([
    [200, 201],
    [300, 301],
  ]);
  const many = await runLiterals(
    subject,
    Array.from({ length: 2_000 }, () => 'A=alloc(1)'),
  );
  expect(answers(many.at(-1))).toEqual([200_300]);
  expect((await runLiterals(subject, twice)).map(answers)[0]).toEqual([200, 201]);
});

test('a subject runs one batch at a time, and none once it is closed', async () => {
  const subject = await load(failingAt13(`for (;;);`));
  const running = runLiterals(subject, programs, { hangLimitMs: 60_000 });
  await expect(runLiterals(subject, programs)).rejects.toThrow('one batch at a time');
  await subject.close();
  const all = await running;
  expect(answers(all[0])).toEqual(answers(all[0]).length === 0 ? [] : [0, 5]);
  expect(all.map((execution) => execution.death)).toEqual([undefined, undefined, undefined]);
  await expect(runLiterals(subject, programs)).rejects.toThrow('closed');
});

test('a module that changes the language is told to, where the harness fails by it', async () => {
  const loading = load(`globalThis.Int32Array = function () { throw new Error('none'); };
    export default (pool) => ({ alloc: () => null });`);
  await expect(loading).rejects.toThrow(
    /changes Int32Array of the language.*fails as well: Error: none. Load the subject without it/,
  );
});
