import type { NativeCallShape } from '../../core/call-shape.js';
import { DEFAULT_POOL_BYTES } from '../../core/observation.js';
import { UsageError } from '../../core/errors.js';
import { HOW_TO_READ } from '../head-comment.js';
import { movesEnd } from '../native-call.js';
import type { Reproduction } from '../reproduction.js';
import { regionKind } from '../region-kind.js';
import { SETTINGS_COMMENT, settingsOf, usedSettings } from '../settings.js';
import { shellWord } from '../shell-word.js';
import { oneFile, type Dialect } from '../support-text.js';
import { crateCallee, libraryCallee, type RustCallee } from './rust-callee.js';
import { crateName, rustCrate } from './rust-crate.js';
import { rustBlocks, rustMain, rustRequests } from './rust-main.js';
import { rustSubject } from './rust-subject.js';

/**
 * A reproduction as a Rust program for a native subject: one file without crates, for the functions
 * that a Rust allocator exports (`allocert_alloc` and its like) and for any others in C's convention.
 *
 * @throws UsageError for other subjects, and for what a program alone cannot ask.
 */
export function printRust(reproduction: Reproduction, file: string): string {
  const shape = rustShape(reproduction);
  const target = shape.bits === 32 ? '--target i686-unknown-linux-gnu ' : '';
  const binary = file.endsWith('.rs') ? file.slice(0, -3) : `${file}.out`;
  const called = binary.includes('/') ? binary : `./${binary}`;
  const build = [
    'Build and run:',
    `  rustc ${target}-o ${shellWord(binary)} ${shellWord(file)} && ${shellWord(called)}`,
  ];
  const subject = rustSubject(reproduction, shape);
  return programOf(reproduction, shape, { build, subject, callee: libraryCallee });
}

/**
 * The same as an example of the crate that exports the subject: its requests are those of
 * `std::alloc::GlobalAlloc`, with a `Layout`, on a static.
 *
 * @throws UsageError as printRust, and for a subject that no crate with the macro of allocert made.
 */
export function printGlobalAlloc(reproduction: Reproduction, file: string): string {
  const shape = rustShape(reproduction);
  const crate = crateName(shape);
  if (crate === undefined || shape.convention !== 'layout') {
    throw new UsageError(
      `${reproduction.locator}: is not the library of a crate that \`allocert init rust\` made; use --as rust.`,
    );
  }
  const example = (file.split('/').pop() ?? file).replace(/\.rs$/, '');
  const build = [
    `An example of the crate ${crate}, for its folder examples. Build and run:`,
    `  cargo run --example ${shellWord(example)} --features allocert-export/std`,
    'Cargo.toml says crate-type = ["cdylib", "lib"].',
  ];
  return programOf(withoutBadAlign(reproduction), shape, {
    ...{ build, subject: rustCrate(crate, shape), callee: crateCallee(crate) },
  });
}

interface Form {
  /** How the program is built, as lines of its head. */
  readonly build: readonly string[];
  readonly subject: string;
  readonly callee: RustCallee;
}

function programOf(
  reproduction: Reproduction,
  shape: NativeCallShape,
  { build, subject, callee }: Form,
): string {
  const { imports, text } = oneFile(
    dialect,
    new Map([
      ['subject', subject],
      ['region', `use crate::${regionPart(reproduction, shape)}::Region;\n`],
      ['blocks', rustBlocks(reproduction)],
      ['requests', rustRequests(reproduction)],
      ['main', rustMain(reproduction, shape, callee)],
    ]),
  );
  return [
    headOf(reproduction, build),
    ...imports,
    '',
    ...settingsLines(reproduction, shape, text),
    '',
    text,
  ].join('\n');
}

const dialect: Dialect = {
  folder: 'rust',
  ending: '.rs',
  uses: /^(?:pub )?use crate::(\w+)::[^;]*;\n/gm,
  imports: /^use std::[^;]*;\n/gm,
  exports: /(?<=^ *)pub /gm,
};

function regionPart({ runs }: Reproduction, shape: NativeCallShape): string {
  if (regionKind(shape) === 'own') return 'own_memory';
  return runs.some((run) => run.acts.some(movesEnd)) ? 'growing_pool' : 'given_pool';
}

/** Settings that are no usize. */
const types: Readonly<Record<string, string>> = {
  FRESH_BYTE: 'u8',
  FRESH_SEED: 'u32',
  HANG_SECONDS: 'u32',
};

function settingsLines(made: Reproduction, shape: NativeCallShape, text: string): string[] {
  const refused = made.refusal === 'minusOne' ? 'usize::MAX as *mut u8' : 'std::ptr::null_mut()';
  const settings = [
    { name: 'LIBRARY', type: '&str', value: JSON.stringify(shape.library) },
    { name: 'REFUSED', type: '*mut u8', value: refused },
    { name: 'PLACE', type: 'usize', value: `0x${(made.runs[0]?.place ?? 0n).toString(16)}` },
    ...settingsOf(made, DEFAULT_POOL_BYTES).map(({ name, value }) => ({
      name,
      type: typeof value === 'boolean' ? 'bool' : (types[name] ?? 'usize'),
      value: value.toString(),
    })),
  ];
  return [
    `// ${SETTINGS_COMMENT}`,
    ...usedSettings(settings, text).map(
      ({ name, type, value }) => `const ${name}: ${type} = ${value};`,
    ),
  ];
}

function rustShape(reproduction: Reproduction): NativeCallShape {
  const shape = reproduction.calls;
  if (shape.kind !== 'native') {
    throw new UsageError(
      `${reproduction.locator}: Rust calls native libraries only; write this one with --as ts.`,
    );
  }
  if (regionKind(shape) === 'lab') {
    throw new UsageError(
      `${reproduction.locator}: a malloc lab calls back for its heap, and is written in C; use --as c.`,
    );
  }
  refuseManyRuns(reproduction);
  return shape;
}

/** A Layout has no alignment that is no power of two: such a request never reaches the allocator. */
const withoutBadAlign = (reproduction: Reproduction): Reproduction => ({
  ...reproduction,
  runs: reproduction.runs.map((run) => ({
    ...run,
    acts: run.acts.filter(({ kind }) => kind !== 'badAlign'),
  })),
});

/** A second run needs a fresh copy of the library, hence a process; that is what C is for. */
function refuseManyRuns({ runs, locator }: Reproduction): void {
  const expected = runs.flatMap((run) => run.acts).map((act) => act.expected.kind);
  if (runs.length === 1 && runs[0].rounds === 1 && !expected.includes('footprint')) return;
  throw new UsageError(
    `${locator}: this is shown by several runs or by the memory of the process; use --as c.`,
  );
}

function headOf(reproduction: Reproduction, build: readonly string[]): string {
  const lines = [...reproduction.comment, '', ...build, ...HOW_TO_READ];
  const comment = lines.map((line) => `//! ${line}`.trimEnd());
  return [...comment, '#![allow(dead_code, non_upper_case_globals)]', ''].join('\n');
}
