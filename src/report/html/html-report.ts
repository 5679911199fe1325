import { createHash } from 'node:crypto';
import { countText, plural } from '../human/number-text.js';
import type { Report } from '../json/report-schema.js';
import { html, type Markup } from './markup.js';
import { violatedParts, type SubjectPart } from './report-parts.js';
import { subjectMarkup } from './subject.js';
import { verdictSign, verdictSquares } from './verdict-sign.js';

/** What a page brings beside its contents. */
export interface PageAssets {
  readonly style: string;
  /** Modules, one script each. */
  readonly scripts: readonly string[];
}

/**
 * A JSON report as one page that needs nothing else: it opens from disk, asks no network, runs only the
 * scripts that it came with, and is whole without them.
 */
export function htmlReport(report: Report, { style, scripts }: PageAssets): string {
  const { subjects, notLoaded, tool, seed, run } = report;
  const ids = slugs(subjects.map(({ subject }) => subject.name));
  const title = headline(report);
  const first = subjects.findIndex(({ verdict }) => verdict === 'violated');
  const firstId = first < 0 ? undefined : violatedParts(subjects[first]).at(0)?.id;
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${scripts.map(hashOf).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${raw(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}: allocert</title>
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        ${firstId !== undefined && html`<a class="skip" href="#${ids[first]}.${firstId}">To the first violation</a>`}
        <header>
          <p class="brand">
            <b>${tool.name}</b> ${tool.version}, seed
            ${seed}${run !== undefined && html`, effort ${run.effort}, ${run.platform}`}
          </p>
          <h1>${title}</h1>
          ${run !== undefined && html`<p class="brand"><code>${run.command}</code></p>`}
          <ul class="strip">
            ${subjects.map((subject, index) => tile(subject, ids[index]))}
          </ul>
          ${notLoaded.map(notJudged)}
        </header>
        <main>${subjects.map((subject, index) => subjectMarkup(subject, ids[index]))}</main>
        <footer>
          <p>
            Nothing found within bounds is no proof. Every verdict names the clause that it rests on
            and the programs behind it; <code>allocert explain</code> tells what a property claims.
          </p>
        </footer>
        ${scripts.map((script) => raw(`<script type="module">${script}</script>`))}
      </body>
    </html> `;
  return page.markup;
}

const notJudged = ({ locator, message }: Report['notLoaded'][number]): Markup =>
  html`<p class="warning"><b>${locator}</b> was not judged: ${message}</p>`;

/** Text of ours that stands in the page as it is: the policy, the style and the scripts. */
const raw = (markup: string): Markup => ({ markup });

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function headline({ subjects, notLoaded }: Report): string {
  const total = subjects.length + notLoaded.length;
  const broken = subjects.filter(({ verdict }) => verdict === 'violated').length;
  const held = subjects.filter(({ verdict }) => verdict === 'holds').length;
  const all = plural(total, 'allocator');
  if (broken > 0) {
    if (total === 1) return 'The allocator breaks its contract';
    const breaks = broken === 1 ? 'breaks its contract' : 'break their contracts';
    return `${broken} of ${all} ${breaks}`;
  }
  if (held === total && total > 0) {
    return total === 1 ? 'The allocator keeps its contract' : `All ${all} keep their contracts`;
  }
  return total === 1
    ? 'The allocator has no verdict'
    : `${total - held} of ${all} without a verdict`;
}

function tile(subject: SubjectPart, id: string): Markup {
  const { verdict, bounds, properties } = subject;
  const broken = violatedParts(subject).map((one) => one.id);
  const dropped = properties.filter(({ reasonKind }) => reasonKind === 'notClaimed').length;
  const found =
    verdict === 'violated'
      ? `breaks ${broken.join(', ')}`
      : verdict === 'holds'
        ? 'nothing found within these bounds; no proof'
        : 'not enough was seen: no pass';
  return html`<li class="${verdict}">
    <a href="#${id}"
      ><span class="name">${subject.subject.name}</span
      >${verdictSign(verdict)}${verdictSquares(subject)}
      <p>
        ${found}<br />${plural(bounds.programs, 'program')}, ${plural(bounds.requests, 'request')};
        ${dropped} of ${countText(properties.length)} properties not claimed
      </p></a
    >
  </li>`;
}

/** Names as ids: letters, digits and hyphens; those that come twice are numbered. */
function slugs(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    const slug = name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'subject';
    let id = slug;
    for (let number = 2; used.has(id); number++) id = `${slug}-${number}`;
    used.add(id);
    return id;
  });
}
