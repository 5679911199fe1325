import { countText } from '../../human/number-text.js';
import { html, type Markup } from '../markup.js';
import type { Axis } from './axis.js';
import type { Block, Span } from './memory.js';

/** Who a block is in the story: who did it, whom it hurts, anybody else. */
export type Role = 'doer' | 'victim' | 'other';

/** One row of the picture: memory at one moment. */
export interface Lane {
  readonly blocks: readonly DrawnBlock[];
  /** Bytes that were just given back. */
  readonly givenBack: readonly Span[];
  readonly wrong: readonly Span[];
  /** The same bytes in the lane of their victim: framed, so that it is seen whose they are. */
  readonly framed: readonly Span[];
  readonly expected: readonly Span[];
  readonly multiples: readonly bigint[];
  /** The one address that is wrong. */
  readonly at?: bigint | undefined;
  /** What is wrong, beside the wrong bytes. */
  readonly callout?: string;
  /** What the callout points at. */
  readonly pointsAt?: Span | undefined;
  /** Said at the right end: a request or a call to the host that was refused. */
  readonly refused?: string;
  /** The same in words, for who does not see it. */
  readonly label: string;
}

/** A block with its role. */
export interface DrawnBlock extends Block {
  readonly role: Role;
  /** Whether it was granted, moved or resized just now: it then begins a little below the edge. */
  readonly isNew: boolean;
}

/** Percentages with as many digits as a pixel needs. */
export const percent = (value: number): string => `${Number(value.toFixed(2))}%`;

const STEP_PX = 5;
/** Height of a victim in a lane of its own. */
const VICTIM_PX = 28;

/**
 * Memory at one moment as a picture: x in per cent and y in pixels, so that it fits every width and paper
 * without scaling letters. `ids` begins the names of the patterns, which `drawPatterns` makes.
 */
export function drawLane(lane: Lane, axis: Axis, ids: string): Markup {
  const blocks = lane.blocks.map((block) => drawBlock(block, axis, ids));
  return html`<svg role="img" aria-label="${lane.label}">
    ${background(axis, ids)}${
      lane.callout === undefined
        ? blocks
        : html`<svg height="${VICTIM_PX}">
            ${blocks}${lane.framed.map((span) => drawWrong(span, axis, undefined))}
          </svg>`
    }${lane.givenBack.map((span) => drawGivenBack(span, axis))}${lane.wrong.map((span) =>
      drawWrong(span, axis, ids),
    )}${lane.expected.map((span) => drawExpected(span, axis))}${lane.multiples.map((at) =>
      upright(axis, at, 'multiple'),
    )}${lane.at !== undefined && upright(axis, lane.at, 'frame')}${drawCallout(lane, axis)}${
      lane.refused !== undefined && refusal(lane.refused)
    }
  </svg>`;
}

const refusal = (text: string): Markup =>
  html`<text class="note refusal" x="99%" text-anchor="end" y="50%" dy="5">${text}</text>`;

/** The region, with a line between bytes where each has a cell. */
function background({ region, shown, position, kind, width }: Axis, ids: string): Markup {
  const from = region === undefined || region.start < shown.start ? shown.start : region.start;
  const to = region === undefined || region.end > shown.end ? shown.end : region.end;
  const [x, end] = [position(from), position(to)];
  const box =
    end > x ? { x: percent(x), width: percent(end - x) } : { x: '0%', width: percent(width) };
  return html`<rect class="free" x="${box.x}" width="${box.width}" height="100%" />${
      kind !== 'stretched' &&
      html`<rect fill="url(#${ids}-cells)" x="${box.x}" width="${box.width}" height="100%" />`
    }${
      kind === 'folded' &&
      html`<line
          class="fold"
          x1="${percent(width + 1.6)}"
          x2="${percent(width + 1.6)}"
          y1="0"
          y2="100%"
        /><line class="fold" x1="100%" x2="100%" y1="0" y2="100%" />`
    }`;
}

/** The hatching that marks what is wrong, or was refused, without colour. */
export const hatchPattern = (ids: string): Markup =>
  html`<pattern
    id="${ids}-hatch"
    width="7"
    height="7"
    patternUnits="userSpaceOnUse"
    patternTransform="rotate(45)"
  >
    <rect class="hatch-bg" width="7" height="7" />
    <line class="hatch-line" x1="2" x2="2" y1="0" y2="7" />
  </pattern>`;

/** The patterns of a picture: cells of a byte, the hatching of wrong bytes, the dots of victims. */
export function drawPatterns({ cells }: Axis, ids: string): Markup {
  return html`<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false">
    <defs>
      ${hatchPattern(ids)}
      <pattern id="${ids}-dots" width="6" height="6" patternUnits="userSpaceOnUse">
        <circle class="dot" cx="1.5" cy="1.5" r="1.1" />
        <circle class="dot" cx="4.5" cy="4.5" r="1.1" />
      </pattern>
      ${
        cells > 0 &&
        html`<pattern id="${ids}-cells" width="${percent(100 / cells)}" height="100%"
          ><line class="grid" x1="0" x2="0" y1="0" y2="400"
        /></pattern>`
      }
    </defs>
  </svg>`;
}

