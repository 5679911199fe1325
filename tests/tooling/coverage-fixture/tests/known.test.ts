import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { covered } from '../dist/properties/covered.js';
import { describeGrant } from '../dist/src/known.js';

test('covers one branch of one function in its own thread', () => {
  expect(describeGrant({ start: 0, size: 8 })).toBe('8 bytes at 0');
  expect(covered()).toBe('a test calls this');
});

test('covers a file that runs in a worker thread only', async () => {
  const worker = new Worker(new URL('../dist/src/in-worker.js', import.meta.url));
  const [message] = (await once(worker, 'message')) as [string];
  await once(worker, 'exit');
  expect(message).toBe('evenodd');
});

test('covers a file that runs in a child process only', () => {
  const file = new URL('../dist/src/in-child.js', import.meta.url);
  expect(execFileSync(process.execPath, [file.pathname], { encoding: 'utf8' })).toBe(
    'negativepositive\n',
  );
});
