import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printGlobalAlloc } from '../../dist/src/reproduce/rust/print-rust.js';
import { needsCargo } from '../rust/cargo.js';
import { programFolder } from './native-programs.js';
import { reproductionOf } from './reproduction-of.js';

// Goal: who has an allocator as a Rust crate gets a violation as Rust: a program that asks a static by
// the methods of GlobalAlloc.
// Method: the crate that `init rust` writes, with a bug; it is built as the page says, and the line in
// the program's head is run in its folder.

const folder = programFolder();
const template = join(import.meta.dirname, '../../examples/rust/template');

/** The template's crate with one line changed, built as a shared library. */
function crateWith(name: string, right: string, wrong: string): { path: string; library: string } {
  const path = join(folder.path, name);
  cpSync(template, path, { recursive: true, filter: (file) => !file.includes('/target') });
  const lib = join(path, 'src/lib.rs');
  const text = readFileSync(lib, 'utf8');
  if (!text.includes(right)) throw new Error(`the template has no line ${right}`);
  writeFileSync(lib, text.replace(right, wrong));
  const manifest = join(path, 'Cargo.toml');
  const crate = name.replaceAll('-', '_');
  writeFileSync(
    manifest,
    readFileSync(manifest, 'utf8')
      .replaceAll('my-allocator', name)
      .replaceAll('my_allocator', crate),
  );
  build(path);
  mkdirSync(join(path, 'examples'));
  return { path, library: join(path, `target/debug/lib${crate}.so`) };
}

const environment = { ...process.env, RUSTFLAGS: '' };
const build = (cwd: string): void => {
  execFileSync('cargo', ['build', '--quiet', '--offline'], { cwd, env: environment });
};

test('a crate that forgets the alignment is shown by a Layout and a static', async (context) => {
  needsCargo(context);
  const padding = '(pool as usize + used).wrapping_neg() & (layout.align() - 1)';
  const bad = crateWith('forgets-align', padding, '0 & layout.align()');
  const literal = '{region=65536} A=alloc(1) B=alloc(24,8)';
  const { made, property } = await reproductionOf(bad.library, literal);
  expect(property).toBe('alignment');
  const text = printGlobalAlloc(made, 'examples/repro.rs');
  writeFileSync(join(bad.path, 'examples/repro.rs'), text);
  expect(text).toContain('forgets_align::ALLOCERT_GLOBAL');
  expect(text).toContain('subject().alloc(layout)');

  const shown = folder.buildAndRun(text, bad.path);
  expect(shown.said).toMatch(/^step 2, B = alloc\(24, align 8\): B is at \S+, no multiple of 8$/m);
  expect(shown.said).not.toContain('warning');
  expect(shown.status).toBe(1);

  // The same program, and the crate repaired.
  copyFileSync(join(template, 'src/lib.rs'), join(bad.path, 'src/lib.rs'));
  const repaired = folder.buildAndRun(text, bad.path);
  expect(repaired.said).toMatch(/the violation does not show\n$/);
  expect(repaired.status).toBe(0);
});

test('says of other libraries that they are no crate of the macro', async (context) => {
  needsCargo(context);
  const { made } = await reproductionOf('builtin:libc', 'A=alloc(1)');
  expect(() => printGlobalAlloc(made, 'x.rs')).toThrow(/use --as rust/);
});
