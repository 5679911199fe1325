import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseContract } from '../src/contract/choose-contract.js';
import { runSettings } from '../src/contract/terms/run-settings.js';
import type { ProgramBatch } from '../src/core/execution-batch.js';
import { RequestKind } from '../src/core/request-kind.js';
import { makePlan } from '../src/generate/generation-plan.js';
import { termsOf } from '../src/contract/terms/terms.js';
import { Kernel } from '../src/judge/kernel.js';
import { openNativeSubject } from '../src/subjects/native/native-subject.js';
import { PlainPrograms, poolBytes } from './bench-subject.js';
import { median } from './median.js';

const source = fileURLToPath(new URL('../../bench/native/size-class.c', import.meta.url));
const REQUESTS_PER_ROUND = 200_000;
const ROUNDS = 9;

/**
 * Checked requests of a native subject, run and then judged, against a plain C loop over the same
 * requests. The library is sealed, so its programs share processes. Needs a C compiler.
 */
export async function nativeAgainstC(print: (line: string) => void): Promise<void> {
  if (spawnSync('cc', ['--version']).status !== 0) {
    print('native against C: left out, since there is no C compiler (cc)');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'allocert-bench-'));
  try {
    const library = join(folder, 'libsize-class.so');
    const raw = join(folder, 'raw');
    execFileSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, source]);
    execFileSync('cc', ['-O2', '-DRAW', '-o', raw, source]);
    print('native, checked against a plain C loop (median of rounds; programs share processes)');
    print(
      '| requests a program | contents | C ns | ns | ratio | million a second | programs a second |',
    );
    print('|---|---|---|---|---|---|---|');
    for (const length of [10, 100, 1_000, 10_000]) {
      for (const observe of ['edges', 'full'] as const) {
        print(await row(library, raw, length, observe));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function row(
  library: string,
  raw: string,
  length: number,
  observe: 'edges' | 'full',
): Promise<string> {
  const subject = await openNativeSubject(library);
  const { contract } = await chooseContract(subject.description);
  const settings = runSettings(termsOf(contract, subject.description), {
    ...{ hangLimitMs: 1_000, macroLimit: 1_000 },
  });
  const kernel = new Kernel(termsOf(contract, subject.description));
  const programs = Math.min(500, Math.floor(REQUESTS_PER_ROUND / length));
  const plan = makePlan(termsOf(contract, subject.description), { effort: 'standard' });
  const source = new PlainPrograms(plan, programs, length, observe);
  const batch = source.next(1);
  const nanoseconds: number[] = [];
  for (let round = 0; round < ROUNDS + 2; round++) {
    const start = performance.now();
    const answers = await subject.run(batch, settings);
    for (let index = 0; index < batch.count; index++) {
      if (kernel.judge(answers, index, 0) > 0) throw new Error('a correct allocator is accused');
    }
    if (round >= 2) nanoseconds.push(((performance.now() - start) * 1e6) / (programs * length));
  }
  await subject.close();
  const checked = median(nanoseconds);
  const plain = rawNanoseconds(raw, batch, length);
  const cells = [plain, checked, checked / plain, 1e3 / checked].map((cell) => cell.toFixed(1));
  return `| ${length} | ${observe} | ${cells.join(' | ')} | ${Math.round(1e9 / (checked * length))} |`;
}

function rawNanoseconds(raw: string, batch: ProgramBatch, length: number): number {
  const { words } = batch;
  const input = Buffer.from(words.buffer, words.byteOffset, words.byteLength);
  const options = [batch.count, length, poolBytes(length), RequestKind.dealloc].map(String);
  return Number(execFileSync(raw, options, { input }));
}
