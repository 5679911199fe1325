import { countText } from '../human/number-text.js';
import { html, type Markup } from './markup.js';
import type { StepPart, VariationPart, WitnessPart } from './report-parts.js';

/**
 * What was changed in a witness, one quantity at a time, as chips: whether it still breaks with each
 * value, and the witness's own value framed. Shows the cause at a glance.
 */
export function variationsMarkup({ variations = [], executions }: WitnessPart): Markup | undefined {
  const told = variations.filter(({ broken, kept }) => broken.length + kept.length > 0);
  if (told.length === 0) return undefined;
  const steps = executions.at(0)?.steps ?? [];
  return html`<h4>Change one thing: does it still break?</h4>
    <p>Each value was run with all else as above. The framed one is this witness.</p>
    <table role="table" class="vary">
      <tbody role="rowgroup">
        ${told.map(
          (one) =>
            html`<tr role="row">
              <th role="rowheader" scope="row">${placeOf(one, steps)}</th>
              <td role="cell">${chips(one)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

const worldTexts: Readonly<Record<string, string>> = {
  region: 'bytes of the region',
  base: 'offset of the base',
  fill: 'what the region held before',
};

function placeOf({ of, request }: VariationPart, steps: readonly StepPart[]): Markup {
  if (request === undefined) return html`${worldTexts[of] ?? of}`;
  const step = steps.find((one) => one.request === request);
  if (step === undefined) return html`request ${request + 1}, ${of === 'align' ? 'alignment' : of}`;
  return of === 'align'
    ? html`step ${step.index}, alignment asked`
    : html`step ${step.index}, size in <code>${step.text}</code>`;
}

type Value = number | string;

interface Chip {
  readonly value: Value;
  readonly breaks: boolean;
  readonly isOwn: boolean;
}

function chips({ of, was, broken, kept }: VariationPart): readonly Markup[] {
  const own = was === undefined ? [] : [{ value: was, breaks: true, isOwn: true }];
  const all: Chip[] = [
    ...own,
    ...broken.map((value) => ({ value, breaks: true, isOwn: false })),
    ...kept.map((value) => ({ value, breaks: false, isOwn: false })),
  ];
  return all
    .sort((a, b) =>
      typeof a.value === 'number' && typeof b.value === 'number' ? a.value - b.value : 0,
    )
    .map(
      ({ value, breaks, isOwn }) =>
        html`<span class="chip${breaks && ' breaks'}${isOwn && ' own'}"
          >${breaks ? '✕' : '✓'} ${valueText(of, value)}<span class="vh">
            ${breaks ? 'breaks' : 'does not break'}${isOwn && ', as in this witness'}</span
          ></span
        >`,
    );
}

const fills: Readonly<Record<string, string>> = { zero: 'zeros', ones: 'ones', noise: 'noise' };

function valueText(of: VariationPart['of'], value: Value): string {
  if (typeof value === 'string') return fills[value] ?? value;
  return of === 'align' && value === 1 ? 'none' : countText(value);
}
