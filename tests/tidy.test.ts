import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layerDirection, productFromDist } from './tooling/layer-rules.js';
import { projectFiles } from './tooling/source-file.js';
import {
  abilitiesNotKinds,
  noOutsideWorld,
  noSilentSkips,
  repeatableTests,
} from './tooling/source-rules.js';
import {
  fileLength,
  fileName,
  lineLength,
  noLeftovers,
  noMachinePaths,
  type Rule,
} from './tooling/text-rules.js';

// The rules of style that a machine can check. tests/tooling/tidy-rules.test.ts shows that each
// of them finds what it is there for.

interface Exception {
  /** A file, or what the paths of several files have in common. */
  readonly path: string | RegExp;
  readonly reason: string;
}

const files = projectFiles(join(import.meta.dirname, '..'));

const rules: readonly (readonly [string, Rule, readonly Exception[]])[] = [
  ['no file is longer than 300 lines', fileLength, []],
  ['no line is longer than 120 characters', lineLength, []],
  ['files are named in kebab-case, after a concept', fileName, []],
  ['no note of unfinished work is left', noLeftovers, []],
  ['no file holds a path of one machine', noMachinePaths, []],
  ['imports follow the direction of the layers', layerDirection, []],
  ['tests import the compiled product', productFromDist, []],
  ['abilities of a subject are asked, and not its kind', abilitiesNotKinds, []],
  ['no test is left out without a reason', noSilentSkips, []],
  ['tests read no clock and no random source', repeatableTests, []],
  [
    'product code reads no clock, random source, environment or console',
    noOutsideWorld,
    [
      { path: /^src\/cli\//, reason: 'talks to the person, and reads what that person set' },
      {
        path: /^src\/reproduce\/typescript\/support\//,
        reason: 'is the text of programs of their own',
      },
      { path: 'src/engine/clock.ts', reason: 'is the one clock; all others are given it' },
      { path: /^src\/subjects\/.*-worker\.ts$/, reason: 'is the entry of a thread of its own' },
      {
        path: 'src/subjects/native/koffi/koffi-process.ts',
        reason: 'hands its environment on to a process, with one variable more',
      },
    ],
  ],
];

test('there are files to check', () => {
  expect(files.map((file) => file.path)).toContain('tests/tidy.test.ts');
});

test.each(rules)('%s', (_title, rule, exceptions) => {
  const found = files
    .filter((file) => !exceptions.some((exception) => matches(exception, file.path)))
    .flatMap((file) => rule(file).map((fault) => `${file.path}: ${fault}`));
  expect(found).toEqual([]);
});

test.each(rules)('%s: every exception for one file is still needed', (_title, rule, exceptions) => {
  const unused = files
    .filter((file) => exceptions.some((exception) => exception.path === file.path))
    .filter((file) => rule(file).length === 0);
  expect(unused.map((file) => file.path)).toEqual([]);
});

function matches({ path }: Exception, candidate: string): boolean {
  return typeof path === 'string' ? path === candidate : path.test(candidate);
}
