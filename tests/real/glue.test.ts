import { join } from 'node:path';
import { expect, test } from 'vitest';
import { certifySubject, root, witnessesIn } from '../support/certify-subject.js';
import { testSeeds } from '../support/test-seeds.js';

// Goal: the glue of packages that people use every day holds through the helpers of `allocert/glue`, by
// adapters of a few lines and by the contract that they bring along.

const seeds = testSeeds(1);

test.each([
  ['sql-js', 'c17'],
  ['vscode-oniguruma', 'c17'],
  ['web-tree-sitter', 'c17'],
  ['brotli-wasm', 'wasm-bindgen'],
  ['resvg-wasm', 'wasm-bindgen'],
])('%s holds by %s', { timeout: seeds.length * 180_000 }, async (name, contract) => {
  const folder = name === 'sql-js' ? 'examples/glue' : 'tests/real/glue';
  const locator = join(root, `${folder}/${name}.mjs`);
  for (const seed of seeds) {
    const result = await certifySubject({ locator, seed });
    expect({ seed, accused: witnessesIn(result) }).toEqual({ seed, accused: [] });
    const open = result.properties.filter(({ verdict }) => verdict === 'inconclusive');
    expect(open.map(({ id }) => id)).toEqual([]);
    expect(result).toMatchObject({ contract: { name: contract }, ended: 'complete' });
    expect(result.notes).toEqual([]);
  }
});
