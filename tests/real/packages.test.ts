import { join } from 'node:path';
import { expect, test } from 'vitest';
import { certifySubject, root, witnessesIn } from '../support/certify-subject.js';
import { testSeeds } from '../support/test-seeds.js';

// Goal: allocators that people use every day are not accused, under the contract that is chosen for
// them by itself. So few programs do not always reach every coverage goal: whether the verdict is
// `holds` or `inconclusive` is left open here.

const seeds = testSeeds(1);

test.each([
  ['sql.js', 'sql.js/dist/sql-wasm-debug.wasm', 'c17'],
  ['@sqlite.org/sqlite-wasm', '@sqlite.org/sqlite-wasm/sqlite-wasm/jswasm/sqlite3.wasm', 'c17'],
  ['web-tree-sitter', 'web-tree-sitter/web-tree-sitter.wasm', 'c17'],
  ['vscode-oniguruma', 'vscode-oniguruma/release/onig.wasm', 'c17'],
  ['brotli-wasm', 'brotli-wasm/pkg.node/brotli_wasm_bg.wasm', 'wasm-bindgen'],
  ['@resvg/resvg-wasm', '@resvg/resvg-wasm/index_bg.wasm', 'wasm-bindgen'],
])(
  '%s is accused of nothing',
  { timeout: seeds.length * 120_000 },
  async (_name, file, contract) => {
    const locator = join(root, 'node_modules', file);
    for (const seed of seeds) {
      const result = await certifySubject({ locator, seed, runs: 150 });
      expect({ seed, accused: witnessesIn(result) }).toEqual({ seed, accused: [] });
      expect(result).toMatchObject({ contract: { name: contract }, bounds: { programs: 150 } });
      expect(result.properties.find(({ id }) => id === 'no-overlap')?.checks).toBeGreaterThan(
        1_000,
      );
    }
  },
);
