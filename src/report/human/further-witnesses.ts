import type { PropertyResult, SubjectResult, Witness } from '../../core/result.js';
import { replayCommand, type InvocationFlags } from '../reproduce-commands.js';
import { literalText } from './literal-text.js';
import { plural } from './number-text.js';
import { wrapText } from './wrap-text.js';

/** The other witnesses of a violated property, three lines each, and how many kinds are not told. */
export function furtherWitnesses(
  { id, furtherWitnesses: further, untoldKinds }: PropertyResult,
  result: SubjectResult,
  flags: InvocationFlags,
  width?: number,
): string[] {
  const lines = further.flatMap((witness) => [
    ...wrapText(`${id} is violated in another way as well: ${whereText(witness)}`, '  ', width),
    `    ${literalText(witness)}`,
    `    ${replayCommand(result, witness, flags)}`,
  ]);
  const untold =
    untoldKinds === 0
      ? []
      : wrapText(
          `${plural(untoldKinds, 'more kind')} of violations of ${id} not told.`,
          '  ',
          width,
        );
  return lines.length + untold.length === 0 ? [] : [...lines, ...untold, ''];
}

function whereText({ finding, trial, failsIn: [fails, runs] }: Witness): string {
  const kind = trial.main.steps.at(finding.step)?.kind ?? 'init';
  const often = fails < runs ? `; fails in ${fails} of ${plural(runs, 'run')}` : '';
  return `step ${finding.step}, ${kind}, clause ${finding.clause}${often}`;
}
