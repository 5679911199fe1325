import { expect, test } from 'vitest';
import { rememberMemory } from '../../../dist/src/subjects/glue/first-memory.js';

const PAGE = 65_536;

test('every byte is put back, in what was used and in what was zero', () => {
  const memory = new WebAssembly.Memory({ initial: 4, maximum: 8 });
  const bytes = new Uint8Array(memory.buffer);
  bytes[5] = 7;
  bytes[PAGE + 9] = 8;
  const before = bytes.slice();
  const putBack = rememberMemory(() => memory.buffer);
  for (const at of [0, 5, PAGE - 1, PAGE, PAGE + 9, 2 * PAGE, 4 * PAGE - 1]) bytes[at] = 255;
  expect(putBack()).toBe(true);
  expect(Buffer.compare(bytes, before)).toBe(0);
});

test('a memory that has grown cannot be put back', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 });
  const putBack = rememberMemory(() => memory.buffer);
  memory.grow(1);
  expect(putBack()).toBe(false);
});
