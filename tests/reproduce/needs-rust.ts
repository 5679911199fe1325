import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';
import { needsCompiler } from '../subjects/native/native-corpus.js';

/** Leaves a test out where there is no Rust compiler; in CI nothing is left out. */
export function needsRust(context: TestContext): void {
  needsCompiler(context);
  const { status } = spawnSync('rustc', ['--version']);
  context.skip(process.env['CI'] !== 'true' && status !== 0, 'no rustc; see https://rustup.rs');
}
