import { expect, test } from 'vitest';
import { LiveBits } from '../../dist/src/core/live-bits.js';

const bases = [
  ['low, where one array has the bits', 4_096],
  ['around an origin, on both sides of it', -65_536 * 64 - 200],
  ['as high as native memory lies', 0x7fff_f7a0_fff0],
] as const;

test.for(bases)('ranges %s are free, live and free again as a set of bytes says', ([, base]) => {
  const bits = new LiveBits(0);
  for (let round = 0; round < 3; round++) {
    const live = new Map<number, number>();
    const bytes = new Set<number>();
    let state = 12_345 + round;
    const draw = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return (state >>> 8) % below;
    };
    for (let step = 0; step < 600; step++) {
      // Around a boundary of 64 KiB and some pages beyond it.
      const start = base + draw(2) * 65_536 * 64 + draw(400);
      const end = start + 1 + draw(40);
      const range = Array.from({ length: end - start }, (_, offset) => start + offset);
      const isFree = range.every((byte) => !bytes.has(byte));
      expect(bits.overlaps(start, end)).toBe(!isFree);
      expect(bits.insert(start, end)).toBe(isFree);
      if (isFree) {
        live.set(start, end);
        for (const byte of range) bytes.add(byte);
      }
      if (draw(2) === 0) continue;
      for (const [from, to] of live) {
        bits.remove(from, to);
        for (let byte = from; byte < to; byte++) bytes.delete(byte);
        live.delete(from);
        break;
      }
    }
    bits.clear();
  }
});

test('the page just below the origin is like any other, before it was used and after a clear', () => {
  const bits = new LiveBits(0);
  for (let round = 0; round < 2; round++) {
    expect(bits.insert(-8, -4)).toBe(true);
    expect(bits.insert(-5, -1)).toBe(false);
    bits.clear();
    bits.remove(-8, -4);
  }
});

test.for([
  ['low', 4_096],
  ['high', 0x7fff_f7a0_fff0],
] as const)('a long range %s that was marked in pieces is free again as one', ([, start]) => {
  for (const length of [100, 1_048_577]) {
    const bits = new LiveBits(0);
    const end = start + 1_310_720;
    const neighbour = bits.insert(end, end + 8);
    expect([bits.insert(start, start + length), bits.insert(start + length, end)]).toEqual([
      true,
      true,
    ]);
    bits.remove(start, end);
    expect([bits.overlaps(start, end), bits.overlaps(end, end + 1)]).toEqual([false, neighbour]);
    expect(bits.insert(start, end)).toBe(true);
  }
});

/** The plain list that the bits stand for. */
class RangeList {
  private ranges: { start: number; end: number }[] = [];

  overlaps(start: number, end: number): boolean {
    return start < end && this.ranges.some((range) => start < range.end && range.start < end);
  }

  insert(start: number, end: number): boolean {
    if (this.overlaps(start, end)) return false;
    if (start < end) this.ranges.push({ start, end });
    return true;
  }

  remove(start: number, end: number): void {
    this.ranges = this.ranges.filter((range) => range.start < start || range.end > end);
  }

  draw(index: number): { start: number; end: number } | undefined {
    return this.ranges[index % Math.max(1, this.ranges.length)];
  }
}

const lengths = [0, 1, 16, 100, 511, 513, 5_000, 16_383, 16_384, 16_385, 70_000, 1_200_000];

test.for([
  ['from 0 on', 0, 0],
  ['from 0 on in granules of sixteen', 0, 4],
  ['around the origin', -2_000_000, 0],
  ['around the end of the array', 2 ** 26 - 1_000_000, 0],
  ['around the end of the array in granules of sixteen', 2 ** 30 - 1_000_000, 4],
  ['as high as native memory lies', 0x7fff_f7a0_0000, 4],
] as const)('ranges of every length %s say what a list of them says', ([, base, granuleLog2]) => {
  const bits = new LiveBits(granuleLog2);
  let state = 99;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
  let granted = 0;
  for (let round = 0; round < 4; round++) {
    const list = new RangeList();
    for (let step = 0; step < 1_500; step++) {
      const drawn = base + draw(4_000_000);
      const start = drawn - (drawn % 2 ** granuleLog2);
      const end = start + lengths[draw(lengths.length)];
      expect(bits.overlaps(start, end)).toBe(list.overlaps(start, end));
      const isFree = list.insert(start, end);
      expect(bits.insert(start, end)).toBe(isFree);
      if (isFree) granted++;
      const old = list.draw(draw(1_000));
      if (old === undefined || draw(8) === 0) continue;
      bits.remove(old.start, old.end);
      list.remove(old.start, old.end);
    }
    bits.clear();
    expect(bits.overlaps(base, base + 6_000_000)).toBe(false);
  }
  expect(granted).toBeGreaterThan(1_000);
});
