import type { SubjectResult } from '../../core/result.js';
import { tool } from '../../witness/tool.js';
import { certifyCommand, replayCommand, type InvocationFlags } from '../reproduce-commands.js';
import { violatedFirst } from '../../core/violated-first.js';
import { counterexample } from './counterexample.js';
import { furtherWitnesses } from './further-witnesses.js';
import { fileLayout, type Layout } from './layout.js';
import { leftOutLines } from './left-out-lines.js';
import { countText, durationText, plural } from './number-text.js';
import { notTestedLines } from './not-tested-lines.js';
import type { Paint } from './paint.js';
import { seenOnceLines } from './seen-once.js';
import { verdictLine } from './verdict-line.js';
import { droppedClaims, verdictTable } from './verdict-table.js';
import { wrapText } from './wrap-text.js';

/**
 * The report of one subject for a human reader: what was judged by what, every property's verdict,
 * the bounds, what was missed, a counterexample for each violated property, the most ordinary first,
 * what was seen once, and the verdict as the last line.
 */
export function humanReport(
  result: SubjectResult,
  flags: InvocationFlags,
  paint: Paint,
  layout = fileLayout,
): string {
  const { bounds, properties, seed } = result;
  const { width } = layout;
  const lines = [
    `${tool.name} ${tool.version}  ${paint('bold', result.subject.locator)}  seed ${seed}`,
    ...headerLines(result, width),
    '',
    ...verdictTable(properties, paint, width),
    '',
    ...droppedClaims(result, paint, width),
    ...notTestedLines(result, paint, width),
    ...wrapText(
      `bounds: ${plural(bounds.programs, 'program')}, ${plural(bounds.requests, 'request')}, ` +
        `the longest program has ${plural(bounds.longestProgram, 'request')}; ${durationText(bounds.elapsedMs)}`,
      '  ',
      width,
    ),
    ...coverageLines(result, layout),
    ...endedLines(result, paint),
    ...result.notes.flatMap((note) => wrapText(`note: ${note}`, '  ', width)),
    '',
    ...violatedFirst(result).flatMap((property) => [
      ...counterexample(
        property.witness,
        [replayCommand(result, property.witness, flags), certifyCommand(result, flags)],
        paint,
        width,
      ),
      '',
      ...furtherWitnesses(property, result, flags, width),
    ]),
    ...properties.flatMap((property) => seenOnceLines(property, result, flags, paint, width)),
    ...verdictLine(result, paint, layout),
  ];
  return `${lines.join('\n')}\n`;
}

function headerLines({ subject, contract }: SubjectResult, width: number): string[] {
  return [
    `  subject ${subject.name}, ${subject.kind}, sha256:${subject.digest.slice(0, 12)}`,
    ...(subject.drivenThrough === undefined ? [] : [`  driven through ${subject.drivenThrough}`]),
    ...(subject.limitedBy === undefined
      ? []
      : wrapText(`memory limited by ${subject.limitedBy}`, '  ')),
    ...wrapText(
      `contract ${contract.name}, sha256:${contract.digest.slice(0, 12)}: ${contract.because}`,
      '  ',
      width,
    ),
  ];
}

function coverageLines(
  { coverage, leftOut, verdict }: SubjectResult,
  { width, isVerbose }: Layout,
): string[] {
  const missed = coverage.filter(({ reached, needed }) => reached < needed);
  const met = `coverage: ${coverage.length - missed.length} of ${plural(coverage.length, 'goal')} met`;
  const heading = missed.length === 0 ? met : `${met}; missed:`;
  const left = isVerbose ? leftOutLines(leftOut, width) : [];
  // Beside a violation the goals are no news, and a line for each would bury it.
  if (verdict === 'violated' && !isVerbose) {
    return wrapText(
      [heading, missed.map(({ goal }) => goal).join(', ')].join(' ').trimEnd(),
      '  ',
      width,
    );
  }
  return [
    `  ${heading}`,
    ...missed.map(
      ({ goal, reached, needed }) => `    ${goal}: ${countText(reached)} of ${countText(needed)}`,
    ),
    ...left,
  ];
}

function endedLines({ ended }: SubjectResult, paint: Paint): string[] {
  if (ended === 'interrupted') return [paint('yellow', '  interrupted: this report is partial')];
  if (ended === 'timeSpent')
    return [paint('yellow', '  the time is spent: not all planned programs ran')];
  return [];
}
