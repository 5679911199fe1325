import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decisionIndex } from '../../scripts/decision-index.js';

const folder = join(import.meta.dirname, '../../docs/decisions');
const files = readdirSync(folder).filter((file) => file !== 'README.md');

interface Relations {
  readonly is: string;
  /** Numbers of decisions that change this one, and of those that it changes. */
  readonly by: readonly string[];
  readonly of: readonly string[];
}

/** What the status line of a decision says, in either direction. */
function relations(file: string): Relations {
  const status = /^Status: (.*)$/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1] ?? '';
  const [is = '', of = ''] = status.split('; ');
  const numbers = (text: string): string[] => [...text.matchAll(/\[(\d{4})\]/g)].map(([, n]) => n);
  return { is, by: numbers(is), of: numbers(of) };
}

test.each(files.map((file) => [file] as const))(
  '%s has a status, and links that lead there',
  (file) => {
    const { is, by, of } = relations(file);
    expect(is).toMatch(/^(?:accepted|(?:amended|superseded) by \[\d{4}\].*)$/);
    for (const number of [...by, ...of]) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text).toContain(`[${number}](${files.find((name) => name.startsWith(number)) ?? ''})`);
    }
  },
);

test('whatever amends a decision is named by it, and the other way round', () => {
  const pairs = files.map((file) => ({ number: file.slice(0, 4), ...relations(file) }));
  const told = pairs.flatMap(({ number, of }) => of.map((other) => `${number} changes ${other}`));
  const known = pairs.flatMap(({ number, by }) => by.map((other) => `${other} changes ${number}`));
  expect(told.length).toBeGreaterThan(0);
  expect(known.sort()).toEqual(told.sort());
});

test('numbers are given once, without a gap', () => {
  const numbers = files.map((file) => Number(file.slice(0, 4)));
  expect(numbers).toEqual(files.map((_, index) => index + 1));
});

test('the index lists each with its status (npm run docs)', () => {
  for (const [path, text] of decisionIndex()) expect(readFileSync(path, 'utf8')).toBe(text);
});
