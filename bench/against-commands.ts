import fc from 'fast-check';
import { unpackWorld } from '../src/core/execution-batch.js';
import type { Allocator } from '../src/subjects/module-port.js';
import { PlainPrograms, openBenchSubject, poolBytes } from './bench-subject.js';
import { cpuTimeNs } from './cpu-time.js';
import { median } from './median.js';

const ROUNDS = 5;
const REQUESTS_PER_ROUND = 20_000;
const EDGE_BYTES = 16;
const BASE = 65_536;

type Factory = (pool: { memory: SharedArrayBuffer; base: number; bytes: number }) => Allocator;

interface Real {
  readonly allocator: Allocator;
  readonly memory: Uint8Array;
}
interface Block {
  readonly address: number;
  readonly size: number;
  readonly tag: number;
}
interface Model {
  readonly live: Block[];
  granted: number;
  executed: number;
}

/** What a TypeScript user would write with fast-check: a class a request, the model an array. */
class Alloc implements fc.Command<Model, Real> {
  constructor(readonly size: number) {}
  check(): boolean {
    return true;
  }
  run(model: Model, real: Real): void {
    model.executed++;
    const { size } = this;
    const address = real.allocator.alloc(size, 1);
    if (address === null || address === undefined) return;
    if (address % 16 !== 0) throw new Error('misaligned');
    if (address < BASE || address + size > real.memory.length) throw new Error('out of bounds');
    for (const other of model.live) {
      if (address < other.address + other.size && other.address < address + size)
        throw new Error('overlap');
    }
    const block = { address, size, tag: model.granted++ };
    writeEdges(real.memory, block);
    model.live.push(block);
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
    model.executed++;
    const [block] = model.live.splice(this.index % model.live.length, 1);
    readEdges(real.memory, block);
    real.allocator.dealloc?.(block.address, block.size, 1);
  }
  toString(): string {
    return `dealloc(#${this.index})`;
  }
}

/** The byte of a block at an offset: another one in each block and at each place. */
const byteAt = (tag: number, offset: number): number => (tag * 31 + offset * 7) & 255;

function writeEdges(memory: Uint8Array, { address, size, tag }: Block): void {
  const edge = Math.min(EDGE_BYTES, size);
  for (let offset = 0; offset < edge; offset++) memory[address + offset] = byteAt(tag, offset);
  for (let offset = size - edge; offset < size; offset++)
    memory[address + offset] = byteAt(tag, offset);
}

function readEdges(memory: Uint8Array, { address, size, tag }: Block): void {
  const edge = Math.min(EDGE_BYTES, size);
  for (let offset = 0; offset < edge; offset++)
    if (memory[address + offset] !== byteAt(tag, offset)) throw new Error('damaged');
  for (let offset = size - edge; offset < size; offset++)
    if (memory[address + offset] !== byteAt(tag, offset)) throw new Error('damaged');
}

/**
 * How many times slower a model test by `fc.commands` is that does the same: the same pool, made anew
 * for every program, sizes and share of frees as in ours, so that as much is live, alignment, bounds
 * and overlaps judged at every grant, both ends of every block written, and read when it is freed and
 * at the end. Its time is by commands that were executed, of which it runs half of what it is asked.
 */
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
  const { default: factory } = (await import(`./allocators/${name}.js`)) as { default: Factory };
  const programs = Math.max(1, Math.floor(REQUESTS_PER_ROUND / length));
  const source = new PlainPrograms(bench.plan, programs, length, 'edges');
  const ours: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS + 2; round++) {
    const start = cpuTimeNs();
    const batch = source.next(round * 100 + 1);
    const answers = await bench.subject.run(batch, bench.settings);
    for (let index = 0; index < batch.count; index++) {
      bench.kernel.judge(answers, index, unpackWorld(batch, index).limitBytes);
    }
    const ourNs = (cpuTimeNs() - start) / (programs * length);
    const theirNs = timeCommands(round, factory, length, programs);
    if (round < 2) continue;
    ours.push(ourNs);
    ratios.push(theirNs / ourNs);
  }
  const [ourNs, ratio] = [median(ours), median(ratios)];
  const cells = [ourNs.toFixed(0), (ourNs * ratio).toFixed(0), ratio.toFixed(1)];
  return `| ${name} | ${length} | ${cells.join(' | ')} |`;
}

function timeCommands(seed: number, factory: Factory, length: number, programs: number): number {
  const sizes = fc.integer({ min: 1, max: 170 }).map((size) => new Alloc(size));
  const frees = fc.nat().map((index) => new Dealloc(index));
  // Five grants to two frees leave as much live as there is in our programs.
  const commands = fc.commands([sizes, sizes, sizes, sizes, sizes, frees, frees], {
    maxCommands: length,
    size: 'max',
  });
  const bytes = poolBytes(length);
  let executed = 0;
  const start = cpuTimeNs();
  fc.assert(
    fc.property(commands, (drawn) => {
      const shared = new SharedArrayBuffer(BASE + bytes);
      const model: Model = { live: [], granted: 0, executed: 0 };
      const memory = new Uint8Array(shared);
      fc.modelRun(
        () => ({
          model,
          real: { allocator: factory({ memory: shared, base: BASE, bytes }), memory },
        }),
        drawn,
      );
      for (const block of model.live) readEdges(memory, block);
      executed += model.executed;
    }),
    { seed, numRuns: programs },
  );
  return (cpuTimeNs() - start) / Math.max(1, executed);
}
