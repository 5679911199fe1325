import { expect, test } from 'vitest';
import type { Allocator } from '../../../dist/src/subjects/module-port.js';
import { awaitedAllocators } from '../../../dist/src/subjects/module/prepared-allocators.js';
import { openWorkerSubject } from '../../../dist/src/subjects/worker/worker-subject.js';
import { answers, runLiterals } from '../worker/run-literals.js';
import { moduleFolder } from './module-files.js';

const folder = moduleFolder();
const each = {};
const evaluating = { evaluateEach: true };
const moved = (): void => undefined;

/** Allocators that are told apart by what they grant; \`renew\` of each answers \`renews\`. */
function numbered(renews: boolean | undefined): ReturnType<typeof awaitedAllocators> {
  let made = 0;
  const make = (): Promise<Allocator> => {
    const number = ++made;
    const renew = renews === undefined ? {} : { renew: () => renews };
    return Promise.resolve({ alloc: () => number, ...renew });
  };
  return awaitedAllocators(make, make(), 'mine.js');
}

test('each program has its own where none can be put back', async () => {
  const allocators = numbered(undefined);
  await allocators.prepare(2, moved, each);
  expect([allocators.next().alloc(1, 1), allocators.next().alloc(1, 1)]).toEqual([1, 2]);
  expect(allocators.isReady()).toBe(false);
  expect(() => allocators.next()).toThrow('none was prepared');
});

test('one that puts itself back is used again, until it refuses, throws or is to be evaluated', async () => {
  const allocators = numbered(true);
  await allocators.prepare(1, moved, each);
  const grants = (): unknown => allocators.next().alloc(1, 1);
  expect([grants(), grants(), grants()]).toEqual([1, 1, 1]);
  allocators.discard();
  expect(allocators.isReady()).toBe(false);
  await allocators.prepare(64, moved, each);
  expect([grants(), grants()]).toEqual([2, 2]);
  await allocators.prepare(3, moved, evaluating);
  expect([grants(), grants(), grants()]).toEqual([3, 4, 5]);

  const stubborn = numbered(false);
  await stubborn.prepare(2, moved, each);
  expect([stubborn.next().alloc(1, 1), stubborn.next().alloc(1, 1)]).toEqual([1, 2]);
});

test('a batch goes on where the next allocator has to be awaited, and each program has its own', async () => {
  // Every third cannot be put back; a grant tells which allocator made it.
  const path = folder.write(
    'awaited.mjs',
    `let made = 0;
     export default async () => {
       const number = ++made;
       let left = 3;
       return {
         alloc: (size) => number * 100 + left,
         dealloc() { if (number === 3) throw new Error('it broke'); },
         renew: () => --left > 0,
       };
     };`,
  );
  const { subject } = await openWorkerSubject({
    kind: 'module',
    path,
    options: { locator: 'awaited.mjs', name: 'awaited' },
  });
  const programs = Array.from({ length: 9 }, () => 'A=alloc(8) free(A)');
  expect((await runLiterals(subject, programs)).map(answers)).toMatchInlineSnapshot(`
    [
      [
        102,
        "done",
      ],
      [
        101,
        "done",
      ],
      [
        203,
        "done",
      ],
      [
        202,
        "done",
      ],
      [
        201,
        "done",
      ],
      [
        303,
        "faulted",
      ],
      [
        403,
        "done",
      ],
      [
        402,
        "done",
      ],
      [
        401,
        "done",
      ],
    ]
  `);
  await subject.close();
});
