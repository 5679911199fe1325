import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allProperties } from '../../dist/properties/index.js';
import { explainProperty } from '../../dist/src/report/explain/explain-property.js';
import { projectFiles } from '../tooling/source-file.js';
import { userTexts } from '../tooling/user-texts.js';

// Code names rules of docs/SEMANTICS.md by number; a person who uses allocert never sees one.

const root = join(import.meta.dirname, '../..');
const document = readFileSync(join(root, 'docs/SEMANTICS.md'), 'utf8');
const number = /\bS(\d{1,2})\b/g;
const rules = document.split(/^### (?=S\d)/m).slice(1);
const numbers = rules.map((rule) => Number(/^S(\d+)\. /.exec(rule)?.[1]));

test('rules are numbered from 1 on without a gap, since references outlive a reordering', () => {
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
});

test('every reference to a rule has its heading', () => {
  const references = projectFiles(root)
    .filter(({ path }) => path !== 'docs/SEMANTICS.md')
    .flatMap(({ path, text }) =>
      [...text.matchAll(number)].map(([, digits]) => ({ path, rule: Number(digits) })),
    );
  expect(references.length).toBeGreaterThan(100);
  expect(references.filter(({ rule }) => !numbers.includes(rule))).toEqual([]);
});

test.each(rules.map((rule) => [rule.slice(0, rule.indexOf('.')), rule] as const))(
  '%s has its reason, whom a careless reader would accuse, and files that exist',
  (_, rule) => {
    const [body = ''] = rule.split(/^## /m);
    const paragraphs = body.trim().split('\n\n');
    expect(paragraphs).toHaveLength(5);
    expect(paragraphs[2]).toMatch(/^\*\*Why\.\*\* ./);
    expect(paragraphs[3]).toMatch(/^\*\*A careless reader would accuse\*\* ./);
    expect(paragraphs[4]).toMatch(/^\*\*Where\.\*\* ./);
    const paths = [...body.matchAll(/`((?:src|models|properties)\/[^`]+)`/g)].map(
      ([, path]) => path,
    );
    expect(paths).not.toHaveLength(0);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  },
);

test('the order in which properties lead is the one that the document says', () => {
  const [rule = ''] = rules.filter((text) => text.startsWith('S19. '));
  const order = /Within a step this order: ([^.]+)\./.exec(rule)?.[1] ?? '';
  expect(order).toBe(allProperties.map(({ id }) => `\`${id}\``).join(', '));
});

test('no text in the code that a user may see names a rule', () => {
  const naming = projectFiles(root).filter(
    ({ path, text }) =>
      /^(?:src|models|properties)\/.*\.ts$/.test(path) && text.search(number) >= 0,
  );
  const texts = naming.flatMap(({ path, text }) =>
    userTexts(text).map((shown) => ({ path, shown })),
  );
  expect(texts.length).toBeGreaterThan(500);
  expect(texts.filter(({ shown }) => shown.search(number) >= 0)).toEqual([]);
});

test.each(allProperties.map(({ id }) => [id] as const))('explain %s names no rule', (id) => {
  expect(explainProperty(id)).not.toMatch(number);
});

test('schemas, what was printed in tests, and the pages for users name no rule', () => {
  const printed = ['tests/cli/__snapshots__', 'tests/report/__snapshots__', 'schemas'];
  const pages = ['docs/contracts', 'docs/properties'];
  const files = [
    ...[...printed, ...pages].flatMap((folder) =>
      readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
    ),
    ...['README.md', 'docs/c.md', 'docs/rust.md', 'docs/traces.md', 'docs/protocol.md'],
  ];
  const naming = files.filter((path) => readFileSync(join(root, path), 'utf8').search(number) >= 0);
  expect(naming).toEqual([]);
});
