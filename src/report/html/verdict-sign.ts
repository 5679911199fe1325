import { html, type Markup } from './markup.js';
import type { PropertyPart, SubjectPart } from './report-parts.js';

type Verdict = PropertyPart['verdict'];

const words: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  violated: 'violated',
  inconclusive: 'inconclusive',
  notApplicable: 'not applicable',
};

/** A verdict as a sign and a word, so that neither colour nor shape is needed alone. */
export const verdictSign = (verdict: Verdict): Markup =>
  html`<span class="verdict ${verdict}">${signs[verdict]}${words[verdict]}</span>`;

const icon = (path: string): Markup =>
  html`<svg width="14" height="14" viewBox="0 0 14 14" class="ic" aria-hidden="true">
    <path d="${path}" />
  </svg>`;

const signs: Readonly<Record<Verdict, Markup>> = {
  holds: icon('M1.5 7.5l4 4L12.5 2.5'),
  violated: icon('M2 2l10 10M12 2L2 12'),
  inconclusive: icon('M4 4.5a3 3 0 1 1 3.2 3.2V9M7.2 12v.2'),
  notApplicable: icon('M3 7h8'),
};

const SIDE = 12;
const STEP = 15;

/** A square for each property, in their fixed order: filled, crossed, half filled, dashed. */
export function verdictSquares({ properties }: SubjectPart): Markup {
  const count = (verdict: Verdict): number =>
    properties.filter((one) => one.verdict === verdict).length;
  const label =
    `${count('violated')} violated, ${count('holds')} hold, ` +
    `${count('inconclusive')} inconclusive, ${count('notApplicable')} not applicable`;
  return html`<svg
    class="squares"
    width="${properties.length * STEP}"
    height="14"
    role="img"
    aria-label="${label}"
  >
    ${properties.map(({ verdict }, index) => square(verdict, index * STEP))}
  </svg>`;
}

function square(verdict: Verdict, x: number): Markup {
  switch (verdict) {
    case 'holds':
      return html`<rect class="f-holds" x="${x}" y="1" width="${SIDE}" height="${SIDE}" />`;
    case 'violated':
      return html`<rect class="f-violated" x="${x}" y="1" width="${SIDE}" height="${SIDE}" /><path
          class="cross"
          d="M${x + 3.5} 4.5l5 5m0-5l-5 5"
        />`;
    case 'inconclusive':
      return html`<rect
          class="f-open"
          x="${x + 1}"
          y="2"
          width="${SIDE - 2}"
          height="${SIDE - 2}"
        /><rect class="f-half" x="${x + 1}" y="7" width="${SIDE - 2}" height="5" />`;
    case 'notApplicable':
      return html`<rect
        class="f-none"
        x="${x + 1}"
        y="2"
        width="${SIDE - 2}"
        height="${SIDE - 2}"
      />`;
  }
}
