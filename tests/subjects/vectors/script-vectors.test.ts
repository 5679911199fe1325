import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { LiveBits } from '../../../dist/src/core/live-bits.js';
import { patternBase, patternByte } from '../../../dist/src/core/pattern.js';
import { DrainOrder, InvalidFree } from '../../../dist/src/core/request-kind.js';
import type { ObserveLevel } from '../../../dist/src/core/world.js';
import { noiseByte as noiseOfReproductions } from '../../../dist/src/reproduce/typescript/support/noise.js';
import { patternByte as patternOfReproductions } from '../../../dist/src/reproduce/typescript/support/pattern.js';
import type { Contents } from '../../../dist/src/subjects/contents.js';
import { BlockContents } from '../../../dist/src/subjects/execute/block-contents.js';
import { drainSlots } from '../../../dist/src/subjects/execute/drain-order.js';
import type { ExecutionWriter } from '../../../dist/src/subjects/execute/execution-writer.js';
import { invalidFreeAddress } from '../../../dist/src/subjects/execute/invalid-free.js';
import { LiveBlocks } from '../../../dist/src/subjects/execute/live-blocks.js';
import { Observer } from '../../../dist/src/subjects/execute/observer.js';
import { noiseByte } from '../../../dist/src/subjects/module/noise.js';
import { NativeContents } from '../../../dist/src/subjects/native/koffi/native-contents.js';
import type { SystemMemory } from '../../../dist/src/subjects/native/koffi/system-memory.js';
import type { Instance } from '../../../dist/src/subjects/target.js';
import { vectors } from './vectors.js';

// Goal: the executor, its native contents and the reproductions in TypeScript fill, read, drain and
// free as everyone does.

const support = join(import.meta.dirname, '../../../dist/src/reproduce/typescript/support');
const copies = mkdtempSync(join(tmpdir(), 'allocert-vectors-'));
afterAll(() => {
  rmSync(copies, { recursive: true, force: true });
});

const hex = (count: number, byteAt: (index: number) => number): string =>
  Array.from({ length: count }, (_, index) => byteAt(index).toString(16).padStart(2, '0')).join('');
const numbers = (words: readonly string[]): number[] => words.map(Number);

const patterns: readonly [string, (a: number, g: number, offset: number) => number][] = [
  ['the executor', (a, g, offset) => patternByte(patternBase(a, g), offset)],
  ['a reproduction in TypeScript', patternOfReproductions],
];
const noises: readonly [string, (seed: number, address: number) => number][] = [
  ['the executor', noiseByte],
  ['a reproduction in TypeScript', (seed, address) => noiseOfReproductions(address, seed)],
];

describe.each(patterns)('%s', (_title, byteOf) => {
  test.each(vectors.pattern)('fills $ask as $answer', ({ ask, answer }) => {
    const [allocation, generation, offset, count] = numbers(ask.split(' '));
    expect(hex(count, (index) => byteOf(allocation, generation, offset + index))).toBe(answer);
  });
});

describe.each(noises)('%s', (_title, byteOf) => {
  test.each(vectors.noise)('has noise $ask as $answer', ({ ask, answer }) => {
    const [seed, address, count] = numbers(ask.split(' '));
    expect(hex(count, (index) => byteOf(seed, address + index))).toBe(answer);
  });
});

const memories: readonly [string, (bytes: Uint8Array) => Partial<Instance>][] = [
  ['the executor in memory', (memory) => ({ memory })],
  ['the executor over native contents', (bytes) => ({ contents: nativeContents(bytes) })],
];

const levels = [
  ...vectors.written,
  ...vectors.wide.map(({ ask, answer }) => ({ ask: `wide ${ask}`, answer })),
];

describe.each(memories)('%s', (_title, instance) => {
  test.each(levels)('writes of $ask bytes $answer', ({ ask, answer }) => {
    const [level, length] = ask.split(' ');
    const filled = [0, 0xff].map((before) => {
      const bytes = new Uint8Array(1 << 18).fill(before);
      fill(instance(bytes) as Instance, level as ObserveLevel, Number(length));
      return bytes;
    });
    expect(ranges(256, 256 + Number(length), (at) => filled[0][at] === filled[1][at])).toBe(answer);
    // Nothing beside the block.
    expect(ranges(0, 256, (at) => filled[0][at] === filled[1][at])).toBe('');
  });
  test.each(vectors.pattern)('fills a piece of $ask', ({ ask, answer }) => {
    const [allocation, generation, offset, count] = numbers(ask.split(' '));
    const bytes = new Uint8Array(1 << 18);
    const { memory, contents } = instance(bytes);
    const [from, base] = [offset & ~3, patternBase(allocation, generation)];
    const into = contents ?? new BlockContents(memory as Uint8Array);
    // As if the block began so far before that its piece lies at 1,024.
    into.fill(1_024 - from, from, offset + count, base);
    expect(hex(count, (index) => bytes[1_024 + offset - from + index])).toBe(answer);
  });
});

