import { countText, plural } from '../human/number-text.js';
import { html, type Markup } from './markup.js';
import { drawLegend } from './picture/draw-legend.js';
import { drawStory } from './picture/draw-story.js';
import { measureBars } from './picture/measure-bars.js';
import type { EvidencePart, SubjectPart, ViolatedPart, WitnessPart } from './report-parts.js';
import { variationsMarkup } from './variations.js';

/** A violated property: the argument as a picture, what may be changed, and how to see it again. */
export function violationMarkup(
  property: ViolatedPart,
  subject: SubjectPart,
  subjectId: string,
): Markup {
  const { id: name, claim, witness, sameCauseAs } = property;
  const id = `${subjectId}.${name}`;
  return html`<article class="violation" id="${id}" aria-labelledby="${id}-h">
    <div class="vhead">
      <h3 id="${id}-h">
        <code>${name}</code> is violated
        <a
          class="perma"
          href="#${id}"
          aria-label="Permanent link to ${name} of ${subject.subject.name}"
          >#</a
        >
      </h3>
      <p>${claim}</p>
      <p class="because">
        By clause <code>${witness.clause}</code> of the contract.
        ${sizeText(witness)}${consequences(witness)}
      </p>
      ${
        sameCauseAs !== undefined &&
        html`<p class="because">
          The same program or the same bytes as
          <a href="#${subjectId}.${sameCauseAs}"><code>${sameCauseAs}</code></a
          >: probably one cause.
        </p>`
      }
    </div>
    ${witnessMarkup(witness, name, id)}
    <div class="under">
      <div>
        ${
          variationsMarkup(witness) ??
          html`<h4>Change one thing: does it still break?</h4>
            <p>Nothing was varied in this witness.</p>`
        }${further(property)}
      </div>
      <div>
        <h4>See it yourself</h4>
        <dl>
          ${commandsOf(witness, name, subject).map(([title, text], index) => command(title, text, `${id}-c${index}`))}
        </dl>
      </div>
    </div>
  </article> `;
}

/** The picture of a witness with its slider, and of another execution that it is held against. */
function witnessMarkup(witness: WitnessPart, name: string, id: string): Markup {
  const [main, other] = witness.executions;
  if (main === undefined)
    return html`<p class="after">The report holds no steps of this witness.</p>`;
  const story = drawStory({ witness, execution: main, property: name, id });
  const evidence = witness.evidence as EvidencePart;
  const bars = measureBars(evidence);
  return html`<div class="tools">
      <div class="steps-tool">
        <button type="button" data-go="-1" aria-label="Step back">←</button
        ><input
          type="range"
          min="1"
          max="${Math.max(1, story.steps)}"
          value="${Math.max(1, story.steps)}"
          step="1"
          aria-label="Step of the witness of ${name}"
        /><button type="button" data-go="1" aria-label="Step on">→</button><output></output>
      </div>
      <fieldset>
        <legend>Addresses</legend>
        <label><input type="radio" name="base-${id}" data-base="10" checked />decimal</label
        ><label><input type="radio" name="base-${id}" data-base="16" />hex</label>
      </fieldset>
      <a class="link-step" href="#${id}">Link to this step</a>
    </div>
    ${story.table}
    <p class="after" role="status"></p>
    ${drawLegend(story, main, id)}
    ${bars !== undefined && html`<div class="beside">${bars}</div>`}${
      evidence.kind === 'differs' && other !== undefined && otherRun(other, evidence.otherStep)
    }`;
}

/** The other run in words: its rows up to the answer that differs. */
function otherRun({ role, steps }: WitnessPart['executions'][number], differs: number): Markup {
  const title =
    role === 'again'
      ? 'The same program on another fresh region'
      : 'The same program without what was refused';
  const shown = steps.filter(({ index }) => index > 0 && index <= differs).slice(-40);
  return html`<div class="beside">
    <table role="table" class="other-run">
      <caption>
        ${title}
      </caption>
      <tbody role="rowgroup">
        ${shown.map(
          ({ index, text, answer }) =>
            html`<tr role="row" ${index === differs && html` class="bad"`}>
              <td role="cell">${index}</td>
              <th role="rowheader" scope="row"><code>${text}</code></th>
              <td role="cell">
                ${answer.map((part) => (typeof part === 'string' ? part : part.text)).join('')}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function sizeText(witness: WitnessPart): string {
  const {
    requests,
    shortest,
    foundAtRequests,
    failsIn: [fails, runs],
  } = witness;
  const length = shortest ? 'the shortest within this alphabet' : 'not known to be the shortest';
  const reduced = foundAtRequests > requests ? `, reduced from ${countText(foundAtRequests)}` : '';
  return `${plural(requests, 'request')}, ${length}${reduced}. Fails in ${fails} of ${plural(runs, 'run')}.`;
}

function consequences({ consequences: found }: WitnessPart): string {
  const named = [...new Set(found.map(({ property, step }) => `${property} (step ${step})`))];
  return named.length === 0 ? '' : ` Also broken as a consequence: ${named.join(', ')}.`;
}

function further({ furtherWitnesses = [], untoldKinds = 0 }: ViolatedPart): Markup | false {
  if (furtherWitnesses.length + untoldKinds === 0) return false;
  return html`<details>
    <summary>In other ways as well</summary>
    <ul class="further">
      ${furtherWitnesses.map(
        ({ step, clause, program, replay }) =>
          html`<li>
            step ${step}, clause <code>${clause}</code>
            <pre>${shortened(program)}</pre>
            <pre>${shortened(replay)}</pre>
          </li>`,
      )}${untoldKinds > 0 && html`<li>${plural(untoldKinds, 'more kind')} of violations not told</li>`}
    </ul>
  </details>`;
}

const LONGEST = 2_000;
const shortened = (text: string): string =>
  text.length <= LONGEST
    ? text
    : `${text.slice(0, 200)} ... (${countText(text.length)} characters)`;

function commandsOf(
  witness: WitnessPart,
  name: string,
  { certify, subject }: SubjectPart,
): readonly (readonly [string, string])[] {
  const language = subject.kind === 'native' || subject.kind === 'command' ? 'c' : 'ts';
  const title =
    language === 'c'
      ? 'As a C program that needs no allocert'
      : 'As a TypeScript program that needs no allocert';
  return [
    ['The program', shortened(witness.program)],
    ['Replay this witness', shortened(witness.replay)],
    ['Find it again', certify],
    [title, shortened(`${witness.replay} --as ${language} --output ${name}.${language}`)],
  ];
}

const command = (title: string, text: string, id: string): Markup =>
  html`<div class="cmd">
    <dt>${title}</dt>
    <dd><pre id="${id}">${text}</pre></dd>
    <dd><button type="button" data-copy="${id}" aria-label="Copy: ${title}">Copy</button></dd>
  </div>`;
