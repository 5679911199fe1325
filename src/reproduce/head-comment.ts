import { printProgram } from '../core/program-literal.js';
import type { Finding } from '../core/evidence.js';
import { propertyOf } from '../../properties/index.js';
import { proseText } from '../report/human/prose/say.js';
import { contradictionOf } from '../report/human/contradiction.js';
import { makeScene } from '../report/human/scene.js';
import { wrapText } from '../report/human/wrap-text.js';
import type { ReproductionInput } from './make-reproduction.js';

/** A literal longer than this says nothing to a reader. */
const LONGEST_LITERAL = 200;

/** What stands at the end of each head, behind how the program is run. */
export const HOW_TO_READ: readonly string[] = [
  'It ends with 1 where the violation shows, with 0 where not, with 2 where it cannot be tried.',
  'The requests stand at the end of the file; all that comes before them checks the answers.',
];

/** What the program shows, for who finds it in a bug report: claim, clause, contradiction. */
export function headComment(
  { subject, terms, trial, command }: ReproductionInput,
  finding: Finding | undefined,
): string[] {
  const literal = printProgram(trial.main.program);
  const origin = [
    ...(literal.length > LONGEST_LITERAL ? [] : [literal]),
    ...(command.length > LONGEST_LITERAL ? [] : [`Found by allocert: ${command}`]),
  ];
  if (finding === undefined) {
    return [
      `A program for ${subject.locator}, which breaks nothing that contract ${terms.contractName} claims.`,
      '',
      ...origin,
    ];
  }
  const { then, however } = contradictionOf(finding.evidence, makeScene(finding, trial.main));
  return [
    `${subject.locator} violates ${finding.property}.`,
    '',
    ...wrapText(propertyOf[finding.property].claim, ''),
    `Clause ${finding.clause} of contract ${terms.contractName}, step ${finding.step}.`,
    '',
    ...wrapText(`Then ${lowerFirst(proseText(then))}`, ''),
    ...wrapText(`However, ${lowerFirst(proseText(however))}`, ''),
    '',
    ...origin,
  ];
}

/** Names of blocks stay as they are. */
const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
