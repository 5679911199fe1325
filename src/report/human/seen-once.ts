import type { PropertyResult, SubjectResult } from '../../core/result.js';
import { contradictionLines } from './contradiction-lines.js';
import { literalText } from './literal-text.js';
import { plural } from './number-text.js';
import type { Paint } from './paint.js';
import { replayCommand, type InvocationFlags } from '../reproduce-commands.js';
import { wrapText } from './wrap-text.js';

/** What broke a property and did not happen again: told as it was seen, with no verdict. */
export function seenOnceLines(
  { id, seenOnce }: PropertyResult,
  result: SubjectResult,
  flags: InvocationFlags,
  paint: Paint,
  width?: number,
): string[] {
  if (seenOnce === undefined) return [];
  const { witness, programs } = seenOnce;
  const [, runs] = witness.failsIn;
  return [
    ...wrapText(
      `${id} was broken in ${plural(programs, 'program')}, and hardly or not at all in ` +
        `${plural(runs - 1, 'run')} of the same: no verdict rests on it.`,
      '',
      width,
    ),
    ...contradictionLines(witness.finding, witness.trial.main, paint, width),
    paint('bold', '  Program'),
    `    ${literalText(witness)}`,
    paint('bold', '  Reproduce'),
    `    ${replayCommand(result, witness, flags)}`,
    '',
  ];
}
