import { propertyOf } from '../../../properties/index.js';
import type { PropertyId } from '../../core/property-id.js';
import { requestsSent } from '../../core/ordinariness.js';
import { requestCount } from '../../core/program.js';
import type { Witness } from '../../core/result.js';
import { contradictionLines } from './contradiction-lines.js';
import { literalText } from './literal-text.js';
import { plural } from './number-text.js';
import type { Paint } from './paint.js';
import { variationText } from './variation-text.js';
import { wrapText } from './wrap-text.js';

/**
 * A witness for a human reader, at most one screen: the cast, the step that breaks the property, one
 * contradiction, the addresses, what follows from it, and how to see it again.
 *
 * `commands` are paste-ready, made by whoever knows how the tool was called.
 */
export function counterexample(
  witness: Witness,
  commands: readonly string[],
  paint: Paint,
  width?: number,
): string[] {
  const { finding } = witness;
  return [
    ...claimLines(finding.property, paint, width),
    `  by clause ${finding.clause} of the contract`,
    '',
    ...contradictionLines(finding, witness.trial.main, paint, width),
    ...consequenceLines(witness, width),
    ...wrapText(sizeText(witness), '  ', width),
    ...variationLines(witness, width),
    paint('bold', '  Program'),
    `    ${literalText(witness)}`,
    paint('bold', '  Reproduce'),
    ...commands.map((command) => `    ${command}`),
  ];
}

function claimLines(id: PropertyId, paint: Paint, width?: number): string[] {
  const heading = `${id} is violated`;
  const [first = '', ...rest] = wrapText(`${heading}: ${propertyOf[id].claim}`, '', width);
  return [first.replace(heading, paint('red', heading)), ...rest.map((line) => `  ${line}`)];
}

function consequenceLines({ consequences }: Witness, width?: number): string[] {
  if (consequences.length === 0) return [];
  const named = consequences.map(({ property, step }) => `${property} (step ${step})`);
  return wrapText(`Also broken as a consequence: ${[...new Set(named)].join(', ')}.`, '  ', width);
}

function sizeText(witness: Witness): string {
  const requests = requestCount(witness.program);
  const [fails, runs] = witness.failsIn;
  const shortest = witness.shortest
    ? 'the shortest within this alphabet'
    : 'not known to be the shortest';
  const reduced =
    witness.foundAtRequests > requests ? `, reduced from ${witness.foundAtRequests}` : '';
  const flaky = fails < runs ? ` Fails in ${fails} of ${plural(runs, 'run')}.` : '';
  const sent = requestsSent(witness);
  const all = sent > requests ? `, ${sent} with what fills and drains ask` : '';
  return `${plural(requests, 'request')}${all}, ${shortest}${reduced}.${flaky}`;
}

function variationLines(witness: Witness, width?: number): string[] {
  const text = variationText(witness);
  return text === '' ? [] : wrapText(text, '  ', width);
}
