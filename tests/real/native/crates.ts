import { execFileSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import type { ContractInput } from '../../../dist/src/contract/document/contract-schema.js';
import { needsCompiler } from '../../subjects/native/native-corpus.js';

/** Where scripts/install-rust-corpus.sh builds; out of git, and kept between checkouts. */
const target =
  process.env['ALLOCERT_RUST_CORPUS'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'allocert/rust-corpus');

const inCi = process.env['CI'] === 'true';

/**
 * Builds the crates of one workspace from what cargo has in its cache: pinned by the lockfile, and
 * without the network. Leaves the test out, with the reason, where they were never fetched.
 */
export function needsCrates(context: TestContext, workspace: 'correct' | 'with-bugs'): void {
  needsCompiler(context);
  try {
    execFileSync('cargo', ['build', '--quiet', '--locked', '--offline'], {
      cwd: join(import.meta.dirname, 'crates', workspace),
      env: { ...process.env, CARGO_TARGET_DIR: target, RUSTFLAGS: '' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    if (inCi) throw error;
    context.skip(true, 'the crates are not there; run scripts/install-rust-corpus.sh');
  }
}

/** The library of a member. */
export const crateLibrary = (name: string): string =>
  join(target, 'debug', `lib${name.replaceAll('-', '_')}.so`);

/** What allocators over a pool promise beyond GlobalAlloc: all that is freed can be had again. */
const pool = {
  extends: 'rust-global-alloc',
  reclaims: 'everything',
  deterministic: 'claimed',
  region: {
    baseAlign: 16,
    sizeMultiple: 1,
    smallestBytes: 4_096,
    largestBytes: 131_072,
    freshBytes: 'any',
  },
} as const satisfies ContractInput & { extends: string };

/** The same, and the pool can be extended by any number of bytes. */
const extendable = {
  ...pool,
  requests: ['alloc', 'allocZeroed', 'realloc', 'dealloc', 'extend'],
  region: { ...pool.region, reserveBytes: 65_536, growGranuleBytes: 1 },
} as const;

export const contracts = {
  pool: { input: pool, where: 'pool' },
  nullOnly: { input: { ...pool, refusalMayAbort: false }, where: 'nullOnly' },
  extendable: { input: extendable, where: 'extendable' },
  global: { input: 'rust-global-alloc', where: 'global' },
} as const;
