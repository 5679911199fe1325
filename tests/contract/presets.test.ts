import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseContract, preset } from '../../dist/src/contract/document/parse-contract.js';
import { resolvedPreset } from '../../dist/src/contract/document/resolved-preset.js';
import { presetNames } from '../../dist/src/contract/presets/index.js';

const pages = fileURLToPath(new URL('../../docs/contracts/', import.meta.url));
const sources = fileURLToPath(new URL('../../src/contract/presets/', import.meta.url));

describe.each(presetNames)('%s', (name) => {
  test('is a contract by its own name', () => {
    expect(preset(name).name).toBe(name);
  });

  test('is the same contract whether it is checked or taken as it is', () => {
    expect(resolvedPreset(name)).toEqual(preset(name));
  });

  test('survives as a document what it resolved to', () => {
    expect(parseContract(preset(name), 'witness')).toEqual(preset(name));
  });

  test('has a page that names whom an added clause would accuse', () => {
    const page = readFileSync(`${pages}${name}.md`, 'utf8');
    expect(page).toMatch(new RegExp(`^# ${name}\n`));
    expect(page).toContain('## The clause that a careless reader would add');
    expect(page.split('\n').length).toBeLessThanOrEqual(40);
  });

  test('stands in the table of presets', () => {
    expect(readFileSync(`${pages}README.md`, 'utf8')).toContain(`| [${name}](${name}.md) |`);
  });
});

test('no page stands for a preset that does not exist', () => {
  // Two pages are about contracts as such.
  const named = readdirSync(pages).filter((file) => !['README.md', 'owners.md'].includes(file));
  expect(named.sort()).toEqual(presetNames.map((name) => `${name}.md`).sort());
});

test('every preset has a file of its name', () => {
  const named = readdirSync(sources).filter((file) => file !== 'index.ts');
  expect(named.sort()).toEqual(presetNames.map((name) => `${name}.ts`).sort());
});

describe('no preset says more than its standard', () => {
  test('only allocators that a test owns claim exact refusals', () => {
    const exact = presetNames.filter((name) => preset(name).nulls !== 'unjudged');
    expect(exact).toEqual(['bump', 'first-fit']);
  });

  test('only those and the pool claim that everything comes back, or determinism', () => {
    const claims = presetNames.filter((name) => preset(name).deterministic === 'claimed');
    expect(claims).toEqual(['bump', 'first-fit', 'pool']);
    const reclaims = presetNames.filter((name) => preset(name).reclaims === 'everything');
    expect(reclaims).toEqual(['first-fit', 'pool']);
  });

  test('sizes above PTRDIFF_MAX are left out where a caller cannot say them', () => {
    const unasked = presetNames.filter(
      (name) => preset(name).sizes.abovePtrdiffMax === 'undefined',
    );
    expect(unasked).toEqual([
      'rust-global-alloc',
      'wasm-bindgen',
      'wasm-cabi-realloc',
      'assemblyscript',
      'zig',
      'pool',
      'malloc-lab',
    ]);
  });

  test('realloc to 0 is asked by none', () => {
    expect(presetNames.map((name) => preset(name).realloc.toZero)).toEqual(
      presetNames.map(() => 'undefined'),
    );
  });
});
