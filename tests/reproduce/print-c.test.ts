import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printC } from '../../dist/src/reproduce/c/print-c.js';
import { needsCompiler } from '../subjects/native/native-corpus.js';
import { programFolder } from './native-programs.js';
import { poolContract, poolPrograms } from './pool-programs.js';
import { reproductionOf } from './reproduction-of.js';

const folder = programFolder();
const pool = join(import.meta.dirname, 'c/pool.c');
const lab = join(import.meta.dirname, '../subjects/native/c/implicit-list.c');

const strict = ['-std=gnu99', '-Wall', '-Wextra', '-Werror', '-rdynamic'];

describe('shows alone, compiled by the line in its head, and not of a correct library', () => {
  test.for(poolPrograms)(
    '$property: $literal',
    async ({ bug, property, literal, says }, context) => {
      needsCompiler(context);
      const bad = folder.library(pool, `pool${bug}`, `-DBUG=${bug}`);
      const good = folder.library(pool, 'pool0');
      const { made, property: broken } = await reproductionOf(bad, literal, poolContract);
      expect(broken).toBe(property);
      const text = printC(made, `bug${bug}.c`);
      folder.write(`bug${bug}.c`, text);
      const shown = folder.buildAndRun(text);
      expect(shown.said).toMatch(says);
      expect(shown.status).toBe(1);

      const other = `-DLIBRARY="${good}"`;
      const built = folder.run('cc', [...strict, other, '-o', 'good', `bug${bug}.c`, '-ldl']);
      expect(built).toEqual({ status: 0, said: '' });
      expect(folder.run('./good', [])).toEqual({
        status: 0,
        said: 'the violation does not show\n',
      });
    },
  );
});

test('shows in two processes what a fresh region grants and a drained one does not', async (context) => {
  needsCompiler(context);
  const bad = folder.library(pool, 'pool10', '-DBUG=10');
  const { made, property } = await reproductionOf(
    bad,
    '{region=1024} A=alloc(1) free(A)',
    poolContract,
  );
  expect(property).toBe('full-reclaim');
  const text = printC(made, 'drained.c');
  folder.write('drained.c', text);
  const shown = folder.buildAndRun(text);
  expect(shown.said).toMatch(/^step \d, B = alloc\(1,008\): refused, but must be granted/m);
  expect(shown.status).toBe(1);
});

test('shows in two processes that a fresh region is answered otherwise', async (context) => {
  needsCompiler(context);
  const count = `-DCOUNT_FILE="${join(folder.path, 'count')}"`;
  const bad = folder.library(pool, 'counts', count);
  const { made, property } = await reproductionOf(bad, '{region=1024} A=alloc(1)', {
    ...poolContract,
    reclaims: 'unjudged',
    deterministic: 'claimed',
  });
  expect(property).toBe('deterministic');
  const text = printC(made, 'differs.c');
  folder.write('differs.c', text);
  const shown = folder.buildAndRun(text);
  expect(shown.said).toMatch(/^step 1, A = alloc\(1\): answered offset \d+, but \d+ before/m);
  expect(shown.status).toBe(1);
  const good = `-DLIBRARY="${folder.library(pool, 'pool0')}"`;
  expect(folder.run('cc', [...strict, good, '-o', 'same', 'differs.c', '-ldl'])).toEqual({
    status: 0,
    said: '',
  });
  expect(folder.run('./same', [])).toEqual({ status: 0, said: 'the violation does not show\n' });
});

test('gives a malloc lab its heap, with the noise on which alone it breaks', async (context) => {
  needsCompiler(context);
  const literal = '{region=65536 fill=noise:3} A=alloc(5000) B=alloc(40) free(A) C=alloc(9000)';
  const bad = folder.library(lab, 'lab', '-DNOISE_BUG');
  const good = folder.library(lab, 'good-lab');
  const statuses = [];
  for (const library of [bad, good]) {
    const { made } = await reproductionOf(library, literal);
    const text = printC(made, 'lab.c');
    folder.write('lab.c', text);
    statuses.push(folder.buildAndRun(text).status);
  }
  expect(statuses).toEqual([1, 0]);
});

test('keeps a broken malloc away from the C library, and calls it by its own name', async (context) => {
  needsCompiler(context);
  const source = join(import.meta.dirname, 'c/bad-malloc.c');
  const bad = folder.library(source, 'malloc');
  const { made, property } = await reproductionOf(bad, 'A=alloc(24) B=allocArray(2,9)', 'c17');
  expect(property).toBe('alignment');
  const text = printC(made, 'malloc.c');
  expect(text).toContain('their_malloc(24)');
  folder.write('malloc.c', text);
  const shown = folder.buildAndRun(text);
  expect(shown.said).toMatch(/^step 1, .*no multiple of 16/m);
  expect(shown.status).toBe(1);
});

test('is a program that ends with 0 where nothing is broken', async (context) => {
  needsCompiler(context);
  const literal =
    'A=alloc(24) B=aligned_alloc:alloc(100,256) realloc(A,300) C=allocArray(7,9) free(null) free(B) ' +
    'D=posix_memalign:alloc(64,64) E=realloc(null,12) free(A)';
  const { made } = await reproductionOf('builtin:libc', literal);
  const text = printC(made, 'libc.c');
  folder.write('libc.c', text);
  expect(folder.buildAndRun(text)).toEqual({ status: 0, said: 'the violation does not show\n' });
});

test('says what it shows, by which clause, and how to build it', async (context) => {
  needsCompiler(context);
  const bad = folder.library(pool, 'pool1', '-DBUG=1');
  const { made } = await reproductionOf(bad, '{region=1024} A=alloc(24,8)', poolContract);
  const head = printC(made, 'my repro.c').split('*/')[0];
  const told = head.replaceAll(bad, './pool.so').replace(/absolute 0x[0-9a-f]+/, 'absolute 0x...');
  expect(told).toMatchSnapshot();
});

test('refuses a module, which C cannot call', async () => {
  const member = join(import.meta.dirname, '../../dist/tests/zoo/members/enclosing-overlap.js');
  const { made } = await reproductionOf(member, '{region=128} A=alloc(1)');
  expect(() => printC(made, 'x.c')).toThrow(/C calls native libraries only; .* --as ts/);
});
