import { countText, durationText, plural } from '../human/number-text.js';
import { html, type Markup } from './markup.js';
import { promisesMarkup } from './promises.js';
import { propertyTable } from './property-table.js';
import { violatedParts, type SubjectPart } from './report-parts.js';
import { sampleRunMarkup } from './run/sample-run.js';
import { verdictSign } from './verdict-sign.js';
import { violationMarkup } from './violation.js';

/** All that is known of a subject: the evidence first where something is broken, else the contract. */
export function subjectMarkup(subject: SubjectPart, id: string): Markup {
  const { name, kind, locator, digest, drivenThrough } = subject.subject;
  const violations = violatedParts(subject).map((one) => violationMarkup(one, subject, id));
  return html`<section class="subject" id="${id}" aria-labelledby="${id}-h">
    <h2 id="${id}-h">
      ${name} ${verdictSign(subject.verdict)}
      <a class="perma" href="#${id}" aria-label="Permanent link to ${name}">#</a>
    </h2>
    <p class="ident">
      ${kind}, <code>${locator}</code>,
      <code title="${digest.sha256}">sha256:${digest.sha256.slice(0, 12)}</code>${
        drivenThrough !== undefined && html`, driven through ${drivenThrough}`
      }
    </p>
    ${endedMarkup(subject)}${violations}
    ${violations.length > 0 && html`<h3 class="h3">The contract, and what was tested</h3>`}
    ${promisesMarkup(subject)} ${boundsMarkup(subject)} ${propertyTable(subject, id)}
    ${sampleRunMarkup(subject, id)}
  </section> `;
}

function endedMarkup({ ended, verdict }: SubjectPart): Markup | false {
  if (ended === 'interrupted')
    return html`<p class="warning">Interrupted: this report is partial, and it is no pass.</p>`;
  if (ended === 'timeSpent')
    return html`<p class="warning">
      The time was spent before all planned programs ran: this is no pass.
    </p>`;
  return (
    verdict === 'inconclusive' &&
    html`<p class="warning">
      Inconclusive: not enough was seen for a verdict, and that is no pass.
    </p>`
  );
}

/** The bounds that every verdict rests on, goals of coverage, and what a reviewer must know. */
function boundsMarkup({ bounds, seed, coverage, notes }: SubjectPart): Markup {
  const missed = coverage.filter(({ reached, needed }) => reached < needed);
  const missedText =
    `${plural(missed.length, 'goal')} of coverage missed: ` +
    `${missed.map(({ goal }) => goal).join(', ')}.`;
  const facts: readonly (readonly [string, string])[] = [
    ['programs', countText(bounds.programs)],
    ['requests', countText(bounds.requests)],
    ['longest program', countText(bounds.longestProgram)],
    ['goals met', `${coverage.length - missed.length} of ${coverage.length}`],
    ['seed', String(seed)],
    ['time', durationText(bounds.elapsedMs)],
  ];
  return html`<dl class="facts">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${missed.length > 0 && html`<p class="warning">${missedText}</p>`}
    ${notes.map((note) => html`<p class="warning">${note}</p>`)}
    <details>
      <summary>Goals of coverage</summary>
      <table role="table" class="goals">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">goal</th>
            <th role="columnheader" scope="col">reached</th>
            <th role="columnheader" scope="col">needed</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${coverage.map(
            ({ goal, reached, needed }) =>
              html`<tr role="row" ${reached < needed && html` class="missed"`}>
                <th role="rowheader" scope="row">${reached < needed && '✕ '}${goal}</th>
                <td role="cell">${countText(reached)}</td>
                <td role="cell">${countText(needed)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>`;
}
