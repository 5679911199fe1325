import { countText } from '../human/number-text.js';
import { html, type Markup } from './markup.js';
import { percent } from './picture/draw-lane.js';
import type { PropertyPart, SubjectPart } from './report-parts.js';
import { verdictSign } from './verdict-sign.js';

const order = ['violated', 'inconclusive', 'holds', 'notApplicable'] as const;

/** Every property, the violated first: what was not judged is as much news to a reviewer as what holds. */
export function propertyTable(subject: SubjectPart, id: string): Markup {
  const { properties } = subject;
  const rows = order.flatMap((verdict) => properties.filter((one) => one.verdict === verdict));
  const most = Math.max(1, ...properties.map(({ checks }) => checks));
  return html`<h3 class="h3">Every property</h3>
    <table role="table" class="props">
      <caption class="vh">
        The verdict on each property of ${subject.subject.name}, with how often it was checked
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">verdict</th>
          <th role="columnheader" scope="col">property</th>
          <th role="columnheader" scope="col">claim</th>
          <th role="columnheader" scope="col">clause or reason</th>
          <th role="columnheader" scope="col" class="checks">checks</th>
          <td role="cell"></td>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map((property) => row(property, id, most))}
      </tbody>
    </table>`;
}

function row(property: PropertyPart, id: string, most: number): Markup {
  const { id: name, claim, verdict, clause, reason, checks, witness } = property;
  const target = `${id}.${name}`;
  const isTold = verdict === 'holds' || verdict === 'violated';
  return html`<tr role="row" class="${verdict}" ${witness === undefined && html` id="${target}"`}>
    <td role="cell">${verdictSign(verdict)}</td>
    <th role="rowheader" scope="row">
      <a href="#${target}"><code>${name}</code></a>
    </th>
    <td role="cell" class="claim">${claim}</td>
    <td role="cell" class="clause">${isTold ? html`<code>${clause}</code>` : reason}</td>
    <td role="cell" class="checks${checks === 0 && ' none'}">
      ${checks === 0 ? html`<span aria-hidden="true">–</span><span class="vh">0</span>` : countText(checks)}
    </td>
    <td role="cell" class="barcell">${checks > 0 && bar(checks, most)}</td>
  </tr>`;
}

/** Logarithmic: checks range from tens to millions in one run. */
const bar = (checks: number, most: number): Markup =>
  html`<svg aria-hidden="true">
    <rect
      class="f-bar"
      width="${percent((Math.log2(1 + checks) / Math.log2(1 + most)) * 100)}"
      height="10"
    />
  </svg>`;