describe('a reproduction in TypeScript', () => {
  test.each(vectors.written)('writes of $ask bytes $answer', async ({ ask, answer }) => {
    const [level, length] = ask.split(' ');
    const nextWritten = await writtenAt(level === 'edges' ? 16 : 32_768);
    expect(ranges(0, Number(length), (at) => nextWritten(Number(length), at) === at)).toBe(answer);
  });
});

test.each(vectors.drain)('a drain $ask frees $answer', ({ ask, answer }) => {
  const [order, seed, ...addresses] = ask.split(' ');
  const blocks = new LiveBlocks();
  blocks.begin(addresses.length);
  for (const [index, address] of addresses.entries()) {
    blocks.add(index, index, Number(address), 1, 0);
  }
  const code = DrainOrder[order as keyof typeof DrainOrder];
  const slots = drainSlots(blocks, code, Number(seed));
  expect(slots.map((slot) => blocks.address(slot)).join(' ')).toBe(answer);
});

test.each(vectors.invalidFree)('an invalid free $ask hands in $answer', ({ ask, answer }) => {
  const [mode, which, delta] = ask.split(' ');
  const blocks = new LiveBlocks();
  const bits = new LiveBits(0);
  blocks.begin(8);
  const grant = (address: number, size: number, alignLog2: number): number => {
    bits.insert(address, address + size);
    return blocks.add(-1, blocks.slots, address, size, alignLog2);
  };
  const free = (slot: number): void => {
    bits.remove(blocks.address(slot), blocks.address(slot) + blocks.size(slot));
    blocks.remove(slot);
  };
  const slots = {
    live: grant(4_096, 64, 4),
    gone: grant(8_192, 32, 3),
    again: -1,
    moved: -1,
    none: -1,
  };
  free(slots.gone);
  slots.again = grant(12_288, 32, 3);
  free(slots.again);
  grant(12_288, 32, 3);
  grant(16_384, 0, 0);
  slots.moved = grant(20_480, 4_096, 0);
  blocks.move(slots.moved, 24_576, 64);
  const found = invalidFreeAddress({
    ...{ blocks, bits, base: 4_096, delta: Number(delta) },
    mode: InvalidFree[mode as keyof typeof InvalidFree],
    slot: slots[which as keyof typeof slots],
  });
  const words = found === undefined ? 'none' : `${found.address} ${found.size} ${found.align}`;
  expect(words).toBe(answer);
});

/** Fills a block of `length` bytes at 256 as an execution at this level does. */
function fill(instance: Instance, level: ObserveLevel, length: number): void {
  const writer = { phase: () => undefined, count: () => undefined };
  const blocks = new LiveBlocks();
  const observer = new Observer(writer as unknown as ExecutionWriter, blocks);
  blocks.begin(1);
  observer.begin(instance, level, 1);
  observer.fill(blocks.add(0, 0, 256, length, 0), 0);
}

/** A reproduction's own function, with the settings that are written for a world. */
async function writtenAt(edge: number): Promise<(length: number, i: number) => number> {
  const folder = join(copies, String(edge));
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(support, 'written.js'), join(folder, 'written.mjs'));
  const text = readFileSync(join(folder, 'written.mjs'), 'utf8');
  writeFileSync(
    join(folder, 'written.mjs'),
    text.replace('./settings.js', './settings.mjs').replace(/^\/\/#.*/m, ''),
  );
  const settings = `export const EDGE_BYTES = ${edge}, WHOLE_BYTES = ${2 * edge + 4};`;
  writeFileSync(join(folder, 'settings.mjs'), settings);
  const file = pathToFileURL(join(folder, 'written.mjs')).href;
  const module = (await import(/* @vite-ignore */ file)) as {
    nextWritten: (length: number, i: number) => number;
  };
  return module.nextWritten;
}

/** Ranges of what holds, from `start` on, as `0-16 24-40`. */
function ranges(start: number, end: number, holds: (at: number) => boolean): string {
  const found: string[] = [];
  for (let at = start; at < end; at++) {
    const from = at;
    while (at < end && holds(at)) at++;
    if (at > from) found.push(`${from - start}-${at - start}`);
  }
  return found.join(' ');
}

/** Native contents whose addresses below 2^20 are indices of an array. */
function nativeContents(bytes: Uint8Array): Contents {
  const mapped: Uint8Array[] = [];
  const at = (address: number, length: number): Uint8Array => {
    const own = address < 2 ** 20 ? bytes : mapped[(address >>> 20) - 1];
    return own.subarray(address % 2 ** 20, (address % 2 ** 20) + length);
  };
  return new NativeContents({
    map: (length: number) => mapped.push(new Uint8Array(length)) * 2 ** 20,
    view: at,
    copy: (to: number, from: number, length: number) => at(to, length).set(at(from, length)),
    areEqual: (one: number, other: number, length: number) =>
      Buffer.compare(at(one, length), at(other, length)) === 0,
  } as unknown as SystemMemory);
}
