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
