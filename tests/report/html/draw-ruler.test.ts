import { expect, test } from 'vitest';
import { axisOf } from '../../../dist/src/report/html/picture/axis.js';
import { drawRuler } from '../../../dist/src/report/html/picture/draw-ruler.js';

/** The addresses named, those that only a wide page shows apart. */
function named(bytes: bigint): { readonly always: string[]; readonly wide: string[] } {
  const region = { start: 0n, end: bytes };
  const { markup } = drawRuler(axisOf([region], region), []);
  const labels = [...markup.matchAll(/class="(tick(?: wide)?)" data-address="(\d+)"/g)];
  const of = (name: string): string[] =>
    labels.flatMap(([, found, at]) => (found === name && at !== undefined ? [at] : []));
  return { always: of('tick'), wide: of('tick wide') };
}

test('an address that has no room on a phone is named on a wide page only', () => {
  const { always, wide } = named(65_536n);
  expect(always.slice(0, 2)).toEqual(['0', '65536']);
  expect(always.length).toBeLessThan(8);
  expect(wide.length).toBeGreaterThan(0);
});

test('short addresses are named on both', () => {
  expect(named(64n).wide).toEqual([]);
});
