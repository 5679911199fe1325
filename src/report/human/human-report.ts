import type { SubjectResult } from '../../core/result.js';
import { tool } from '../../witness/tool.js';
import { certifyCommand, replayCommand, type InvocationFlags } from '../reproduce-commands.js';
import { violatedFirst } from '../../core/violated-first.js';
import { counterexample } from './counterexample.js';
import { furtherWitnesses } from './further-witnesses.js';
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
export function humanReport(result: SubjectResult, flags: InvocationFlags, paint: Paint): string {
  const { bounds, properties, seed } = result;
  const lines = [
    `${tool.name} ${tool.version}  ${paint('bold', result.subject.locator)}  seed ${seed}`,
    ...headerLines(result),
    '',
    ...verdictTable(properties, paint),
    '',
    ...droppedClaims(result, paint),
    ...notTestedLines(result, paint),
    `  bounds: ${plural(bounds.programs, 'program')}, ${plural(bounds.requests, 'request')}, ` +
      `the longest program has ${plural(bounds.longestProgram, 'request')}; ${durationText(bounds.elapsedMs)}`,
    ...coverageLines(result),
    ...endedLines(result, paint),
    ...result.notes.flatMap((note) => wrapText(`note: ${note}`, '  ')),
    '',
    ...violatedFirst(result).flatMap((property) => [
      ...counterexample(
        property.witness,
        [replayCommand(result, property.witness, flags), certifyCommand(result, flags)],
        paint,
      ),
      '',
      ...furtherWitnesses(property, result, flags),
    ]),
    ...properties.flatMap((property) => seenOnceLines(property, result, flags, paint)),
    verdictLine(result, paint),
  ];
  return `${lines.join('\n')}\n`;
}

function headerLines({ subject, contract }: SubjectResult): string[] {
  return [
    `  subject ${subject.name}, ${subject.kind}, sha256:${subject.digest.slice(0, 12)}`,
    ...(subject.drivenThrough === undefined ? [] : [`  driven through ${subject.drivenThrough}`]),
    ...(subject.limitedBy === undefined
      ? []
      : wrapText(`memory limited by ${subject.limitedBy}`, '  ')),
    ...wrapText(
      `contract ${contract.name}, sha256:${contract.digest.slice(0, 12)}: ${contract.because}`,
      '  ',
    ),
  ];
}

function coverageLines({ coverage, leftOut }: SubjectResult): string[] {
  const missed = coverage.filter(({ reached, needed }) => reached < needed);
  const met = coverage.length - missed.length;
  return [
    `  coverage: ${met} of ${plural(coverage.length, 'goal')} met${missed.length === 0 ? '' : '; missed:'}`,
    ...missed.map(
      ({ goal, reached, needed }) => `    ${goal}: ${countText(reached)} of ${countText(needed)}`,
    ),
    ...leftOutLines(leftOut),
  ];
}

function endedLines({ ended }: SubjectResult, paint: Paint): string[] {
  if (ended === 'interrupted') return [paint('yellow', '  interrupted: this report is partial')];
  if (ended === 'timeSpent')
    return [paint('yellow', '  the time is spent: not all planned programs ran')];
  return [];
}
