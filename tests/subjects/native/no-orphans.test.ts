import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import { libraryFolder, needsCompiler, runLiterals } from './native-corpus.js';

const folder = libraryFolder();
const product = join(import.meta.dirname, '../../../dist/src');

/** Runs a program that never ends, as a process of its own that says so. */
const script = `
import { openNativeSubject } from ${JSON.stringify(`${product}/subjects/native/native-subject.js`)};
import { packPrograms } from ${JSON.stringify(`${product}/core/execution-batch.js`)};
import { parseProgram } from ${JSON.stringify(`${product}/core/parse-program-literal.js`)};
const subject = await openNativeSubject(process.argv[1]);
const batch = packPrograms([104, 104, 104].map((size) => parseProgram('allocert/1 A=alloc(' + size + ')')));
const running = subject.run(batch, ${JSON.stringify({
  ...{ refusal: 'null', fillLimitBytes: 4_096, usableWritable: false, reallocToZeroEnds: false },
  ...{ naturalAlign: 1, hangLimitMs: 600_000, macroLimit: 100, confirmHangs: false },
})});
console.log('running');
await running;
`;

/** Ids of processes that have a file mapped. */
function processesWith(file: string): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/maps`, 'utf8').includes(file);
    } catch {
      return false;
    }
  });
}

/** The process group of a process: the third field behind its name. */
function groupOf(id: string): string | undefined {
  return readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.split(' ')[2];
}

const patience = { timeout: 60_000, interval: 5 };

test('a subject that is closed leaves no process behind, not even one that hangs', async (context) => {
  needsCompiler(context);
  const library = folder.compile('faults.c', '-Wno-infinite-recursion');
  const subject = await openNativeSubject(library);
  const running = runLiterals(subject, ['allocert/1 A=alloc(104)'], { hangLimitMs: 600_000 });
  await subject.close();
  await running;
  await vi.waitFor(() => {
    expect(processesWith(library)).toEqual([]);
  }, patience);
});

test('Ctrl-C in a terminal does not reach the driver, which is in a group of its own', async (context) => {
  needsCompiler(context);
  const library = folder.compile('faults.c', '-Wno-infinite-recursion', '-DFOR_group');
  const subject = await openNativeSubject(library);
  const groups = processesWith(library).map((id) => groupOf(id));
  await subject.close();
  expect(groups).toHaveLength(1);
  expect(groups).not.toContain(groupOf('self'));
});

test.for(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'after %s to the process that tests, its driver and the programs end, and no file is left',
  async (signal, context) => {
    needsCompiler(context);
    const library = folder.compile('faults.c', '-Wno-infinite-recursion', `-DFOR_${signal}`);
    const temporary = join(folder.path, 'temporary');
    mkdirSync(temporary, { recursive: true });
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, library], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: temporary },
    });
    await once(child.stdout, 'data');
    // The driver, and a process for one program at least.
    await vi.waitFor(() => {
      expect(processesWith(library).length).toBeGreaterThan(1);
    }, patience);
    child.kill(signal);
    await once(child, 'close');
    await vi.waitFor(() => {
      expect(processesWith(library)).toEqual([]);
    }, patience);
    const left = readdirSync(temporary, { recursive: true, encoding: 'utf8' });
    expect(left.map((name) => name.replace(/[0-9a-f]{16}|\d+/g, 'N'))).toEqual([
      ...['allocert-N', 'allocert-N/driver-N'],
    ]);
  },
);
