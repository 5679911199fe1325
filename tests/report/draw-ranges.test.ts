import { expect, test } from 'vitest';
import { drawRanges, type DrawnRange } from '../../dist/src/report/human/draw-ranges.js';

const row = (
  label: string,
  start: bigint,
  end: bigint,
  more: Partial<DrawnRange> = {},
): DrawnRange => ({
  label,
  range: { start, end },
  mark: '=',
  ...more,
});
const draw = (...rows: DrawnRange[]): string => `\n${drawRanges(rows, String).join('\n')}\n`;

test('few bytes are drawn several columns wide', () => {
  expect(
    draw(
      row('A', 0n, 2n),
      row('B', 1n, 3n),
      row('!', 1n, 2n, { mark: '!', note: '1 byte shared' }),
    ),
  ).toMatchInlineSnapshot(`
    "
       0            3  1 byte = 4 columns
    A  |========    |
    B  |    ========|
    !  |    !!!!    |  1 byte shared
    "
  `);
});

test('many bytes share a column', () => {
  expect(draw(row('A', 0n, 4096n), row('B', 4000n, 8192n))).toMatchInlineSnapshot(`
    "
       0                                             8192  1 column = 171 bytes
    A  |========================                        |
    B  |                       =========================|
    "
  `);
});

test('one byte in a megabyte is still seen', () => {
  const [, , bad] = drawRanges(
    [row('A', 0n, 1n << 20n), row('!', 12345n, 12346n, { mark: '!' })],
    String,
  );
  expect(bad).toMatch(/\|\s*!\s*\|$/);
});

test('the last byte of a range has its column even where the range ends inside one', () => {
  const [, first, second] = drawRanges([row('A', 0n, 961n), row('B', 960n, 961n)], String);
  expect(first?.lastIndexOf('=')).toBe(second?.lastIndexOf('='));
});

test('a region around a small block is drawn only as far as the block needs', () => {
  expect(draw(row('region', 0n, 1n << 30n, { mark: '-', backdrop: true }), row('A', 512n, 544n)))
    .toMatchInlineSnapshot(`
    "
            507                                      549  1 byte = 1 column
    region  |------------------------------------------|
    A       |     ================================     |
    "
  `);
});

test('the end of a region is seen where a block crosses it', () => {
  expect(
    draw(
      row('region', 0n, 1024n, { mark: '-', backdrop: true }),
      row('A', 1016n, 1032n),
      row('!', 1024n, 1032n, { mark: '!' }),
    ),
  ).toMatchInlineSnapshot(`
    "
            1013                                      1035  1 byte = 2 columns
    region  |----------------------                      |
    A       |      ================================      |
    !       |                      !!!!!!!!!!!!!!!!      |
    "
  `);
});

test('an empty range has a place', () => {
  const [, , empty] = drawRanges([row('A', 0n, 16n), row('B', 8n, 8n)], String);
  expect(empty).toContain('=');
});

test('a picture of one empty range is drawn at all', () => {
  expect(drawRanges([row('A', 8n, 8n)], String)).toHaveLength(2);
});

test('no ranges, no picture', () => {
  expect(drawRanges([], String)).toEqual([]);
});

test('no row is wider than the scale, however far apart the ranges are', () => {
  const lines = drawRanges([row('A', 0n, 16n), row('B', 1n << 62n, (1n << 62n) + 16n)], String);
  for (const line of lines.slice(1)) expect(line.length).toBeLessThanOrEqual(55);
});
