import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { root } from '../support/certify-subject.js';

/** The reference allocators in Rust: the workspace whose members are bump and first-fit. */
export const rustExamples = join(root, 'examples/rust');

export const WASM_TARGET = 'wasm32-unknown-unknown';

/** In CI nothing is left out: what a test needs is installed there. */
const inCi = process.env['CI'] === 'true';

/** Leaves a test out, with the reason, where cargo, or its target, is not installed. */
export function needsCargo(context: TestContext, target?: string): void {
  const cargo = spawnSync('cargo', ['--version']);
  context.skip(!inCi && cargo.status !== 0, 'no cargo; install Rust, see https://rustup.rs');
  if (target === undefined) return;
  const flags = ['--target', target, '--print', 'target-libdir'];
  const libraries = spawnSync('rustc', flags, { encoding: 'utf8' }).stdout.trim();
  const found = spawnSync('ls', [libraries], { encoding: 'utf8' }).stdout.includes('libcore-');
  context.skip(!inCi && !found, `no Rust target ${target}; rustup target add ${target}`);
}

/** Runs cargo in a folder, without the network; what it says is in the error when it fails. */
export function cargo(folder: string, ...words: readonly string[]): string {
  return execFileSync('cargo', [...words, '--offline'], {
    cwd: folder,
    env: { ...process.env, CARGO_TARGET_DIR: join(rustExamples, 'target'), RUSTFLAGS: '' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The shared library, or the wasm module, of a reference crate, built as a user builds it. */
export function referenceCrate(name: 'bump' | 'first-fit', kind: 'native' | 'wasm'): string {
  const file = `allocert_${name.replace('-', '_')}`;
  if (kind === 'native') {
    cargo(rustExamples, 'build');
    return join(rustExamples, 'target/debug', `lib${file}.so`);
  }
  cargo(rustExamples, 'build', '--target', WASM_TARGET);
  return join(rustExamples, 'target', WASM_TARGET, 'debug', `${file}.wasm`);
}
