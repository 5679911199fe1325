import { expect, test } from 'vitest';
import { moduleFolder } from '../module/module-files.js';
import { runInChild } from './run-in-child.js';

// Goal: no way of using up memory takes the tool along. A single array that grows for ever is the
// worst of them: with a plain limit on a worker's heap, V8 ends the whole process.
// Method: a subject that runs away when it is asked for 13 bytes, between two programs that are fine,
// in a process of its own, since the memory that is watched is that of the process.

const folder = moduleFolder();

test.each([
  ['one array', `for (;;) kept.push(kept.length);`],
  ['ever more objects', `for (;;) kept.push({ size });`],
  ['buffers outside of the heap', `for (;;) kept.push(new Uint8Array(1 << 20).fill(1));`],
])('%s: the program dies of it and the next one runs', async (name, act) => {
  const path = folder.write(
    `${name.replaceAll(' ', '-')}.mjs`,
    `export default () => {
       const kept = [];
       let next = 0;
       return { alloc(size) { if (size === 13) { ${act} } return (next += size) - size; } };
     };`,
  );
  const programs = ['A=alloc(4)', 'A=alloc(5) B=alloc(13)', 'A=alloc(6)'];
  const { stdout } = await runInChild({ path, programs, hangLimitMs: 60_000, close: true });
  const [first, second, third] = stdout.split('\n');
  expect([first, third]).toEqual(['done granted', 'done granted']);
  expect(second).toMatch(/^done granted pending exception at 2: .*out of memory/);
});
