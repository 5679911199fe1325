import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { allProperties } from '../../dist/properties/index.js';

// The texts in properties/*.ts are the source; a page that says something else is out of date.

const docs = join(import.meta.dirname, '../../docs');
const pages = join(docs, 'properties');
const read = (name: string): string => readFileSync(join(pages, name), 'utf8');

test('every property has a page, and no page is left over', () => {
  const expected = allProperties.map((property) => `${property.id}.md`);
  expect(readdirSync(pages).sort()).toEqual([...expected, 'README.md'].sort());
});

test.each(allProperties.map((property) => [property.id, property] as const))(
  'the page of %s has its claim, formula, reason and source as in the code',
  (id, { claim, formula, why, source }) => {
    const page = read(`${id}.md`);
    expect(page).toContain(`# ${id}\n\n> ${claim}\n\n\`\`\`text\n${formula}\n\`\`\`\n`);
    expect(page).toContain(`**Why.** ${why}\n`);
    expect(page).toContain(`**Source.** ${source}\n`);
  },
);

test.each(allProperties.map((property) => [property.id] as const))(
  'the witness on the page of %s is a program, and its member of the zoo exists',
  (id) => {
    const page = read(`${id}.md`);
    const literals = page.match(/^allocert\/1 .*$/gm) ?? [];
    expect(literals).toHaveLength(1);
    expect(() => parseProgram(literals[0] ?? '')).not.toThrow();
    for (const [path] of page.matchAll(/tests\/zoo\/members\/[\w-]+\.ts/g)) {
      expect(existsSync(join(docs, '..', path)), path).toBe(true);
    }
  },
);

test('the index lists every property with its claim, in the order in which they lead', () => {
  const rows = read('README.md')
    .split('\n')
    .filter((line) => line.startsWith('| ['));
  expect(rows).toEqual(allProperties.map(({ id, claim }) => `| [${id}](${id}.md) | ${claim} |`));
});

test('links between pages lead to files', () => {
  const texts = [...markdownFiles(docs), join(docs, '../README.md')];
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
