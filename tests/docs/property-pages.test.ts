import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allProperties } from '../../dist/properties/index.js';
import { propertyPages } from '../../scripts/property-pages.js';
import { readmeExample } from '../../scripts/readme-example.js';

// The code is the source; a page that says something else is out of date.

const docs = join(import.meta.dirname, '../../docs');
const pages = join(docs, 'properties');

test('every property has a page, and no page is left over', () => {
  const expected = allProperties.map((property) => `${property.id}.md`);
  expect(readdirSync(pages).sort()).toEqual([...expected, 'README.md'].sort());
});

describe('what is written by a run is what a run says (npm run docs)', () => {
  test('the pages: head, index, and a violation by a member of the zoo', async () => {
    const texts = await propertyPages();
    expect(texts.size).toBe(allProperties.length + 1);
    for (const [path, text] of texts) expect(readFileSync(path, 'utf8'), path).toBe(text);
  });

  test('the counterexample of the README, by the command above it', async () => {
    const texts = await readmeExample();
    expect(texts.size).toBe(1);
    for (const [path, text] of texts) expect(readFileSync(path, 'utf8'), path).toBe(text);
  });
});

test('links between pages lead to files', () => {
  const texts = [
    ...markdownFiles(docs),
    ...['README', 'CONTRIBUTING'].map((name) => join(docs, `../${name}.md`)),
  ];
  const broken = texts.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !existsSync(join(dirname(file), target)))
      .map((target) => `${file}: ${target}`),
  );
  expect(broken).toEqual([]);
});

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}
