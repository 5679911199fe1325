import type { NativeCallShape } from '../../core/call-shape.js';
import { UsageError } from '../../core/errors.js';
import type { Reproduction } from '../reproduction.js';
import { regionKind } from '../region-kind.js';
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
  return [
    headOf(reproduction, shape, file),
    rustTypes(reproduction, shape),
    rustRegion(reproduction, shape),
    rustSupport(reproduction),
    rustRuns(reproduction, shape),
    rustMain(reproduction, shape),
  ].join('\n');
}

/** A second run needs a fresh copy of the library, hence a process; that is what C is for. */
function refuseManyRuns({ runs, locator }: Reproduction): void {
  const expected = runs.flatMap((run) => run.acts).map((act) => act.expected.kind);
  if (runs.length === 1 && runs[0].rounds === 1 && !expected.includes('footprint')) return;
  throw new UsageError(
    `${locator}: this is shown by several runs or by the memory of the process; use --as c.`,
  );
}

function headOf(reproduction: Reproduction, shape: NativeCallShape, file: string): string {
  const binary = file.endsWith('.rs') ? file.slice(0, -3) : `${file}.out`;
  const called = binary.includes('/') ? binary : `./${binary}`;
  const target = shape.bits === 32 ? '--target i686-unknown-linux-gnu ' : '';
  const lines = [
    ...reproduction.comment,
    '',
    'Build and run:',
    `  rustc ${target}-o ${quoted(binary)} ${quoted(file)} && ${quoted(called)}`,
    'It ends with 1 where the violation shows, with 0 where not, with 2 where it cannot be tried.',
  ];
  const comment = lines.map((line) => `//! ${line}`.trimEnd());
  return [...comment, '#![allow(dead_code, non_upper_case_globals)]', ''].join('\n');
}

/** A word of a POSIX shell. */
const quoted = (word: string): string =>
  /^[\w./+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
