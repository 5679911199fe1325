import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from '../../dist/src/witness/make-folder.js';

const place = mkdtempSync(join(tmpdir(), 'allocert-folder-'));
afterAll(() => {
  rmSync(place, { recursive: true });
});

test('folders above are made too, and one that is there is as good', () => {
  const folder = join(place, 'a/b/c');
  makeFolder(folder);
  makeFolder(folder);
  expect(existsSync(folder)).toBe(true);
});

test('a place in which no folder can be made is an error and no endless loop', (context) => {
  context.skip(!existsSync('/proc/self'), 'there is no /proc');
  expect(() => {
    makeFolder('/proc/allocert/witnesses');
  }).toThrow(/ENOENT/);
});

test('a file where a folder should be is an error', () => {
  writeFileSync(join(place, 'file'), '');
  expect(() => {
    makeFolder(join(place, 'file/within'));
  }).toThrow(/ENOTDIR|EEXIST/);
});
