import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, type TestContext } from 'vitest';
import { openCommandSubject } from '../../../dist/src/subjects/command/command-subject.js';
import { runLiterals } from '../../subjects/native/native-corpus.js';
import { certifySubject, root, violatedIn } from '../../support/certify-subject.js';

// newlib's malloc on an emulated Cortex-M3, over its serial line.

const folder = mkdtempSync(join(tmpdir(), 'allocert-firmware-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function needsBoard(context: TestContext): void {
  const missing = ['arm-none-eabi-gcc', 'qemu-system-arm'].filter(
    (tool) => spawnSync(tool, ['--version']).status !== 0,
  );
  context.skip(
    missing.length > 0 && process.env['CI'] !== 'true',
    `no ${missing.join(' and no ')}; apt-get install gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm`,
  );
}

function firmware(name: string, ...flags: readonly string[]): string {
  const at = join(root, 'examples/firmware');
  execFileSync('sh', [join(at, 'build.sh'), folder, name, ...flags]);
  return `sh ${join(at, 'run.sh')} ${join(folder, `${name}.elf`)}`;
}

const limits = { hangLimitMs: 5_000 };

test('calloc of newlib 3.3.0 grants a product that wraps', async (context) => {
  needsBoard(context);
  const subject = await openCommandSubject(firmware('newlib'));
  try {
    const [wraps] = await runLiterals(
      subject,
      ['allocert/1 A=allocArray(50615,121598106)'],
      limits,
    );
    expect(wraps.steps[1].outcome.kind).toBe('granted');
    expect(wraps.steps[1].untouched).toBe('outOfExtents');
  } finally {
    await subject.close();
  }
});

test('nothing of malloc, realloc, memalign and free is accused', async (context) => {
  needsBoard(context);
  const locator = `command:${firmware('checked', '-DCHECK_CALLOC')}`;
  const result = await certifySubject({ locator, seed: 1, runs: 24, contract: c17 });
  expect(violatedIn(result)).toEqual([]);
  expect(result.bounds.programs).toBe(24);
});

test('a HardFault is told at its step, and the board goes on', async (context) => {
  needsBoard(context);
  const subject = await openCommandSubject(firmware('crash', '-DPLANT_CRASH'));
  try {
    const [fine, crash, after] = await runLiterals(
      subject,
      [
        'allocert/1 A=alloc(99) realloc(A,200) free(A)',
        'allocert/1 A=alloc(20) B=alloc(100) free(A) realloc(B,200) free(B)',
        'allocert/1 A=alloc(100) B=aligned_alloc:alloc(40,64) free(A) free(B)',
      ],
      limits,
    );
    expect(fine.death).toBeUndefined();
    expect(crash.death).toMatchObject({ step: 4, fault: 'accessViolation', phase: 'call' });
    expect(crash.death?.message).toMatch(/HardFault at [0-9a-f]{8}, address a0000004/);
    expect(after.death).toBeUndefined();
    expect(after.steps.map(({ outcome }) => outcome.kind)).toEqual([
      'done',
      'granted',
      'granted',
      'done',
      'done',
    ]);
  } finally {
    await subject.close();
  }
});

const c17 = { input: 'c17', where: 'the test' };
