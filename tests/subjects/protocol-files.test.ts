import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { protocolFiles } from '../../scripts/protocol-files.js';

// Goal: who fills and reads blocks in C and Rust has the numbers of src/core. Mended by
// `npm run protocol`.

const files = [...protocolFiles()].map(([path, text]) => ({ path, text, name: basename(path) }));

test('the driver and the far sides of the examples have the numbers', () => {
  expect(files.map(({ name }) => name)).toEqual(['record.h', 'allocert-numbers.h', 'numbers.rs']);
});

test.each(files)('$name is up to date', ({ path, text }) => {
  expect(readFileSync(path, 'utf8')).toBe(text);
});
