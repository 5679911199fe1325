import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { certifySubject, root, witnessesIn } from '../support/certify-subject.js';
import { testSeeds } from '../support/test-seeds.js';
import { libraryFolder, needsCompiler } from '../subjects/native/native-corpus.js';

// Goal: the allocators that docs/contracts/owners.md shows hold by the contracts that it shows.

const seeds = testSeeds(1);
const examples = join(root, 'examples/owners');
const folder = libraryFolder();

/** The functions of rtos-heap.c, as its first lines name them. */
const rtosFunctions = {
  convention: 'c',
  init: 'os_heap_init',
  alloc: 'os_malloc',
  dealloc: 'os_free',
  allocArray: 'os_calloc',
  memalign: 'os_memalign',
};

test.for([
  ['static-heap', {}],
  ['rtos-heap', { functions: rtosFunctions }],
  ['id-pool', {}],
  ['gpu-sub-allocator', {}],
  ['glue', {}],
] as const)(
  '%s holds by its contract',
  { timeout: seeds.length * 180_000 },
  async ([name, more], context) => {
    const isNative = name === 'static-heap' || name === 'rtos-heap';
    if (isNative) needsCompiler(context);
    const module = name === 'glue' ? '../glue/sql-js.mjs' : `${name}.mjs`;
    const locator = isNative ? folder.compile(join(examples, `${name}.c`)) : join(examples, module);
    const file = `${name}.json`;
    const input: unknown = JSON.parse(readFileSync(join(examples, file), 'utf8'));
    for (const seed of seeds) {
      const result = await certifySubject({
        locator,
        seed,
        ...more,
        contract: { input, where: file },
      });
      const open = result.properties.filter(({ verdict }) => verdict === 'inconclusive');
      expect({ seed, accused: witnessesIn(result), open: open.map(({ id }) => id) }).toEqual({
        ...{ seed, accused: [], open: [] },
      });
    }
  },
);

test('the command that the first lines of rtos-heap.c give names these functions', () => {
  const source = readFileSync(join(examples, 'rtos-heap.c'), 'utf8');
  const named = [...source.matchAll(/--export (\w+)=(\w+)/g)].map(([, role, name]) => [role, name]);
  expect(Object.fromEntries(named)).toEqual(rtosFunctions);
});
