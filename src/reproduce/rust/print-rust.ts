import type { NativeCallShape } from '../../core/call-shape.js';
import { UsageError } from '../../core/errors.js';
import { HOW_TO_READ } from '../head-comment.js';
import type { Reproduction } from '../reproduction.js';
import { regionKind } from '../region-kind.js';
import { crateCallee, libraryCallee, type RustCallee } from './rust-callee.js';
import { crateName, rustCrate } from './rust-crate.js';
import { rustMain } from './rust-main.js';
import { rustRegion } from './rust-region.js';
import { rustRuns } from './rust-runs.js';
import { rustSupport } from './rust-support.js';
import { rustTypes } from './rust-types.js';

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
    `  rustc ${target}-o ${quoted(binary)} ${quoted(file)} && ${quoted(called)}`,
  ];
  const subject = rustTypes(reproduction, shape);
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
    `  cargo run --example ${quoted(example)} --features allocert-export/std`,
    'Cargo.toml says crate-type = ["cdylib", "lib"].',
  ];
  return programOf(withoutBadAlign(reproduction), shape, {
    ...{ build, subject: rustCrate(crate), callee: crateCallee(crate) },
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
  return [
    headOf(reproduction, build),
    subject,
    rustRegion(reproduction, shape, callee),
    rustSupport(reproduction),
    rustRuns(reproduction, shape, callee),
    rustMain(reproduction, shape, callee),
  ].join('\n');
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

/** A word of a POSIX shell. */
const quoted = (word: string): string =>
  /^[\w./+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
