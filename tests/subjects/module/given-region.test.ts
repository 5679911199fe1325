import { expect, test } from 'vitest';
import { WATCHED_BYTES } from '../../../dist/src/core/observation.js';
import { defaultWorld, type RegionFill, type World } from '../../../dist/src/core/world.js';
import { GivenRegion } from '../../../dist/src/subjects/module/given-region.js';
import { Answer, type Instance, type Watched } from '../../../dist/src/subjects/target.js';
import { loadFile, moduleFolder, settings } from './module-files.js';

const folder = moduleFolder();

function opened(world: Partial<World>, reserveBytes = 0, region = new GivenRegion()): GivenRegion {
  region.open({ ...defaultWorld, ...world }, reserveBytes);
  return region;
}

/** Addresses under watch whose bytes are not what they must be. */
function damaged(memory: Uint8Array | undefined, { before, after, expected }: Watched): number[] {
  const found: number[] = [];
  for (const [from, to] of [before, after]) {
    expect(to - from).toBe(WATCHED_BYTES);
    for (let address = from; address < to; address++) {
      if (memory?.[address] !== expected(address)) found.push(address);
    }
  }
  return found;
}

const fills: readonly RegionFill[] = [
  { kind: 'zero' },
  { kind: 'ones' },
  { kind: 'noise', seed: 0 },
  { kind: 'noise', seed: 7 },
];

test.each([
  [4_096, 0],
  [1_027, 3],
  [65_536, 64],
  [200_001, 65_535],
  [1, 1],
])(
  'a region of %d bytes at offset %d lies as asked, exactly filled, with noise around it',
  (regionBytes, baseOffset) => {
    const region = new GivenRegion();
    for (const fill of fills) {
      region.memory.fill(0x55);
      opened({ regionBytes, baseOffset, fill }, 0, region);
      expect(region.base % 65_536).toBe(baseOffset);
      expect(region.end - region.base).toBe(regionBytes);
      const bytes = region.memory.subarray(region.base, region.end);
      if (fill.kind !== 'noise') {
        const value = fill.kind === 'zero' ? 0 : 0xff;
        expect(Buffer.compare(bytes, new Uint8Array(regionBytes).fill(value))).toBe(0);
      } else {
        const copy = bytes.slice();
        const { memory } = opened({ regionBytes, baseOffset, fill });
        expect(Buffer.compare(memory.subarray(region.base, region.end), copy)).toBe(0);
      }
      expect(damaged(region.memory, region.watched)).toEqual([]);
    }
  },
);

test('noise of other seeds is other noise, and none of it is what lies around', () => {
  const bytes = (seed: number): string => {
    const region = opened({ regionBytes: 1_024, fill: { kind: 'noise', seed } });
    return region.memory.slice(region.base, region.end).join();
  };
  const around = (): string => {
    const region = opened({ regionBytes: 1_024 });
    return Array.from({ length: 1_024 }, (_, offset) =>
      region.watched.expected(region.base + offset),
    ).join();
  };
  expect(new Set([bytes(0), bytes(1), bytes(2), bytes(-5), around()]).size).toBe(5);
});

test('one byte written on either side of the region is found', () => {
  const region = opened({ regionBytes: 100, baseOffset: 5 });
  for (const address of [region.base - 1, region.end, region.base - WATCHED_BYTES]) {
    region.memory[address] ^= 1;
    expect(damaged(region.memory, region.watched)).toEqual([address]);
    region.memory[address] ^= 1;
  }
});

test('the buffer is kept for regions that fit, and what a program left is gone', () => {
  const region = opened({ regionBytes: 8_192 });
  const { memory } = region;
  memory.fill(0xaa);
  opened({ regionBytes: 4_096, baseOffset: 16 }, 0, region);
  expect(region.memory).toBe(memory);
  expect(memory.subarray(region.base, region.end).every((byte) => byte === 0)).toBe(true);
  expect(damaged(memory, region.watched)).toEqual([]);
});

async function growing(): Promise<Instance> {
  const path = folder.write(
    'growing.mjs',
    `export default (pool) => ({
       alloc: () => null, extend: (bytes) => bytes !== 13, append() {}, resize() {},
     });`,
  );
  const { target } = await loadFile(path);
  const world = { ...defaultWorld, regionBytes: 4_096 };
  const instance = target.open(world, { ...settings, reserveBytes: 1_000 });
  if (instance === 'refused') throw new Error('init was refused');
  return instance;
}

test('a region is extended into its reserve with fresh bytes, and the watch moves along', async () => {
  const instance = await growing();
  const { base } = instance;
  expect(instance.extend(100)).toBe(Answer.done);
  expect(instance.refresh()).toBe(true);
  expect(instance.end).toBe(base + 4_196);
  const fresh = instance.memory?.subarray(base + 4_096, base + 4_196);
  expect(fresh?.every((byte) => byte === 0)).toBe(true);
  expect(instance.append(50, 150)).toBe(Answer.done);
  instance.refresh();
  expect(instance.end).toBe(base + 4_396);
  expect(instance.watched && damaged(instance.memory, instance.watched)).toEqual([]);
});

test('an extension that is refused, or for which there is no reserve, changes nothing', async () => {
  const instance = await growing();
  expect([instance.extend(13), instance.extend(1_001)]).toEqual([Answer.refused, Answer.refused]);
  expect(instance.refresh()).toBe(false);
  expect(instance.watched && damaged(instance.memory, instance.watched)).toEqual([]);
});

test('a region that becomes shorter is watched from its new end on', async () => {
  const instance = await growing();
  expect(instance.resize(1_024)).toBe(Answer.done);
  expect([instance.refresh(), instance.end - instance.base]).toEqual([true, 1_024]);
  expect(instance.watched && damaged(instance.memory, instance.watched)).toEqual([]);
});
