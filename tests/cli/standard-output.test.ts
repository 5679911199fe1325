import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { main } from './run-allocert.js';

// Goal: where standard output goes is not ours to rely on. A reader that leaves is no fault, and a
// disk that is full is one message and no verdict.

const certify = 'certify builtin:bump --property no-overlap --runs 5 --seed 1 --no-save';

/** A line for a POSIX shell, in which allocert stands for the compiled command line. */
const shell = async (line: string): Promise<{ exitCode?: number; stderr: string }> =>
  await execa('sh', ['-c', line.replace('allocert', `'${process.execPath}' '${main}'`)], {
    reject: false,
  });

test('a reader that goes away after a line does not change the exit code', async () => {
  const { exitCode, stderr } = await shell(
    `{ allocert ${certify} --reporter json; echo "ends with $?" >&2; } | head -n 1`,
  );
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^ends with 3$/m);
  expect(stderr).not.toMatch(/^\s+at |Error/m);
});

test('an output on a full disk is one message and exit code 2', async (context) => {
  if (!existsSync('/dev/full')) context.skip('there is no /dev/full here');
  const { exitCode, stderr } = await shell('allocert explain > /dev/full');
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^allocert: cannot write to standard output: ENOSPC[^\n]*$/);
});
