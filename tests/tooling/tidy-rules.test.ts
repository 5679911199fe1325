import { expect, test } from 'vitest';
import { layerDirection, productFromDist } from './layer-rules.js';
import {
  abilitiesNotKinds,
  noOutsideWorld,
  noSilentSkips,
  repeatableTests,
} from './source-rules.js';
import {
  fileLength,
  fileName,
  lineLength,
  noLeftovers,
  noMachinePaths,
  type Rule,
} from './text-rules.js';

// Each rule is given one text that it must refuse and one close to it that it must accept. The
// words that it looks for are put together here, so that this file does not break the rule.
const unfinished = 'TO' + 'DO';

const cases: readonly (readonly [string, Rule, string, string, number])[] = [
  ['301 lines', fileLength, 'src/core/a.ts', 'x\n'.repeat(301), 1],
  ['300 lines', fileLength, 'src/core/a.ts', 'x\n'.repeat(300), 0],
  ['a long document', fileLength, 'docs/a.md', 'x\n'.repeat(301), 0],
  ['121 characters', lineLength, 'src/core/a.ts', 'x'.repeat(121), 1],
  ['120 characters', lineLength, 'src/core/a.ts', 'x'.repeat(120), 0],
  ['a long link', lineLength, 'src/core/a.ts', `// https://example.org/${'x'.repeat(120)}`, 0],
  ['a camelCase name', fileName, 'src/core/addressRange.ts', '', 1],
  ['a kebab-case name', fileName, 'src/core/address-range.test.ts', '', 0],
  ['a name that starts with a dot', fileName, '.ci/run.sh', '', 0],
  ['a name without a concept', fileName, 'src/core/utils.ts', '', 1],
  ['a folder without a concept', fileName, 'src/helpers/a.ts', '', 1],
  ['unfinished work', noLeftovers, 'docs/a.md', `one\n${unfinished}: more`, 1],
  ['a word that holds another', noLeftovers, 'docs/a.md', `${unfinished}S`, 0],
  ['a home folder', noMachinePaths, 'docs/a.md', 'see /' + 'home/someone/a', 1],
  ['a drive', noMachinePaths, 'docs/a.md', 'see C' + ':\\someone', 1],
  ['a path inside a link', noMachinePaths, 'docs/a.md', 'https://example.org/home/page', 0],

  ['core importing contract', layerDirection, 'src/core/a.ts', "import '../contract/b.js';", 1],
  ['core importing a type', layerDirection, 'src/core/a.ts', "import type { B } from 'zod';", 1],
  ['core importing core', layerDirection, 'src/core/a.ts', "import './b.js';", 0],
  ['contract importing core', layerDirection, 'src/contract/a.ts', "import '../core/b.js';", 0],
  ['models importing judge', layerDirection, 'models/a.ts', "import '../src/judge/b.js';", 1],
  ['models importing core', layerDirection, 'models/a.ts', "import '../src/core/b.js';", 0],
  ['models importing Node', layerDirection, 'models/a.ts', "import 'node:fs';", 1],
  ['properties importing models', layerDirection, 'properties/a.ts', "import '../models/b.js';", 0],
  ['models importing properties', layerDirection, 'models/a.ts', "import '../properties/b.js';", 1],
  ['a re-export upwards', layerDirection, 'src/engine/a.ts', "export * from '../report/b.js';", 1],
  ['a lazy import upwards', layerDirection, 'src/judge/a.ts', "await import('../engine/b.js');", 1],
  [
    'a worker upwards',
    layerDirection,
    'src/subjects/a.ts',
    "new URL('../engine/b.js', import.meta.url)",
    1,
  ],
  ['importing cli', layerDirection, 'src/index.ts', "export * from './cli/main.js';", 1],
  ['importing a test', layerDirection, 'src/engine/a.ts', "import '../../tests/zoo/b.js';", 1],
  ['fast-check elsewhere', layerDirection, 'src/engine/a.ts', "import fc from 'fast-check';", 1],
  ['fast-check in generate', layerDirection, 'src/generate/a.ts', "import 'fast-check';", 0],
  ['an unknown layer', layerDirection, 'src/other/a.ts', '', 1],
  ['an import in a comment', layerDirection, 'src/core/a.ts', "// import 'zod';", 0],

  ['a test of the source', productFromDist, 'tests/a.test.ts', "import '../src/core/b.js';", 1],
  ['a test of dist', productFromDist, 'tests/a.test.ts', "import '../dist/src/core/b.js';", 0],
  ['the zoo on dist', productFromDist, 'tests/zoo/a.ts', "import '../../dist/src/core/b.js';", 1],
  ['the zoo on sources', productFromDist, 'tests/zoo/a.ts', "import '../../src/core/b.js';", 0],

  ['a test of the zoo', productFromDist, 'tests/zoo/a.test.ts', "import './b.js';", 1],
  [
    'a test of dist',
    productFromDist,
    'tests/zoo/a.test.ts',
    "import '../../dist/tests/zoo/b.js';",
    0,
  ],

  ['a clock', noOutsideWorld, 'src/core/a.ts', 'f(Date.now());', 1],
  ['today', noOutsideWorld, 'src/core/a.ts', 'f(new Date());', 1],
  ['a given date', noOutsideWorld, 'src/core/a.ts', 'f(new Date(0));', 0],
  ['a precise clock', noOutsideWorld, 'src/core/a.ts', 'performance.now();', 1],
  ['an imported clock', noOutsideWorld, 'models/a.ts', "import { a } from 'node:perf_hooks';", 1],
  ['a random number', noOutsideWorld, 'src/core/a.ts', 'globalThis.Math.random();', 1],
  ['a random import', noOutsideWorld, 'models/a.ts', "import { randomInt } from 'crypto';", 1],
  ['a digest', noOutsideWorld, 'models/a.ts', "import { createHash } from 'node:crypto';", 0],
  ['the environment', noOutsideWorld, 'properties/a.ts', "process.env['CI'];", 1],
  ['the console', noOutsideWorld, 'src/judge/a.ts', "console.log('a');", 1],
  ['a clock in a comment', noOutsideWorld, 'src/core/a.ts', '// not Date.now()', 0],
  ['a clock in a script', noOutsideWorld, 'scripts/a.js', 'Date.now();', 0],
  ['a clock in a test', repeatableTests, 'tests/a.test.ts', 'Date.now();', 1],
  ['the environment in a test', repeatableTests, 'tests/a.test.ts', "process.env['CI'];", 0],

  ['a kind', abilitiesNotKinds, 'src/engine/a.ts', "if (subject.kind !== 'wasm') f();", 1],
  ['a case of kinds', abilitiesNotKinds, 'properties/a.ts', "switch (kind) { case 'native': }", 1],
  ['an ability', abilitiesNotKinds, 'src/engine/a.ts', 'if (subject.growable) f();', 0],
  ['another kind', abilitiesNotKinds, 'src/engine/a.ts', "if (outcome.kind === 'granted') f();", 0],
  ['a kind in a report', abilitiesNotKinds, 'src/report/a.ts', "f(s.kind === 'wasm');", 0],

  ['a lone test', noSilentSkips, 'tests/a.test.ts', "test.only('a', f);", 1],
  ['a skipped table', noSilentSkips, 'tests/a.test.ts', "describe.skip.each([])('a', f);", 1],
  ['a conditional skip', noSilentSkips, 'tests/a.test.ts', "test.skipIf(x)('a', f);", 1],
  ['a skip with a reason', noSilentSkips, 'tests/a.test.ts', "context.skip(x, 'no cc');", 0],
];

for (const [what, rule, path, text, faults] of cases) {
  test(`${rule.name} ${faults === 0 ? 'accepts' : 'refuses'} ${what}`, () => {
    expect(rule({ path, text })).toHaveLength(faults);
  });
}
