import type { Contract } from '../../contract/document/contract-schema.js';
import type { PropertyResult, SubjectResult } from '../../core/result.js';
import type { Verdict } from '../../core/verdict.js';
import { countText } from './number-text.js';
import type { Paint, PaintStyle } from './paint.js';
import { wrapText } from './wrap-text.js';

const verdictTexts: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  violated: 'VIOLATED',
  inconclusive: 'inconclusive',
  notApplicable: 'not applicable',
};

const verdictStyles: Readonly<Record<Verdict, PaintStyle>> = {
  holds: 'green',
  violated: 'red',
  inconclusive: 'yellow',
  notApplicable: 'dim',
};

/**
 * Every property of a subject, one line each, in their fixed order: none is left out, because a
 * claim that was not judged is as much news to a reviewer as one that holds.
 */
export function verdictTable(
  properties: readonly PropertyResult[],
  paint: Paint,
  width?: number,
): string[] {
  const idWidth = Math.max(8, ...properties.map(({ id }) => id.length));
  const checksWidth = Math.max(6, ...properties.map(({ checks }) => countText(checks).length));
  const verdictWidth = Math.max(...Object.values(verdictTexts).map((text) => text.length));
  const heading = [
    'property'.padEnd(idWidth),
    'verdict'.padEnd(verdictWidth),
    'checks'.padStart(checksWidth),
  ].join('  ');
  return [
    paint('dim', `  ${heading}  clause or reason`),
    ...properties.flatMap(({ id, verdict, checks, clause, reason }) => {
      const word = paint(verdictStyles[verdict], verdictTexts[verdict].padEnd(verdictWidth));
      const why = verdict === 'holds' || verdict === 'violated' ? clause : shortReason(reason);
      const indent = ' '.repeat(heading.length + 4);
      const [first = '', ...rest] = wrapText(why, indent, width);
      const lead = `  ${id.padEnd(idWidth)}  ${word}  ${countText(checks).padStart(checksWidth)}  `;
      return [`${lead}${first.slice(indent.length)}`.trimEnd(), ...rest];
    }),
  ];
}

const LONGEST_REASON = 60;

// A list behind a colon, of coverage goals that are missed, is told once below the table.
const shortReason = (reason: string): string =>
  reason.length > LONGEST_REASON && reason.includes(':')
    ? `${reason.slice(0, reason.indexOf(':'))} (below)`
    : reason;

/** The claims that the contract drops, where they cannot be overlooked; none: no line. */
export function droppedClaims(result: SubjectResult, paint: Paint, width?: number): string[] {
  const { properties, contract } = result;
  const dropped = properties.filter(
    ({ verdict, clause, reason }) =>
      verdict === 'notApplicable' && clause === '' && !reason.startsWith('claimed'),
  );
  if (dropped.length === 0) return [];
  const heading = `NOT CLAIMED: ${dropped.length} of ${properties.length}`;
  const ids = dropped.map(({ id }) => id).join(', ');
  const host = saysNothingOfHost(result)
    ? ', nor that it does not abort where its host refuses'
    : '';
  const text = `by contract ${contract.name}, nothing is promised of this subject about ${ids}${host}.`;
  const [first = '', ...rest] = wrapText(`${heading}: ${text}`, '  ', width);
  return [first.replace(heading, paint('yellow', heading)), ...rest];
}

/** Whether an end on purpose is unjudged where the host refuses memory. */
function saysNothingOfHost({ subject, contract }: SubjectResult): boolean {
  const { hostRefused, refusalMayAbort, refusal } = contract.document as Partial<Contract>;
  if (subject.hasHostDoor !== true || refusal === 'trap') return false;
  return hostRefused === 'unjudged' && refusalMayAbort === false;
}
