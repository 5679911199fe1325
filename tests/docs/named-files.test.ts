import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// A page outlives the file that it names. Placeholders are in capitals: `properties/ID.ts`.

const root = join(import.meta.dirname, '../..');
const path = /`((?:src|models|properties|tests|scripts|docs|schemas|bench|examples)\/[^`\s]*)`/g;

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...['', 'properties/', 'contracts/', 'decisions/'].flatMap((folder) =>
    readdirSync(join(root, 'docs', folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${folder}${name}`),
  ),
];

test('every file and folder that a page names is there', () => {
  const named = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(path)].map(([, name]) => ({ page, name })),
  );
  expect(named.length).toBeGreaterThan(100);
  const fixed = named.filter(({ name }) => !/[A-Z]{2}/.test(name));
  expect(fixed.filter(({ name }) => !existsSync(join(root, name)))).toEqual([]);
});
