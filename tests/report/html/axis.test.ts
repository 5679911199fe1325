import { describe, expect, test } from 'vitest';
import { axisOf } from '../../../dist/src/report/html/picture/axis.js';

const span = (start: number | bigint, end: number | bigint) => ({
  start: BigInt(start),
  end: BigInt(end),
});

describe('the axis', () => {
  test('is a cell a byte where the whole region is small', () => {
    const axis = axisOf([span(8, 24)], span(0, 64));
    expect([axis.kind, axis.cells, axis.position(32n)]).toEqual(['cells', 64, 50]);
  });

  test('reaches beyond the region where a block does', () => {
    const axis = axisOf([span(56, 72)], span(0, 64));
    expect([axis.shown, axis.cells]).toEqual([span(0, 72), 72]);
  });

  test('folds what was never used of a large region', () => {
    const axis = axisOf([span(0, 17)], span(0, 1024));
    expect([axis.kind, axis.cells, axis.position(17n)]).toEqual(['folded', 17, 84]);
  });

  test('is not to scale where blocks lie far apart, and every boundary keeps its order', () => {
    const used = [
      span(0, 16),
      span(16, 4096),
      span(65_528, 65_536),
      span(2n ** 60n, 2n ** 60n + 1n),
    ];
    const axis = axisOf(used, undefined);
    const places = used.flatMap(({ start, end }) => [axis.position(start), axis.position(end)]);
    expect(axis.kind).toBe('stretched');
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.at(0)).toBe(0);
    expect(places.at(-1)).toBeCloseTo(100);
    expect((places[1] ?? 0) - (places[0] ?? 0)).toBeGreaterThan(3);
  });

  test('of a block without bytes has a width all the same', () => {
    const axis = axisOf([span(32, 32)], undefined);
    expect([axis.cells, axis.position(32n)]).toEqual([1, 0]);
  });

  test('takes an end at 2^53 for an end that nobody knows', () => {
    expect(axisOf([span(0, 8)], span(0, 2n ** 53n - 1n)).region).toBeUndefined();
  });
});
