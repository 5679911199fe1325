import type { ProgramBatch } from '../src/core/execution-batch.js';
import { RequestKind } from '../src/core/request-kind.js';
import type { Allocator } from '../src/subjects/module-port.js';
import {
  PlainPrograms,
  openBenchSubject,
  poolBytes,
  timeChecked,
  type BenchSubject,
} from './bench-subject.js';
import { cpuTimeNs } from './cpu-time.js';
import { median } from './median.js';
import { steadyRounds } from './steady-rounds.js';

type Factory = (pool: { memory: SharedArrayBuffer; base: number; bytes: number }) => Allocator;

const ROUNDS = 9;
const REQUESTS_PER_ROUND = 200_000;
/** Of an allocator that takes microseconds. */
const SLOW_REQUESTS_PER_ROUND = 20_000;
/** As many as a batch of a campaign has. */
const PROGRAMS_PER_BATCH = 64;

/** Times of one round, in ns a request. */
interface Round {
  readonly raw: number;
  readonly generate: number;
  readonly edges: number;
  readonly full: number;
  readonly judge: number;
}

/** Ratios of checked requests, end to end (generated, run, recorded, judged), to the raw calls. */
export async function checkedAgainstRaw(print: (line: string) => void): Promise<void> {
  print('checked against raw calls, ns a request (medians of rounds, interleaved) and ratios');
  print(
    '| allocator | requests a program | raw | generate | run, edges ' +
      '| judge | sum | ratio | run, full | sum | ratio |',
  );
  print('|---|---|---|---|---|---|---|---|---|---|---|');
  for (const name of ['size-class', 'first-fit-words', 'first-fit-walk']) {
    for (const length of [10, 100, 1_000, 10_000]) print(await row(name, length));
  }
}

async function row(name: string, length: number): Promise<string> {
  const bench = await openBenchSubject(name);
  const factory = ((await import(`./allocators/${name}.js`)) as { default: Factory }).default;
  const requests =
    name === 'first-fit-walk' && length >= 1_000 ? SLOW_REQUESTS_PER_ROUND : REQUESTS_PER_ROUND;
  const programs = Math.min(PROGRAMS_PER_BATCH, requests / length);
  const edges = new PlainPrograms(bench.plan, programs, length, 'edges');
  const full = new PlainPrograms(bench.plan, programs, length, 'full');
  const batches = Math.max(1, Math.round(requests / (programs * length)));
  const rounds = await steadyRounds(
    ROUNDS,
    (index) => timeRound({ bench, factory, edges, full, batches, seed: 1_000 * index + 1 }),
    ({ raw, generate, edges: run, judge, full: runFull }) => raw + generate + run + judge + runFull,
  );
  const middle = (of: (round: Round) => number): number => median(rounds.map(of));
  const [raw, generate, judge] = [
    middle((round) => round.raw),
    middle((round) => round.generate),
    middle((round) => round.judge),
  ];
  const sums = (['edges', 'full'] as const).flatMap((level) => {
    const run = middle((round) => round[level]);
    const ratio = middle((round) => (round.generate + round[level] + round.judge) / round.raw);
    const parts = level === 'edges' ? [generate, run, judge] : [run];
    return [...parts, generate + run + judge, ratio];
  });
  return `| ${name} | ${length} | ${[raw, ...sums].map((cell) => cell.toFixed(1)).join(' | ')} |`;
}

/** Some batches, each by plain calls and checked at both levels. */
async function timeRound(part: {
  readonly bench: BenchSubject;
  readonly factory: Factory;
  readonly edges: PlainPrograms;
  readonly full: PlainPrograms;
  readonly batches: number;
  readonly seed: number;
}): Promise<Round> {
  const { bench, factory, edges, full, batches } = part;
  const sum = { raw: 0, generate: 0, edges: 0, full: 0, judge: 0 };
  for (let batch = 0; batch < batches; batch++) {
    const seed = part.seed + batch * edges.programs;
    sum.raw += timeRaw(edges.next(seed), factory);
    const atEdges = await timeChecked(bench, edges, seed);
    const atFull = await timeChecked(bench, full, seed);
    sum.generate += (atEdges.generateNs + atFull.generateNs) / 2;
    sum.judge += (atEdges.judgeNs + atFull.judgeNs) / 2;
    sum.edges += atEdges.runNs;
    sum.full += atFull.runNs;
  }
  const requests = batches * edges.programs * edges.length;
  return {
    raw: sum.raw / requests,
    generate: sum.generate / requests,
    edges: sum.edges / requests,
    full: sum.full / requests,
    judge: sum.judge / requests,
  };
}

/** Time of the same requests by plain calls: what a program that uses the allocator would do. */
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
  return cpuTimeNs() - start;
}
