import fc from 'fast-check';
import type { ProgramBatch } from '../src/core/execution-batch.js';
import { WORDS_PER_REQUEST } from '../src/core/request.js';
import { RequestKind } from '../src/core/request-kind.js';
import type { Allocator } from '../src/subjects/module-port.js';
import { PlainPrograms, openBenchSubject, poolBytes, timeChecked } from './bench-subject.js';
import { cpuTimeNs } from './cpu-time.js';
import { median } from './median.js';
import { steadyRounds } from './steady-rounds.js';

const ROUNDS = 9;
/** Of theirs a round runs fewer, since each takes longer. */
const REQUESTS_PER_ROUND = 60_000;
const OUR_REQUESTS_PER_ROUND = 200_000;
/** Weighs their time so that either side keeps the rounds from counting as steady. */
const EXPECTED_RATIO = 8;
const EDGE_BYTES = 16;
const BASE = 256;
/** Bytes on either side of the pool that nobody may change. */
const AROUND_BYTES = 128;

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
    if (address < BASE || address + size > real.memory.length - AROUND_BYTES)
      throw new Error('out of bounds');
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

/** Memory of the fc.commands test, made once: a test that cares for its time would not do it anew. */
interface Arena {
  readonly shared: SharedArrayBuffer;
  readonly memory: Uint8Array;
  readonly bytes: number;
}

/**
 * How many times slower a model test by `fc.commands` is that does the same: the same pool, zeroed for
 * every program, sizes drawn alike, alignment, bounds and overlaps judged at every grant, both ends of
 * every block written, and read when it is freed and at the end, and the bytes around the pool at the
 * end. Its time is by commands that were executed, of which it runs half of what it is asked, so that
 * less is live in its programs than in ours; `fc.commands` and `fc.assert` keep their defaults, but
 * for the size, since programs have ten requests otherwise. Both sides run until they get no faster.
 */
export async function againstCommands(print: (line: string) => void): Promise<void> {
  print('against an equivalent fc.commands test, ns an executed request and ratio');
  print(
    '| allocator | requests a program | live at the end | allocert ns ' +
      '| fc.commands: executed | live at the end | ns | ratio |',
  );
  print('|---|---|---|---|---|---|---|---|');
  for (const name of ['size-class', 'first-fit-words']) {
    for (const length of [100, 1_000, 10_000]) print(await row(name, length));
  }
}

async function row(name: string, length: number): Promise<string> {
  const bench = await openBenchSubject(name);
  const { default: factory } = (await import(`./allocators/${name}.js`)) as { default: Factory };
  const programs = Math.min(64, Math.max(2, Math.floor(REQUESTS_PER_ROUND / length)));
  const source = new PlainPrograms(bench.plan, programs, length, 'edges');
  const batches = Math.max(1, Math.round(OUR_REQUESTS_PER_ROUND / (programs * length)));
  const bytes = poolBytes(length);
  const shared = new SharedArrayBuffer(BASE + bytes + AROUND_BYTES);
  const arena = { shared, memory: new Uint8Array(shared), bytes };
  // By turns, so that what else the machine does meets both.
  const rounds = await steadyRounds(
    ROUNDS,
    async (index) => {
      let nanoseconds = 0;
      for (let batch = 0; batch < batches; batch++) {
        const time = await timeChecked(bench, source, (index * batches + batch) * programs + 1);
        nanoseconds += time.generateNs + time.runNs + time.judgeNs;
      }
      const ourNs = nanoseconds / (batches * programs * length);
      const theirs = timeCommands(index, factory, arena, length, REQUESTS_PER_ROUND / length);
      return { ourNs, theirs, ratio: theirs.nanoseconds / ourNs };
    },
    ({ ourNs, theirs }) => ourNs + theirs.nanoseconds / EXPECTED_RATIO,
  );
  const cells = [
    liveAtEnd(source.next(1)).toFixed(0),
    median(rounds.map(({ ourNs }) => ourNs)).toFixed(0),
    median(rounds.map(({ theirs }) => theirs.executed)).toFixed(0),
    median(rounds.map(({ theirs }) => theirs.live)).toFixed(0),
    median(rounds.map(({ theirs }) => theirs.nanoseconds)).toFixed(0),
    median(rounds.map(({ ratio }) => ratio)).toFixed(1),
  ];
  return `| ${name} | ${length} | ${cells.join(' | ')} |`;
}

/** Blocks live at the end of a program of ours, where all is granted: the mean of a batch. */
function liveAtEnd({ words, count }: ProgramBatch): number {
  let live = 0;
  for (let at = 0; at < words.length; at += WORDS_PER_REQUEST) {
    if (words[at] === RequestKind.alloc) live++;
    else if (words[at + 1] >= 0) live--;
  }
  return live / count;
}

/** Means of a round of fc.commands; time by executed command. */
interface CommandsRound {
  readonly nanoseconds: number;
  readonly executed: number;
  readonly live: number;
}

function timeCommands(
  seed: number,
  factory: Factory,
  { shared, memory, bytes }: Arena,
  length: number,
  programs: number,
): CommandsRound {
  const sizes = fc.integer({ min: 1, max: 170 }).map((size) => new Alloc(size));
  const frees = fc.nat().map((index) => new Dealloc(index));
  const commands = fc.commands([sizes, sizes, sizes, sizes, sizes, frees, frees], {
    maxCommands: length,
    size: 'max',
  });
  let executed = 0;
  let live = 0;
  const start = cpuTimeNs();
  fc.assert(
    fc.property(commands, (drawn) => {
      const model: Model = { live: [], granted: 0, executed: 0 };
      Buffer.from(shared).fill(0);
      fc.modelRun(
        () => ({
          model,
          real: { allocator: factory({ memory: shared, base: BASE, bytes }), memory },
        }),
        drawn,
      );
      for (const block of model.live) readEdges(memory, block);
      for (let offset = 0; offset < AROUND_BYTES; offset++) {
        if (memory[BASE - 1 - offset] !== 0 || memory[BASE + bytes + offset] !== 0)
          throw new Error('damaged around the pool');
      }
      executed += model.executed;
      live += model.live.length;
    }),
    { seed, numRuns: programs },
  );
  const nanoseconds = (cpuTimeNs() - start) / Math.max(1, executed);
  return { nanoseconds, executed: executed / programs, live: live / programs };
}
