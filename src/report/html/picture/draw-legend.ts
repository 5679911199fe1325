import { countText } from '../../human/number-text.js';
import { html, type Markup } from '../markup.js';
import type { ExecutionPart } from '../report-parts.js';
import { addressMarkup } from '../sentence.js';
import type { Story } from './draw-story.js';

/** What the shades of a story mean, its scale, and what of it is not drawn. */
export function drawLegend(
  { axis, marks, leftOut }: Story,
  { base }: ExecutionPart,
  id: string,
): Markup {
  const sample = (fill: Markup): Markup =>
    html`<svg width="24" height="12" aria-hidden="true">${fill}</svg>`;
  const box = (name: string, pattern?: string): Markup =>
    sample(
      html`<rect class="${name}" width="24" height="12" />${
          pattern !== undefined &&
          html`<rect fill="url(#${id}-${pattern})" width="24" height="12" />`
        }`,
    );
  return html`<ul class="legend">
    <li>${box('fill doer')}granted by the last step</li>
    ${marks.victims.length > 0 && html`<li>${box('fill victim', 'dots')}its victim</li>`}
    <li>${box('fill other')}other blocks</li>
    ${
      marks.wrong.length > 0 &&
      html`<li>
        ${sample(html`<rect class="frame" fill="url(#${id}-hatch)" x="1" y="1" width="22" height="10" />`)}wrong
        bytes
      </li>`
    }${
      marks.expected.length > 0 &&
      html`<li>
        ${sample(html`<rect class="gapbox" x="1" y="1" width="22" height="10" />`)}what was due
      </li>`
    }
    <li>${scaleText(axis)}; base ${base}</li>
    ${
      leftOut.steps > 0 &&
      html`<li>
        the first ${countText(leftOut.steps)} steps are not drawn; the witness file has them
      </li>`
    }${
      leftOut.blocks > 0 &&
      html`<li>
        up to ${countText(leftOut.blocks)} blocks of a row that have no part in it are not drawn
      </li>`
    }
  </ul>`;
}

function scaleText({ kind, shown, region }: Story['axis']): Markup {
  if (kind === 'stretched') return html`not to scale: every boundary has room for its name`;
  if (kind === 'cells' || region === undefined) return html`one cell is one byte`;
  const behind = countText(region.end - shown.end);
  return html`one cell is one byte; the ${behind} bytes behind ${addressMarkup(String(shown.end))}
  were never granted and are folded`;
}
