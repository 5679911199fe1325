import type { NativeCallShape } from '../../core/call-shape.js';
import { DEFAULT_POOL_BYTES } from '../../core/observation.js';
import { UsageError } from '../../core/errors.js';
import { regionKind } from '../region-kind.js';
import { HOW_TO_READ } from '../head-comment.js';
import type { Reproduction } from '../reproduction.js';
import { SETTINGS_COMMENT, settingsOf, usedSettings } from '../settings.js';
import { shellWord } from '../shell-word.js';
import { oneFile, type Dialect } from '../support-text.js';
import { cBlocks, cMain, cRegion } from './c-main.js';
import { cNumber } from './c-runs.js';
import { cSubject } from './c-subject.js';

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
  const { imports, text } = oneFile(
    dialect,
    new Map([
      ['subject', cSubject(reproduction, shape)],
      ['region', cRegion(reproduction, shape)],
      ['blocks', cBlocks(reproduction)],
      ['main', cMain(reproduction, shape)],
    ]),
  );
  return [
    headOf(reproduction, shape, file),
    `#define _GNU_SOURCE\n${imports.join('\n')}\n`,
    libraryText(shape),
    settingsText(reproduction, shape, text),
    text,
  ].join('\n');
}

const dialect: Dialect = {
  folder: 'c',
  ending: '.h',
  uses: /^#include "([\w-]+)\.h"\n/gm,
  imports: /^#include <.*>\n/gm,
  exports: /^#pragma once\n/gm,
};

/** As the driver has it: of a malloc lab's heap 20 MiB, of a pool 64 KiB. */
const defaultRegionBytes = { own: 0, pool: DEFAULT_POOL_BYTES, lab: 20 * 1024 * 1024 };

function settingsText(made: Reproduction, shape: NativeCallShape, text: string): string {
  const refused = made.refusal === 'minusOne' ? '((void *)-1)' : 'NULL';
  const settings = settingsOf(made, defaultRegionBytes[regionKind(shape)]).map(
    ({ name, value }) => ({ name, text: cNumber(BigInt(value)) }),
  );
  const used = usedSettings([{ name: 'REFUSED', text: refused }, ...settings], text);
  const lines = used.map((setting) => `#define ${setting.name} ${setting.text}\n`);
  return lines.length === 0 ? '' : `/* ${SETTINGS_COMMENT} */\n${lines.join('')}`;
}

function headOf(reproduction: Reproduction, shape: NativeCallShape, file: string): string {
  const binary = file.endsWith('.c') ? file.slice(0, -2) : `${file}.out`;
  const called = binary.includes('/') ? binary : `./${binary}`;
  const bits = shape.bits === 32 ? '-m32 ' : '';
  const lines = [
    ...reproduction.comment,
    '',
    'Build and run:',
    `  cc ${bits}-std=gnu99 -rdynamic -o ${shellWord(binary)} ${shellWord(file)} -ldl && ${shellWord(called)}`,
    ...HOW_TO_READ,
  ];
  const safe = lines.map((line) => ` * ${line.replaceAll('*/', '* /')}`.trimEnd());
  return ['/*', ...safe, ' */'].join('\n');
}

function libraryText({ library }: NativeCallShape): string {
  return `/* The library under test; -DLIBRARY='"..."' names another. */
#ifndef LIBRARY
#define LIBRARY ${JSON.stringify(library)}
#endif
`;
}