function drawBlock(block: DrawnBlock, axis: Axis, ids: string): Markup {
  const { start, end, role, isNew, name } = block;
  const x = axis.position(start);
  const width = axis.position(end) - x;
  const y = isNew ? STEP_PX : 0;
  if (end <= start) {
    return html`<line
        class="empty ${role}"
        x1="${percent(x)}"
        x2="${percent(x)}"
        y1="${y}"
        y2="100%"
      /><text class="lab note" x="${percent(x)}" dx="6" y="50%" dy="6">${name} · 0 bytes</text>`;
  }
  const size = `${countText(end - start)} ${end - start === 1n ? 'byte' : 'bytes'}`;
  const long = `${name} · ${size}`;
  const isWide = width > 3 + long.length * 1.5;
  const text = isWide ? long : width > 1.2 + name.length * 1.3 ? name : '';
  return html`<svg x="${percent(x)}" width="${percent(width)}">
    <rect class="fill ${role}" y="${y}" width="100%" height="100%" />
    ${
      role === 'victim' &&
      html`<rect fill="url(#${ids}-dots)" y="${y}" width="100%" height="100%" />`
    }
    <line class="edge" x1="0" x2="0" y1="${y}" y2="100%" />
    <line class="edge" x1="100%" x2="100%" y1="${y}" y2="100%" />
    ${
      text !== '' &&
      html`<text
        class="lab on-${role}"
        x="${isWide ? '8' : '50%'}"
        text-anchor="${isWide ? 'start' : 'middle'}"
        y="50%"
        dy="${y === 0 ? 5 : 7}"
        >${text}</text
      >`
    }
  </svg>`;
}

function drawGivenBack({ start, end }: Span, axis: Axis): Markup {
  const x = axis.position(start);
  const width = axis.position(end) - x;
  const text = `${countText(end - start)} ${end - start === 1n ? 'byte' : 'bytes'} given back`;
  return html`<svg x="${percent(x)}" width="${percent(width)}">
    <rect class="ghost" x="1" y="6" width="100%" height="35" />
    ${
      width > 3 + text.length * 1.5 &&
      html`<text class="note" x="50%" text-anchor="middle" y="50%" dy="5">${text}</text>`
    }
  </svg>`;
}

/** Hatched where the patterns are named, else framed only. */
function drawWrong({ start, end }: Span, axis: Axis, ids: string | undefined): Markup {
  const x = axis.position(start);
  // One wrong byte in a thousand must be seen as well.
  const width = Math.max(axis.position(end) - x, 0.6);
  const left = percent(Math.min(x, 100 - width));
  const [fill, y] = ids === undefined ? ['none', 0] : [`url(#${ids}-hatch)`, STEP_PX];
  return html`<rect
    class="frame"
    fill="${fill}"
    x="${left}"
    width="${percent(width)}"
    y="${y}"
    height="100%"
  />`;
}

function drawExpected({ start, end }: Span, axis: Axis): Markup {
  const x = axis.position(start);
  const width = Math.max(axis.position(end) - x, 0.6);
  return html`<rect
    class="gapbox"
    x="${percent(x)}"
    width="${percent(width)}"
    y="6"
    height="35"
  />`;
}

const upright = ({ position }: Axis, at: bigint, name: string): Markup =>
  html`<line
    class="${name}"
    x1="${percent(position(at))}"
    x2="${percent(position(at))}"
    y1="2"
    y2="100%"
  />`;

/** On the side of the wrong bytes where there is more room; below a victim, which it must not hide. */
function drawCallout({ callout, pointsAt, blocks }: Lane, { position }: Axis): Markup | false {
  if (callout === undefined || callout === '') return false;
  if (pointsAt === undefined) {
    return html`<text class="call" x="1.2%" y="${blocks.length > 0 ? 45 : 23}">${callout}</text>`;
  }
  const [left, right] = [position(pointsAt.start), position(pointsAt.end)];
  const isRight = left < 100 - right;
  const anchor = isRight ? 'start' : 'end';
  if (blocks.length > 0) {
    const middle = (left + right) / 2;
    const x = percent(isRight ? middle + 1 : middle - 1);
    return html`<line
        class="callline"
        x1="${percent(middle)}"
        x2="${percent(middle)}"
        y1="${VICTIM_PX}"
        y2="44"
      /><text class="call" text-anchor="${anchor}" x="${x}" y="45">${callout}</text>`;
  }
  const [from, to] = isRight ? [right, right + 2] : [left - 2, left];
  const x = percent(isRight ? to + 0.6 : from - 0.6);
  return html`<line
      class="callline"
      x1="${percent(from)}"
      x2="${percent(to)}"
      y1="18"
      y2="18"
    /><text class="call" text-anchor="${anchor}" x="${x}" y="23">${callout}</text>`;
}
