import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { certifySubject, root, violatedIn } from '../../support/certify-subject.js';

test('the allocator of examples/rust-wire holds behind a pipe, by its layouts', async (context) => {
  context.skip(
    spawnSync('cargo', ['--version']).status !== 0 && process.env['CI'] !== 'true',
    'no cargo; see rustup.rs',
  );
  const target = mkdtempSync(join(tmpdir(), 'allocert-rust-wire-'));
  try {
    const manifest = join(root, 'examples/rust-wire/Cargo.toml');
    execFileSync(
      'cargo',
      [
        'build',
        '-q',
        '--release',
        '--offline',
        '--manifest-path',
        manifest,
        '--target-dir',
        target,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const locator = `command:${join(target, 'release/allocert-wire-example')}`;
    const result = await certifySubject({ locator, seed: 1, runs: 400 });
    expect(violatedIn(result)).toEqual([]);
    expect(result.contract.name).toBe('rust-global-alloc');
    expect(result.verdict).toBe('holds');
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
});
