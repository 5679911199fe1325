import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../src/subjects/native/driver');
const parts = readdirSync(folder).filter((name) => name !== 'driver.c');
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('the driver includes every part of its folder once', () => {
  const included = [...textOf('driver.c').matchAll(/^#include "(.*)"$/gm)].map(([, name]) => name);
  expect(included.sort()).toEqual(parts.sort());
});

test.each(parts)('%s says in its first sentence what it holds', (name) => {
  expect(textOf(name)).toMatch(/^\/\*[\s*]+[A-Z](?:(?!\*\/)[^])*\.\s*\*\//);
});
