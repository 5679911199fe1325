import { plural } from '../human/number-text.js';
import { html, type Markup } from './markup.js';
import type { PropertyPart, SubjectPart } from './report-parts.js';

/** What the contract claims, what it does not, and what nobody tested: large, and side by side. */
export function promisesMarkup(subject: SubjectPart): Markup {
  const { contract, properties, notTested = [], leftOut } = subject;
  const claimed = properties.filter(({ clause }) => clause !== '');
  const dropped = properties.filter(({ reasonKind }) => reasonKind === 'notClaimed');
  const told = new Set(notTested.map(({ of }) => of));
  const untested = [
    ...notTested,
    ...properties
      .filter((property) => isUntested(property) && !told.has(property.id))
      .map(({ id, reason }) => ({ of: id, because: reason })),
  ].map(({ of, because }) => html`<li><b>${of}</b>: ${because}</li>`);
  return html`<section class="promises" aria-label="What was promised and tested">
    <div>
      <h3><b>${claimed.length}</b>CLAIMED</h3>
      <p>
        Contract <b>${contract.name}</b>, <code>sha256:${contract.digest.slice(0, 12)}</code>:
        ${contract.because}.
      </p>
      <ul>
        ${byClause(claimed).map(
          ([clause, ids]) => html`<li><code>${clause}</code>: ${ids.join(', ')}</li>`,
        )}
      </ul>
      ${clausesMarkup(contract.document)}
    </div>
    <div>
      <h3><b>${dropped.length}</b>NOT CLAIMED</h3>
      <p>Nothing is promised of this subject about these, so nothing was judged.</p>
      <ul>
        ${dropped.map(({ id, claim }) => html`<li><b>${id}</b>: ${claim}</li>`)}
      </ul>
    </div>
    <div>
      <h3><b>${untested.length}</b>NOT TESTED</h3>
      <p>
        ${untested.length === 0 ? 'Everything that is claimed was tested.' : 'No verdict says anything about these.'}
      </p>
      <ul>
        ${untested}
      </ul>
      ${goalsLeftOut(leftOut)}
    </div>
  </section>`;
}

/** What no program can test stands in a list of its own. */
const isUntested = ({ verdict, reasonKind }: PropertyPart): boolean =>
  verdict === 'notApplicable' && reasonKind !== 'notClaimed' && reasonKind !== 'notTested';

/** Goals that no program can reach: a reviewer may want them, and nobody else. */
const goalsLeftOut = (leftOut: SubjectPart['leftOut']): Markup | false =>
  leftOut.length > 0 &&
  html`<details>
    <summary>${plural(leftOut.length, 'goal')} that cannot be met</summary>
    <ul>
      ${byReason(leftOut).map(
        ([because, goals]) => html`<li><b>${goals.join(', ')}</b>: ${because}</li>`,
      )}
    </ul>
  </details>`;

function byClause(claimed: readonly PropertyPart[]): readonly (readonly [string, string[]])[] {
  const found = new Map<string, string[]>();
  for (const { id, clause } of claimed) found.set(clause, [...(found.get(clause) ?? []), id]);
  return [...found];
}

function byReason(leftOut: SubjectPart['leftOut']): readonly (readonly [string, string[]])[] {
  const found = new Map<string, string[]>();
  for (const { goal, because } of leftOut)
    found.set(because, [...(found.get(because) ?? []), goal]);
  return [...found];
}

/** The contract document as it was resolved: every clause with its value. */
function clausesMarkup(document: unknown): Markup | false {
  const clauses = flattened(document, '');
  if (clauses.length === 0) return false;
  return html`<details>
    <summary>All ${clauses.length} clauses</summary>
    <dl class="clauses">
      ${clauses.map(
        ([path, value]) =>
          html`<div>
            <dt>${path}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </details>`;
}

function flattened(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [[path, JSON.stringify(value)]];
  if (Array.isArray(value)) return [[path, value.map((item) => JSON.stringify(item)).join(', ')]];
  return Object.entries(value).flatMap(([key, item]) =>
    flattened(item, path === '' ? key : `${path}.${key}`),
  );
}
