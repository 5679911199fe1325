import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runAllocert } from './run-allocert.js';
import { sampleAllocator } from './sample-allocator.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'allocert-inspect-'));
  writeFileSync(join(directory, 'good.mjs'), sampleAllocator(false));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

test('inspect shows what was found, the contract and the goals', async () => {
  const ran = await runAllocert(['inspect', 'good.mjs'], { cwd: directory });
  expect(ran.exitCode).toBe(0);
  const facts = ['good.mjs', 'module', 'contract        sample', 'coverage goals', 'left out'];
  for (const fact of facts) expect(ran.stdout).toContain(fact);
});

test('inspect of a file that is missing exits with 4', async () => {
  const ran = await runAllocert(['inspect', 'none.so'], { cwd: directory });
  expect([ran.exitCode, ran.stdout]).toEqual([4, '']);
});
