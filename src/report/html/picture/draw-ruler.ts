import { countText } from '../../human/number-text.js';
import { html, type Markup } from '../markup.js';
import type { Axis } from './axis.js';
import { percent } from './draw-lane.js';
import type { Span } from './memory.js';

/** Width of a digit in per cent of the narrowest picture on a desktop. */
const DIGIT = 1.7;
/** The same on a phone. A label that does not fit there is hidden there, and its mark stays. */
const PHONE_DIGIT = 2.4;
const MARGIN = 1.4;

/**
 * The addresses above the rows: a label where its digits fit, the ends of wrong bytes first, then both
 * ends, then round numbers. Offsets from the base of the region.
 */
export function drawRuler(axis: Axis, wrong: readonly Span[]): Markup {
  const { shown, region, position, width, kind } = axis;
  const wanted = [
    ...wrong.flatMap(({ start, end }) => [start, end]),
    shown.start,
    shown.end,
    ...roundNumbers(shown),
  ].filter((at) => at >= shown.start && at <= shown.end);
  const labels = fitting(wanted, position, DIGIT);
  const onPhone = new Set(
    fitting(
      labels.map(({ at }) => at),
      position,
      PHONE_DIGIT,
    ).map(({ at }) => at),
  );
  const behind = kind === 'folded' && region !== undefined ? region.end : undefined;
  return html`<svg aria-hidden="true">
    ${labels.map((label) => drawLabel(label, !onPhone.has(label.at)))}
    <line class="axis" x1="0" x2="${percent(width)}" y1="34" y2="34" />
    ${
      behind !== undefined &&
      html`<line class="axis fold" x1="${percent(width)}" x2="100%" y1="34" y2="34" /><text
          class="tick wide"
          text-anchor="end"
          x="100%"
          y="22"
          data-address="${String(behind)}"
          >${countText(behind)}</text
        >`
    }
  </svg>`;
}

interface Label {
  readonly at: bigint;
  readonly x: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly from: number;
  readonly to: number;
}

/** The labels that do not touch one before them. */
function fitting(
  wanted: readonly bigint[],
  position: (at: bigint) => number,
  digit: number,
): Label[] {
  const labels: Label[] = [];
  for (const at of new Set(wanted)) {
    const label = labelAt(at, position(at), digit);
    if (labels.every((other) => label.from > other.to + MARGIN || label.to < other.from - MARGIN)) {
      labels.push(label);
    }
  }
  return labels;
}

function labelAt(at: bigint, x: number, digit: number): Label {
  const half = (countText(at).length * digit) / 2;
  const anchor = x < half ? 'start' : x > 100 - half ? 'end' : 'middle';
  const middle = anchor === 'start' ? x + half : anchor === 'end' ? x - half : x;
  return { at, x, anchor, from: middle - half, to: middle + half };
}

const drawLabel = ({ at, x, anchor }: Label, isWide: boolean): Markup =>
  html`<line class="axis" x1="${percent(x)}" x2="${percent(x)}" y1="27" y2="34" /><text
      class="${isWide ? 'tick wide' : 'tick'}"
      data-address="${String(at)}"
      text-anchor="${anchor}"
      x="${percent(x)}"
      y="22"
      >${countText(at)}</text
    >`;

/** Multiples of the power of two that gives at most nine of them. */
function roundNumbers({ start, end }: Span): bigint[] {
  let by = 1n;
  while ((end - start) / by > 8n) by *= 2n;
  const first = ((start + by - 1n) / by) * by;
  const numbers: bigint[] = [];
  for (let at = first; at <= end; at += by) numbers.push(at);
  return numbers;
}
