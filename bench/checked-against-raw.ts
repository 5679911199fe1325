import { unpackWorld, type ProgramBatch } from '../src/core/execution-batch.js';
import { RequestKind } from '../src/core/request-kind.js';
import type { Allocator } from '../src/subjects/module-port.js';
import { PlainPrograms, openBenchSubject, poolBytes } from './bench-subject.js';
import { cpuTimeNs } from './cpu-time.js';
import { median } from './median.js';

type Factory = (pool: { memory: SharedArrayBuffer; base: number; bytes: number }) => Allocator;

const ROUNDS = 9;
const REQUESTS_PER_ROUND = 200_000;

/** Ratios of checked requests, end to end (generated, run, recorded, judged), to the raw calls. */
export async function checkedAgainstRaw(print: (line: string) => void): Promise<void> {
  print('checked against raw calls, ns a request and ratio (median of rounds, interleaved)');
  print('| allocator | requests a program | raw ns | edges ns | ratio | full ns | ratio |');
  print('|---|---|---|---|---|---|---|');
  for (const name of ['size-class', 'first-fit-words', 'first-fit-walk']) {
    for (const length of [10, 100, 1_000, 10_000]) print(await row(name, length));
  }
}

async function row(name: string, length: number): Promise<string> {
  const bench = await openBenchSubject(name);
  const factory = ((await import(`./allocators/${name}.js`)) as { default: Factory }).default;
  const programs = Math.max(1, Math.floor(REQUESTS_PER_ROUND / length));
  const edges = new PlainPrograms(bench.plan, programs, length, 'edges');
  const full = new PlainPrograms(bench.plan, programs, length, 'full');
  const raw: number[] = [];
  const atEdges: number[] = [];
  const atFull: number[] = [];
  for (let round = 0; round < ROUNDS + 2; round++) {
    const seed = 1_000 * round + 1;
    const rawNs = timeRaw(edges.next(seed), factory);
    const edgesNs = await timeChecked(edges, seed);
    const fullNs = await timeChecked(full, seed);
    if (round < 2) continue;
    raw.push(rawNs);
    atEdges.push(edgesNs / rawNs);
    atFull.push(fullNs / rawNs);
  }
  const rawNs = median(raw);
  const cells = [
    rawNs,
    median(atEdges) * rawNs,
    median(atEdges),
    median(atFull) * rawNs,
    median(atFull),
  ];
  return `| ${name} | ${length} | ${cells.map((cell) => cell.toFixed(1)).join(' | ')} |`;

  async function timeChecked(source: PlainPrograms, seed: number): Promise<number> {
    const start = cpuTimeNs();
    const batch = source.next(seed);
    const answers = await bench.subject.run(batch, bench.settings);
    for (let index = 0; index < batch.count; index++) {
      const verdict = bench.kernel.judge(answers, index, unpackWorld(batch, index).limitBytes);
      if (verdict > 0) throw new Error(`${name} broke a property: verdict ${verdict}`);
    }
    return (cpuTimeNs() - start) / (batch.count * length);
  }
}

/** The same requests by plain calls: what a program that uses the allocator would do. */
function timeRaw(batch: ProgramBatch, factory: Factory): number {
  const length = batch.starts[1] - batch.starts[0];
  const memory = new SharedArrayBuffer(poolBytes(length) + 131_072);
  const { words, starts } = batch;
  const addresses = new Float64Array(length);
  const sizes = new Float64Array(length);
  const allocators = Array.from({ length: batch.count }, () => factory);
  const start = cpuTimeNs();
  for (let program = 0; program < batch.count; program++) {
    const allocator = allocators[program]({ memory, base: 65_536, bytes: poolBytes(length) });
    addresses.fill(-1);
    for (let request = 0; request < length; request++) {
      const at = (starts[program] + request) * 4;
      if ((words[at] & 31) === RequestKind.dealloc) {
        const reference = words[at + 1];
        if (reference < 0 || addresses[reference] < 0) continue;
        allocator.dealloc?.(addresses[reference], sizes[reference], 1);
        addresses[reference] = -1;
      } else {
        const size = words[at + 2];
        addresses[request] = allocator.alloc(size, 1) ?? -1;
        sizes[request] = size;
      }
    }
  }
  return (cpuTimeNs() - start) / (batch.count * length);
}
