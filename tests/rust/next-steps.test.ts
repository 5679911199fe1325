import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main, runAllocert } from '../cli/run-allocert.js';
import { needsCompiler } from '../subjects/native/native-corpus.js';
import { cleanEnvironment } from '../tooling/clean-environment.js';
import { needsCargo } from './cargo.js';

// Goal: what `init` prints can be pasted, line by line, and does what a user wants: the fresh project
// holds, and a bug that is put into it is found.
// Method: a folder that has allocert installed, as npx sees it; the lines go to a shell as they are.

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'allocert-steps-'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  const script = `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`;
  writeFileSync(join(folder, 'node_modules/.bin/allocert'), script, { mode: 0o755 });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The indented lines that `init` printed; the last certifies, with a fixed seed and few programs. */
async function stepsOf(language: string, name: string): Promise<string> {
  const { stdout } = await runAllocert(['init', language, name], { cwd: folder });
  const steps = stdout.split('\n').filter((line) => line.startsWith('  '));
  expect(steps).toHaveLength(3);
  expect(steps[2]).toContain('allocert certify');
  return `${steps.map((line) => line.trim()).join('\n')} --seed 1 --effort quick`;
}

/** Runs the lines in one shell, up to the first that fails. */
async function run(steps: string): Promise<{ exitCode: number; stdout: string }> {
  const env = { ...cleanEnvironment(), RUSTFLAGS: '' };
  try {
    const { stdout } = await promisify(execFile)('sh', ['-e', '-c', steps], { cwd: folder, env });
    return { exitCode: 0, stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { exitCode: code, stdout };
  }
}

function plant(file: string, right: string, wrong: string): void {
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text).toContain(right);
  writeFileSync(join(folder, file), text.replace(right, wrong));
}

test('in Rust the fresh crate holds, and one that forgets alignments is violated', async (context) => {
  needsCompiler(context);
  needsCargo(context);
  const steps = await stepsOf('rust', 'my-alloc-check');
  const fresh = await run(steps);
  expect(fresh.stdout).toContain('libmy_alloc_check.so: HOLDS within 1,600 programs');
  expect(fresh.exitCode).toBe(0);

  plant('my-alloc-check/src/lib.rs', '& (layout.align() - 1)', '& 7');
  const broken = await run(steps);
  expect(broken.exitCode).toBe(1);
  expect(broken.stdout).toMatch(/alignment is violated[^]*allocert\/1 .*B=alloc\(1,16\)/);
});

test('in C the fresh library holds, and one that forgets its end is violated', async (context) => {
  needsCompiler(context);
  const steps = await stepsOf('c', 'my-alloc');
  const fresh = await run(steps);
  expect(fresh.stdout).toContain('libmy-alloc.so: HOLDS within 1,600 programs');
  expect(fresh.exitCode).toBe(0);

  plant('my-alloc/allocator.c', '|| size > end - start', '');
  const broken = await run(steps);
  expect(broken.exitCode).toBe(1);
  expect(broken.stdout).toMatch(/null-on-exhaustion is violated[^]*Program\n/);
});
