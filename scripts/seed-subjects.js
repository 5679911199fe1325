// The allocators that are known to be correct, cheap ones first, each with the name that the table of
// docs/SEEDS.md has for it, and how it is found here.

import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const crates =
  process.env.ALLOCERT_RUST_CORPUS ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'allocert/rust-corpus');

/** @typedef {{ readonly name: string, readonly locator: string }} SeedSubject */

/**
 * All of them, whether they are installed or not.
 *
 * @returns {SeedSubject[]}
 */
export function seedSubjects() {
  return [
    { name: 'builtin:bump', locator: 'builtin:bump' },
    { name: 'builtin:first-fit', locator: 'builtin:first-fit' },
    ...modulesIn('dist/tests/zoo/correct', 'zoo', (file) => file.endsWith('.js')),
    { name: 'musl', locator: '/lib/ld-musl-x86_64.so.1' },
    { name: 'builtin:libc', locator: 'builtin:libc' },
    { name: 'jemalloc', locator: 'libjemalloc.so.2' },
    { name: 'tcmalloc', locator: 'libtcmalloc_minimal.so.4' },
    ...Object.entries(packages).map(([name, file]) => ({
      name,
      locator: join('node_modules', file),
    })),
    ...modulesIn('tests/real/glue', 'glue', (file) => file.endsWith('.mjs')),
    { name: 'mimalloc (crate)', locator: join(crates, 'debug/libmimalloc_global.so') },
  ];
}

const packages = {
  'sql.js': 'sql.js/dist/sql-wasm-debug.wasm',
  '@sqlite.org/sqlite-wasm': '@sqlite.org/sqlite-wasm/sqlite-wasm/jswasm/sqlite3.wasm',
  'web-tree-sitter': 'web-tree-sitter/web-tree-sitter.wasm',
  'vscode-oniguruma': 'vscode-oniguruma/release/onig.wasm',
  'brotli-wasm': 'brotli-wasm/pkg.node/brotli_wasm_bg.wasm',
  '@resvg/resvg-wasm': '@resvg/resvg-wasm/index_bg.wasm',
};

/**
 * Allocators of a folder by the name of the file; helpers among them make none.
 *
 * @param {string} folder
 * @param {string} prefix
 * @param {(file: string) => boolean} isOne
 * @returns {SeedSubject[]}
 */
function modulesIn(folder, prefix, isOne) {
  const files = readdirSync(join(root, folder)).filter(isOne);
  return files
    .map((file) => ({
      name: `${prefix}/${file.replace(/\.m?js$/, '')}`,
      locator: join(folder, file),
    }))
    .filter(({ name }) => !HELPERS.has(name));
}

/** Files of the zoo that others are made of. */
const HELPERS = new Set(['zoo/boundary-tags', 'zoo/power-of-two']);
