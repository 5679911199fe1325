import { propertyOf } from '../../../properties/index.js';
import { requestCount } from '../../core/program.js';
import type { Witness } from '../../core/result.js';
import { castLines } from './cast.js';
import { contradictionOf } from './contradiction.js';
import { drawRanges } from './draw-ranges.js';
import { plural } from './number-text.js';
import type { Paint } from './paint.js';
import { makeScene } from './scene.js';
import { variationText } from './variation-text.js';
import { wrapText } from './wrap-text.js';

/** A literal longer than this is for the witness file only. */
const LONGEST_LITERAL = 600;

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
): string[] {
  const { finding } = witness;
  const scene = makeScene(finding, witness.trial.main);
  const { then, however, picture } = contradictionOf(finding.evidence, scene);
  const drawn = drawRanges(picture, (address) => scene.edge(address));
  return [
    `${paint('red', `${finding.property} is violated`)}: ${propertyOf[finding.property].claim}`,
    `  by clause ${finding.clause} of the contract`,
    '',
    ...castLines(scene).map((line) => bold(line, paint)),
    paint('bold', '  Then'),
    ...wrapText(then, '    '),
    paint('bold', '  However'),
    ...wrapText(contradicts(however), '    '),
    ...(drawn.length === 0 ? [] : ['', ...drawn.map((line) => `    ${line}`), '']),
    ...consequenceLines(witness),
    ...wrapText(sizeText(witness), '  '),
    ...variationLines(witness),
    paint('bold', '  Program'),
    `    ${literalText(witness)}`,
    paint('bold', '  Reproduce'),
    ...commands.map((command) => `    ${command}`),
  ];
}

// Headings are indented by two, what stands under them by four.
const bold = (line: string, paint: Paint): string =>
  /^ {2}\S/.test(line) ? paint('bold', line) : line;

/** The last sentence ends in the word that the reader is waiting for. */
const contradicts = (however: string): string => `${however.replace(/\.$/, '')}: a contradiction.`;

function consequenceLines({ consequences }: Witness): string[] {
  if (consequences.length === 0) return [];
  const named = consequences.map(({ property, step }) => `${property} (step ${step})`);
  return wrapText(`Also broken as a consequence: ${[...new Set(named)].join(', ')}.`, '  ');
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
  return `${plural(requests, 'request')}, ${shortest}${reduced}.${flaky}`;
}

function variationLines(witness: Witness): string[] {
  const text = variationText(witness);
  return text === '' ? [] : wrapText(text, '  ');
}

function literalText({ literal, file }: Witness): string {
  if (literal.length <= LONGEST_LITERAL) return literal;
  const place = file === '' ? 'the JSON report' : file;
  return `${literal.slice(0, 80)} ... (${literal.length} characters, whole in ${place})`;
}
