import fc from 'fast-check';
import { unpackWorld } from '../src/core/execution-batch.js';
import type { Allocator } from '../src/subjects/module-port.js';
import { PlainPrograms, openBenchSubject, poolBytes } from './bench-subject.js';
import { median } from './median.js';

const ROUNDS = 5;

interface Real {
  readonly allocator: Allocator;
}
interface Model {
  readonly live: { address: number; size: number }[];
}

/** What a TypeScript user would write with fast-check: one command class a request, the model an array. */
class Alloc implements fc.Command<Model, Real> {
  constructor(readonly size: number) {}
  check(): boolean {
    return true;
  }
  run(model: Model, real: Real): void {
    const address = real.allocator.alloc(this.size, 1);
    if (address === null || address === undefined) return;
    for (const other of model.live) {
      if (address < other.address + other.size && other.address < address + this.size)
        throw new Error('overlap');
    }
    model.live.push({ address, size: this.size });
  }
  toString(): string {
    return `alloc(${this.size})`;
  }
}

class Dealloc implements fc.Command<Model, Real> {
  constructor(readonly index: number) {}
  check(model: Readonly<Model>): boolean {
    return model.live.length > 0;
  }
  run(model: Model, real: Real): void {
    const [block] = model.live.splice(this.index % model.live.length, 1);
    real.allocator.dealloc?.(block.address, block.size, 1);
  }
  toString(): string {
    return `dealloc(#${this.index})`;
  }
}

/** How many times slower an equivalent model test by `fc.commands` is, interval check only. */
export async function againstCommands(print: (line: string) => void): Promise<void> {
  print('against an equivalent fc.commands test, ns an executed request and ratio');
  print('| allocator | requests a program | allocert ns | fc.commands ns | ratio |');
  print('|---|---|---|---|---|');
  for (const name of ['size-class', 'first-fit-words']) {
    for (const length of [100, 1_000, 10_000]) print(await row(name, length));
  }
}

async function row(name: string, length: number): Promise<string> {
  const bench = await openBenchSubject(name);
  const { default: factory } = (await import(`./allocators/${name}.js`)) as {
    default: (pool: { memory: SharedArrayBuffer; base: number; bytes: number }) => Allocator;
  };
  const programs = Math.max(1, Math.floor(20_000 / length));
  const source = new PlainPrograms(bench.plan, programs, length, 'edges');
  const memory = new SharedArrayBuffer(poolBytes(length) + 131_072);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS + 1; round++) {
    const start = performance.now();
    const batch = source.next(round * 100 + 1);
    const answers = await bench.subject.run(batch, bench.settings);
    for (let index = 0; index < batch.count; index++) {
      bench.kernel.judge(answers, index, unpackWorld(batch, index).limitBytes);
    }
    const ourNs = ((performance.now() - start) * 1e6) / (programs * length);
    const theirNs = timeCommands(
      round,
      () => factory({ memory, base: 65_536, bytes: poolBytes(length) }),
      length,
      programs,
    );
    if (round === 0) continue;
    ours.push(ourNs);
    theirs.push(theirNs / ourNs);
  }
  const [ourNs, ratio] = [median(ours), median(theirs)];
  return `| ${name} | ${length} | ${ourNs.toFixed(0)} | ${(ourNs * ratio).toFixed(0)} | ${ratio.toFixed(1)} |`;
}

function timeCommands(
  seed: number,
  make: () => Allocator,
  length: number,
  programs: number,
): number {
  const commands = fc.commands(
    [
      fc.integer({ min: 1, max: 170 }).map((size) => new Alloc(size)),
      fc.nat().map((index) => new Dealloc(index)),
    ],
    { maxCommands: length, size: 'max' },
  );
  let executed = 0;
  const start = performance.now();
  fc.assert(
    fc.property(commands, (drawn) => {
      const model: Model = { live: [] };
      fc.modelRun(() => ({ model, real: { allocator: make() } }), drawn);
      executed += [...drawn].length;
    }),
    { seed, numRuns: programs },
  );
  return ((performance.now() - start) * 1e6) / Math.max(1, executed);
}
