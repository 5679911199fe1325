import type { AddressRange } from '../../core/address.js';

/** One row of the picture of addresses. */
export interface DrawnRange {
  readonly label: string;
  readonly range: AddressRange;
  /** One character; `=` for what is owned, `!` for what is wrong, `-` for the region. */
  readonly mark: string;
  /** Text behind the row. */
  readonly note?: string;
  /** Drawn as far as the others reach, and not to scale beyond: the region around two blocks. */
  readonly backdrop?: boolean;
}

const MOST_COLUMNS = 48;

/**
 * The addresses of a contradiction as a bar chart in plain ASCII, one row a range, all to one scale.
 * Every range has at least one column: one bad byte in a megabyte must still be seen.
 *
 * `address` says how the two ends of the scale are called.
 */
export function drawRanges(
  rows: readonly DrawnRange[],
  address: (address: bigint) => string,
): string[] {
  if (rows.length === 0) return [];
  const window = windowOf(rows);
  const span = window.end - window.start;
  const perColumn = (span + BigInt(MOST_COLUMNS) - 1n) / BigInt(MOST_COLUMNS);
  const perByte =
    perColumn > 1n ? 1 : Math.max(1, Math.min(4, Math.floor(MOST_COLUMNS / Number(span))));
  const columns = Number((span + perColumn - 1n) / perColumn) * perByte;
  const labelWidth = Math.max(...rows.map((row) => row.label.length));
  const from = address(window.start);
  const to = address(window.end);
  const scale =
    perColumn > 1n
      ? `1 column = ${perColumn.toString()} bytes`
      : `1 byte = ${perByte} column${perByte === 1 ? '' : 's'}`;
  const between = ' '.repeat(Math.max(1, columns + 2 - from.length - to.length));
  const header = `${' '.repeat(labelWidth)}  ${from}${between}${to}  ${scale}`;
  const column = (at: bigint): number => {
    if (at <= window.start) return 0;
    if (at >= window.end) return columns;
    return perColumn > 1n
      ? Number((at - window.start) / perColumn)
      : Number(at - window.start) * perByte;
  };
  return [
    header,
    ...rows.map((row) => {
      const first = Math.min(column(row.range.start), columns - 1);
      // The last byte's column, not the column of the end: a range that ends inside a column has
      // bytes in it.
      const lastByte = row.range.end > row.range.start ? row.range.end - 1n : row.range.start;
      const last = Math.max(first + 1, Math.min(columns, column(lastByte) + perByte));
      const bar = `${' '.repeat(first)}${row.mark.repeat(last - first)}`.padEnd(columns);
      const note = row.note === undefined ? '' : `  ${row.note}`;
      return `${row.label.padEnd(labelWidth)}  |${bar}|${note}`.trimEnd();
    }),
  ];
}

/** What the picture shows: all rows but the backdrop, with a margin of an eighth on either side. */
function windowOf(rows: readonly DrawnRange[]): AddressRange {
  const shown = rows.filter((row) => row.backdrop !== true);
  const measured = shown.length === 0 ? rows : shown;
  const start = least(measured.map((row) => row.range.start));
  const end = most(measured.map((row) => row.range.end));
  const margin = (end - start) / 8n + 1n;
  const padded = { start: start > margin ? start - margin : 0n, end: end + margin };
  const backdrop = rows.find((row) => row.backdrop === true)?.range;
  if (backdrop === undefined) return { start, end: end > start ? end : start + 1n };
  // No farther than the backdrop reaches: nothing is to be seen beyond it.
  return {
    start: backdrop.start > padded.start && backdrop.start <= start ? backdrop.start : padded.start,
    end: backdrop.end < padded.end && backdrop.end >= end ? backdrop.end : padded.end,
  };
}

const least = (values: readonly bigint[]): bigint =>
  values.reduce((least, value) => (value < least ? value : least));
const most = (values: readonly bigint[]): bigint =>
  values.reduce((most, value) => (value > most ? value : most));
