import { existsSync } from 'node:fs';
import { expect, test, type TestContext } from 'vitest';
import type { SubjectResult } from '../../../dist/src/core/result.js';
import { certify } from '../../../dist/src/engine/certify.js';
import { inCi, needsCompiler, needsLibrary } from '../../subjects/native/native-corpus.js';

// Allocators as Debian 12 ships them, by the packages that scripts/install-native-corpus.sh installs.

const judge = (locator: string, seed: number, runs: number): Promise<SubjectResult> =>
  certify({
    ...{ locator, seed, runs, effort: 'quick', savedWitnesses: [] },
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });

const violated = ({ properties }: SubjectResult): string[] =>
  properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);

/** musl is no library of the dynamic linker's; its loader is its libc. */
const MUSL = '/lib/ld-musl-x86_64.so.1';

function needs(context: TestContext, locator: string, debianPackage: string): void {
  needsCompiler(context);
  if (locator === MUSL) {
    needsCompiler(context, [], 'musl-gcc');
    context.skip(!inCi && !existsSync(MUSL), 'musl is not installed; apt-get install musl-tools');
  } else if (!locator.startsWith('builtin:')) {
    needsLibrary(context, locator, debianPackage);
  }
}

const correct = [
  ['builtin:libc', 'libc6'],
  ['libjemalloc.so.2', 'libjemalloc2'],
  ['libtcmalloc_minimal.so.4', 'libtcmalloc-minimal4'],
  [MUSL, 'musl-tools'],
] as const;

test.for(correct)('%s is certified under POSIX', async ([locator, from], context) => {
  needs(context, locator, from);
  const result = await judge(locator, 1, 320);
  expect(violated(result)).toEqual([]);
  expect(result.verdict).toBe('holds');
  expect(result.contract.name).toBe('posix');
});

// glibc refuses a freed over-aligned block to the next request of its kind, and all three hold more
// after 200 rounds than after 100: rules that are written without them accuse them of both.
test.for(correct.slice(0, 3))(
  '20 seeds accuse %s neither of over-aligned blocks that are not reused nor of growth in steps',
  async ([locator, from], context) => {
    needs(context, locator, from);
    let checks = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const result = await judge(locator, seed, 16);
      expect(violated(result), `seed ${seed}`).toEqual([]);
      checks += result.properties.find(({ id }) => id === 'bounded-growth')?.checks ?? 0;
    }
    expect(checks).toBeGreaterThan(0);
  },
);

test('mimalloc 2.0.9 misaligns at 256 and above, shown by one request', async (context) => {
  needs(context, 'libmimalloc.so.2', 'libmimalloc2.0');
  const result = await judge('libmimalloc.so.2', 1, 320);
  expect(violated(result)).toEqual(['alignment']);
  const witness = result.properties.find(({ id }) => id === 'alignment')?.witness;
  expect(witness?.program.words.length).toBe(4);
  expect(witness?.finding.evidence).toMatchObject({ kind: 'misaligned' });
  expect(Number(/,(\d+)\)$/.exec(witness?.literal ?? '')?.[1])).toBeGreaterThanOrEqual(256);
});
