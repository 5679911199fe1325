import type { Span } from './memory.js';

/** Where addresses lie on a picture, in per cent of its width. */
export interface Axis {
  /** `cells`: a cell a byte. `folded`: the same, with what was never used left out. `stretched`: not to scale. */
  readonly kind: 'cells' | 'folded' | 'stretched';
  /** What is drawn. */
  readonly shown: Span;
  /** Cells, where it is to scale. */
  readonly cells: number;
  /** Width of what is drawn, in per cent; the rest stands for what is folded. */
  readonly width: number;
  /** Known ends of the region. */
  readonly region: Span | undefined;
  readonly position: (address: bigint) => number;
}

/** Bytes that have a cell each. */
const MOST_CELLS = 130n;
/** Part of the width that stands for what is folded behind the bytes shown. */
const FOLDED = 16;
/** From here on an end of a region only says that it is not known. */
const UNKNOWN_END = 2n ** 52n;

/**
 * The axis for a picture of `used` spans in a region: every byte to scale where they are few, else what
 * was used to scale and the rest folded, else every distinct boundary with room for its name.
 */
export function axisOf(used: readonly Span[], told: Span | undefined): Axis {
  const region =
    told !== undefined && told.end > told.start && told.end < UNKNOWN_END ? told : undefined;
  const all = region === undefined || used.length > 0 ? used : [region];
  const start = least([
    ...all.map((one) => one.start),
    ...(isNear(all, region) ? [region.start] : []),
  ]);
  const end = most(all.map((one) => (one.end > one.start ? one.end : one.end + 1n)));
  if (region !== undefined && isWithin({ start, end }, region, MOST_CELLS)) {
    return scaled(
      'cells',
      {
        start: start < region.start ? start : region.start,
        end: end > region.end ? end : region.end,
      },
      100,
      region,
    );
  }
  if (end - start <= MOST_CELLS) {
    const isFolded = region !== undefined && region.end > end;
    return scaled(
      isFolded ? 'folded' : 'cells',
      { start, end },
      isFolded ? 100 - FOLDED : 100,
      region,
    );
  }
  return stretched(all, { start, end }, region);
}

/** Whether the first byte of the region is near enough to what was used to be drawn with it. */
function isNear(all: readonly Span[], region: Span | undefined): region is Span {
  if (region === undefined) return false;
  const start = least(all.map((one) => one.start));
  return start >= region.start && start - region.start <= MOST_CELLS / 2n;
}

function isWithin({ start, end }: Span, region: Span, most: bigint): boolean {
  const from = start < region.start ? start : region.start;
  const to = end > region.end ? end : region.end;
  return to - from <= most;
}

function scaled(kind: Axis['kind'], shown: Span, width: number, region: Span | undefined): Axis {
  const cells = Number(shown.end - shown.start);
  const position = (address: bigint): number =>
    clamped((Number(address - shown.start) / cells) * width, width);
  return { kind, shown, cells, width, region, position };
}

const clamped = (value: number, largest: number): number => Math.min(Math.max(value, 0), largest);

/** Distinct boundaries keep a distance that grows with the logarithm of the bytes between them. */
function stretched(all: readonly Span[], shown: Span, region: Span | undefined): Axis {
  const ends = [...all.flatMap(({ start, end }) => [start, end]), shown.start, shown.end];
  if (region !== undefined) {
    ends.push(
      ...[region.start, region.end].filter((end) => end >= shown.start && end <= shown.end),
    );
  }
  const bounds = [...new Set(ends)].sort((a, b) => (a < b ? -1 : 1));
  const weights = bounds.slice(1).map((bound, index) => 2 + log2(bound - bounds[index]));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const places = [0];
  for (const weight of weights) places.push((places.at(-1) ?? 0) + (weight / total) * 100);
  const position = (address: bigint): number => {
    const above = bounds.findIndex((bound) => bound >= address);
    if (above <= 0) return above === 0 ? 0 : 100;
    const [from, to] = [bounds[above - 1], bounds[above]];
    const part = Number(((address - from) * 10_000n) / (to - from)) / 10_000;
    return places[above - 1] + part * (places[above] - places[above - 1]);
  };
  return { kind: 'stretched', shown, cells: 0, width: 100, region, position };
}

const log2 = (value: bigint): number => {
  const digits = value.toString(2).length - 1;
  return digits < 53 ? Math.log2(Number(value)) : digits;
};

const least = (values: readonly bigint[]): bigint =>
  values.reduce((a, b) => (b < a ? b : a), values.at(0) ?? 0n);
const most = (values: readonly bigint[]): bigint =>
  values.reduce((a, b) => (b > a ? b : a), values.at(0) ?? 1n);
