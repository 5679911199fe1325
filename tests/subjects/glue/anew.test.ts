import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { anew } from '../../../dist/src/subjects/glue/anew.js';
import { moduleFolder } from '../module/module-files.js';

const folder = moduleFolder();
const from = pathToFileURL(`${folder.path}/here.mjs`).href;
const counts = async (name: string): Promise<unknown[]> => [
  ((await anew(name, from)) as { readonly count: number }).count,
  ((await anew(name, from)) as { readonly count: number }).count,
];

test('an ES module is evaluated each time', async () => {
  folder.write(
    'es.mjs',
    'globalThis.turns = (globalThis.turns ?? 0) + 1; export const count = turns;',
  );
  expect(await counts('./es.mjs')).toEqual([1, 2]);
});

test('CommonJS is evaluated each time with all that it requires, and answers module.exports', async () => {
  folder.write('inner.cjs', 'module.exports = { calls: 0 };');
  folder.write('outer.cjs', "module.exports = { count: ++require('./inner.cjs').calls };");
  expect(await counts('./outer.cjs')).toEqual([1, 1]);
});

test('a file is named by its URL as well, and what is not there is said', async () => {
  const url = pathToFileURL(folder.write('by-url.mjs', 'export const count = 3;')).href;
  expect(await counts(url)).toEqual([3, 3]);
  await expect(anew('./absent.cjs', from)).rejects.toThrow('absent.cjs');
});
