import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test, type TestContext } from 'vitest';
import { cleanEnvironment } from '../tooling/clean-environment.js';
import { main } from './run-allocert.js';

// What only a terminal shows. `script` gives the command line a terminal of its own.

const folder = mkdtempSync(join(tmpdir(), 'allocert-terminal-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const certify = ['certify', 'builtin:bump', '--seed', '1', '--runs', '200'];

/** Short, for what does not depend on the verdict. */
const glance = ['certify', 'builtin:bump', '--seed', '1', '--runs', '8'];

/** All that a terminal gets, with the exit code. */
function inTerminal(
  context: TestContext,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { readonly seen: string; readonly exitCode: number | null } {
  const { error } = spawnSync('script', ['--version']);
  const missing = error !== undefined && process.env['CI'] !== 'true';
  context.skip(missing, 'there is no `script`; apt-get install bsdutils');
  const command = [process.execPath, main, ...words].map((word) => `'${word}'`).join(' ');
  const { stdout, status } = spawnSync('script', ['-qec', command, '/dev/null'], {
    ...{ cwd: folder, encoding: 'utf8' },
    env: { ...cleanEnvironment(), TERM: 'xterm', ...env },
  });
  return { seen: stdout, exitCode: status };
}

test('progress is one line that is drawn again and gone when the report comes', (context) => {
  const { seen, exitCode } = inTerminal(context, certify);
  expect(exitCode).toBe(0);
  const drawn = seen.split('\r\x1b[K');
  expect(drawn.length).toBeGreaterThan(2);
  for (const line of drawn.slice(1, -1)) {
    expect(line).toMatch(/^builtin:bump: [\d,]+ of 200 programs, [\d,]+ requests$/);
  }
  expect(drawn.at(-1)).toMatch(/subject bump.*HOLDS within 200 programs/s);
});

test('a terminal gets colours, unless NO_COLOR is set', (context) => {
  // An empty value counts as not set.
  expect(inTerminal(context, glance, { NO_COLOR: '' }).seen).toMatch(/\x1b\[3\dm/);
  expect(inTerminal(context, glance, { NO_COLOR: '1' }).seen).not.toMatch(/\x1b\[3\dm/);
});

test('a pipe gets neither colours nor lines that are drawn again', async () => {
  const env = { ...cleanEnvironment(), NO_COLOR: '' };
  const { stdout, stderr } = await execa(process.execPath, [main, ...glance], {
    ...{ cwd: folder, env, extendEnv: false, reject: false },
  });
  expect(stdout + stderr).not.toMatch(/\r|\x1b/);
});

test('Ctrl-C twice ends at once, with 130 and no report', async () => {
  // Its first call never comes back, so that the first Ctrl-C cannot end the run by itself.
  const endless = join(folder, 'endless.mjs');
  writeFileSync(
    endless,
    `export const contract = 'rust-global-alloc';
export default ({ memory }) => ({ memory, alloc() { for (;;); }, dealloc() {} });
`,
  );
  const child = execa(process.execPath, [main, 'certify', endless, '--seed', '1'], {
    ...{ cwd: folder, env: cleanEnvironment(), extendEnv: false, reject: false },
  });
  let heard = '';
  let pressed = 0;
  child.stderr.on('data', (data: Buffer) => {
    heard += data.toString();
    const due = heard.includes('Again to stop at once') ? 2 : 1;
    while (pressed < due) {
      pressed++;
      child.kill('SIGINT');
    }
  });
  const { exitCode, stdout, stderr } = await child;
  expect(exitCode).toBe(130);
  expect(stderr).toContain('interrupted; reporting what is known. Again to stop at once.');
  expect(stdout).not.toMatch(/no-fault|INCONCLUSIVE/);
});
