import type { NativeCallShape } from '../../core/call-shape.js';
import { UsageError } from '../../core/errors.js';
import type { Reproduction } from '../reproduction.js';
import { cInit, cMain } from './c-main.js';
import { cPrototypes } from './c-functions.js';
import { cRegion } from './c-region.js';
import { cRuns } from './c-runs.js';
import { cSupport } from './c-support.js';

/**
 * A reproduction as a C program for a native subject: one file, compiled by the line in its head,
 * which opens the library, asks and checks, and ends with 1 where the violation shows, 0 where not.
 *
 * The library is opened and not linked, so that a broken malloc stays away from the C library's own;
 * that is also how allocert runs it. `file` is the name that the line in the head compiles.
 *
 * @throws UsageError for other subjects, and for what a program alone cannot ask.
 */
export function printC(reproduction: Reproduction, file: string): string {
  const shape = reproduction.calls;
  if (shape.kind !== 'native') {
    throw new UsageError(
      `${reproduction.locator}: C calls native libraries only; write this one with --as ts.`,
    );
  }
  return [
    headOf(reproduction, shape, file),
    INCLUDES,
    libraryOf(shape),
    cPrototypes(shape, reproduction),
    cRegion(reproduction, shape),
    cSupport(reproduction),
    cInit(reproduction, shape),
    cRuns(reproduction, shape),
    cMain(reproduction, shape),
  ].join('\n');
}

const INCLUDES = `#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
`;

function headOf(reproduction: Reproduction, shape: NativeCallShape, file: string): string {
  const binary = file.endsWith('.c') ? file.slice(0, -2) : `${file}.out`;
  const called = binary.includes('/') ? binary : `./${binary}`;
  const bits = shape.bits === 32 ? '-m32 ' : '';
  const lines = [
    ...reproduction.comment,
    '',
    'Build and run:',
    `  cc ${bits}-std=gnu99 -rdynamic -o ${quoted(binary)} ${quoted(file)} -ldl && ${quoted(called)}`,
    'It ends with 1 where the violation shows, with 0 where not, with 2 where it cannot be tried.',
  ];
  const safe = lines.map((line) => ` * ${line.replaceAll('*/', '* /')}`.trimEnd());
  return ['/*', ...safe, ' */'].join('\n');
}

/** A word of a POSIX shell. */
const quoted = (word: string): string =>
  /^[\w./+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

function libraryOf({ library }: NativeCallShape): string {
  return `/* The library under test; -DLIBRARY='"..."' names another. */
#ifndef LIBRARY
#define LIBRARY ${JSON.stringify(library)}
#endif
`;
}
