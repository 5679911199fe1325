import { countText, sizeText } from '../../human/number-text.js';
import { html, type Markup } from '../markup.js';
import { hatchPattern, percent } from '../picture/draw-lane.js';
import type { AskedPart } from '../report-parts.js';

/** What was asked in all programs of the campaign, by size and by alignment: granted and refused. */
export function histogramsMarkup({ sizes, alignments }: AskedPart, id: string): Markup {
  return html`${hatch(id)}
    <div class="two">
      <div>
        <h4>Sizes asked in all programs</h4>
        ${histogram('bytes', grouped(sizes), classText, id)}
      </div>
      <div>
        <h4>Alignments asked</h4>
        ${histogram('alignment', alignments, ({ from }) => (from === 1 ? 'none' : sizeText(BigInt(from))), id)}
      </div>
    </div>`;
}

type Row = AskedPart['sizes'][number];

const hatch = (id: string): Markup =>
  html`<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false">
    <defs>${hatchPattern(id)}</defs>
  </svg>`;

/** Where classes of sizes begin that are told together: sizes that no small region can meet. */
const GROUPS = [2 ** 16, 2 ** 20, 2 ** 24, 2 ** 32, 2 ** 48] as const;

function grouped(rows: readonly Row[]): Row[] {
  const groups = new Map<number, Row>();
  for (const { from, granted, refused } of rows) {
    const start = GROUPS.findLast((group) => group <= from) ?? from;
    const group = groups.get(start) ?? { from: start, granted: 0, refused: 0 };
    groups.set(start, {
      from: start,
      granted: group.granted + granted,
      refused: group.refused + refused,
    });
  }
  return [...groups.values()];
}

function classText({ from }: Row): string {
  if (from < 2) return String(from);
  if (from < GROUPS[0]) return `${countText(from)}–${countText(2 * from - 1)}`;
  const end = GROUPS.find((group) => group > from);
  const start = sizeText(BigInt(from));
  return end === undefined ? `from ${start}` : `${start} to ${sizeText(BigInt(end))}`;
}

/** Bars of one logarithmic scale, or the rare classes could not be seen beside the common ones. */
function histogram(
  unit: string,
  rows: readonly Row[],
  name: (row: Row) => string,
  id: string,
): Markup {
  const most = Math.max(1, ...rows.map(({ granted, refused }) => granted + refused));
  const bars = rows.map((row) => {
    const { granted, refused } = row;
    const all = granted + refused;
    const width = (Math.log2(1 + all) / Math.log2(1 + most)) * 100;
    const part = (width * granted) / all;
    return html`<tr role="row">
      <th role="rowheader" scope="row">${name(row)}</th>
      <td role="cell">
        <svg aria-hidden="true">
          <rect class="fill doer" y="2" height="12" width="${percent(part)}" />
          <rect
            fill="url(#${id}-hatch)"
            y="2"
            height="12"
            x="${percent(part)}"
            width="${percent(width - part)}"
          />
        </svg>
      </td>
      <td role="cell" class="num">${countText(granted)}</td>
      <td role="cell" class="num">${countText(refused)}</td>
    </tr>`;
  });
  return html`<table role="table" class="hist">
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">${unit}</th>
        <th role="columnheader" scope="col" class="l">refused: hatched; length logarithmic</th>
        <th role="columnheader" scope="col">granted</th>
        <th role="columnheader" scope="col">refused</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${bars}
    </tbody>
  </table>`;
}
