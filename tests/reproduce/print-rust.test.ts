import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printRust } from '../../dist/src/reproduce/rust/print-rust.js';
import { needsCompiler } from '../subjects/native/native-corpus.js';
import { programFolder } from './native-programs.js';
import { needsRust } from './needs-rust.js';
import { poolContract, poolPrograms } from './pool-programs.js';
import { reproductionOf } from './reproduction-of.js';

const folder = programFolder();
const pool = join(import.meta.dirname, 'c/pool.c');

/** A death, contents, addresses and refusals; the others differ in nothing that Rust would notice. */
const shown = poolPrograms.filter(({ bug }) => [2, 3, 4, 5, 9].includes(bug));

describe('shows alone, compiled by the line in its head, and not of a correct library', () => {
  test.for(shown)('$property: $literal', async ({ bug, literal, says }, context) => {
    needsRust(context);
    const bad = folder.library(pool, `pool${bug}`, `-DBUG=${bug}`);
    const good = folder.library(pool, 'pool0');
    const { made } = await reproductionOf(bad, literal, poolContract);
    const text = printRust(made, `bug${bug}.rs`);
    folder.write(`bug${bug}.rs`, text);
    const ran = folder.buildAndRun(text);
    expect(ran.said).toMatch(says);
    expect(ran.said).not.toContain('warning');
    expect(ran.status).toBe(1);
    expect(folder.run(`./bug${bug}`, [good])).toEqual({
      status: 0,
      said: 'the violation does not show\n',
    });
  });
});

test('calls a malloc family as it is', async (context) => {
  needsRust(context);
  const literal =
    'A=alloc(24) B=aligned_alloc:alloc(100,256) realloc(A,300) C=posix_memalign:alloc(8,64)';
  const { made } = await reproductionOf('builtin:libc', literal);
  const text = printRust(made, 'libc.rs');
  folder.write('libc.rs', text);
  expect(folder.buildAndRun(text)).toEqual({ status: 0, said: 'the violation does not show\n' });
});

test('refuses what C can say and Rust cannot', async (context) => {
  needsCompiler(context);
  const bad = folder.library(pool, 'pool10', '-DBUG=10');
  const { made } = await reproductionOf(bad, '{region=1024} A=alloc(1) free(A)', poolContract);
  expect(() => printRust(made, 'x.rs')).toThrow(/use --as c/);
});
