import { countText } from '../../human/number-text.js';
import { html, type Markup } from '../markup.js';
import { percent } from '../picture/draw-lane.js';
import type { Life, Series } from './series.js';
import { largestOf } from './series.js';

const HEIGHT = 250;
/** Characters of an address that the margin holds; longer ones stand above. */
const MOST_DIGITS = 8;

/** Addresses down and steps across: a rectangle an allocation, as tall as its bytes, as long as its life. */
export function livesChart({ lives, moments }: Series): Markup {
  const first = lives.reduce(
    (least, { start }) => (start < least ? start : least),
    lives.at(0)?.start ?? 0n,
  );
  const last = largestOf(lives.map(({ end }) => end));
  const scale = (at: bigint): number =>
    Number(((at - first) * 100_000n) / (last - first || 1n)) / 100;
  const rectangle = ({ start, end, from, to }: Life): string =>
    `M${from} ${scale(start)}H${to}V${scale(end)}H${from}Z`;
  const even = lives.filter((_, index) => index % 2 === 0).map(rectangle);
  const odd = lives.filter((_, index) => index % 2 === 1).map(rectangle);
  const isShort = countText(last).length <= MOST_DIGITS;
  const label =
    `Addresses down, steps across: ${countText(lives.length)} lives of blocks over ` +
    `${countText(moments.length)} steps, between ${countText(first)} and ${countText(last)}.`;
  return html`<figure class="chart">
    <figcaption>
      <b>Memory</b>
      <span class="soft"
        >each rectangle is a block: as tall as its bytes, as long as its life; two shades only tell
        neighbours apart${!isShort && `; from ${countText(first)} to ${countText(last)}`}</span
      >
    </figcaption>
    <svg height="${HEIGHT}" role="img" aria-label="${label}">
      <rect class="free" width="100%" height="${HEIGHT}" />
      <svg
        viewBox="0 0 ${moments.length} 1000"
        preserveAspectRatio="none"
        width="100%"
        height="${HEIGHT}"
      >
        <path class="lives" d="${even.join('')}" />
        <path class="lives alt" d="${odd.join('')}" /></svg
      >${isShort && tick(first, 10)}${isShort && tick(last, HEIGHT)}${cursor(HEIGHT)}
    </svg>
  </figure>`;
}

const tick = (address: bigint, y: number): Markup =>
  html`<text class="tick ylab" text-anchor="end" x="-8" y="${y}" data-address="${String(address)}"
    >${countText(address)}</text
  >`;

const cursor = (height: number): Markup =>
  html`<line class="cursor" x1="0" x2="0" y1="0" y2="${height}" />`;

/** Requests that were refused, and calls that the host refused, on the axis of the steps. */
export function refusalsChart({ moments }: Series): Markup | undefined {
  const refused = moments.flatMap(({ step }, at) => (step.outcome.kind === 'refused' ? [at] : []));
  if (refused.length === 0) return undefined;
  const host = moments.flatMap(({ step }, at) => (step.hostRefusedBytes === undefined ? [] : [at]));
  const line = (at: number, name: string): Markup => {
    const x = percent(((at + 0.5) / moments.length) * 100);
    return html`<line class="${name}" x1="${x}" x2="${x}" y1="3" y2="19" />`;
  };
  const calls = host.length > 0 ? `, ${host.length} calls to the host` : '';
  const text = `${countText(refused.length)} requests were refused${calls}`;
  return html`<figure class="chart">
    <figcaption><b>Refusals</b> <span class="soft">${text}</span></figcaption>
    <svg height="22" role="img" aria-label="${text}.">
      <rect class="free" width="100%" height="22" />
      ${refused.map((at) => line(at, 'ref-no'))}${host.map((at) => line(at, 'ref-host'))}${cursor(22)}
    </svg>
  </figure>`;
}

interface Line {
  readonly title: string;
  readonly note: string;
  readonly values: readonly bigint[];
  readonly name: 'live' | 'gaps' | 'footprint';
}

/** One amount of bytes over the steps, as an area from 0 to its largest value. */
export function amountChart({ title, note, values, name }: Line): Markup {
  const largest = largestOf(values);
  const height = (value: bigint): string =>
    (1000 - Number((value * 100_000n) / (largest || 1n)) / 100).toFixed(1);
  const path = values
    .map((value, at) => `${at === 0 ? 'M' : 'L'}${at} ${height(value)}H${at + 1}`)
    .join('');
  const label = `${title} over the steps, at most ${countText(largest)} bytes at step ${values.indexOf(largest)}.`;
  return html`<figure class="chart">
    <figcaption><b>${title}</b> <span class="soft">${note}</span></figcaption>
    <svg height="100" role="img" aria-label="${label}">
      <rect class="free" width="100%" height="84" />
      <svg viewBox="0 0 ${values.length} 1000" preserveAspectRatio="none" width="100%" height="84">
        <path class="area ${name}" d="${path}V1000H0Z" />
        <path class="wire ${name}" d="${path}" />
      </svg>
      <text class="tick ylab" text-anchor="end" x="-8" y="10">${countText(largest)}</text>
      <text class="tick ylab" text-anchor="end" x="-8" y="84">0</text>
      <text class="tick" x="0" y="98">step 0</text>
      <text class="tick" text-anchor="end" x="100%" y="98">${countText(values.length - 1)}</text>
      ${cursor(84)}
    </svg>
  </figure>`;
}
