import type { Finding } from '../../core/evidence.js';
import type { Execution } from '../../core/execution.js';
import { castLines } from './cast.js';
import { contradictionOf } from './contradiction.js';
import { drawRanges } from './draw-ranges.js';
import type { Paint } from './paint.js';
import { proseText } from './prose/say.js';
import { makeScene } from './scene.js';
import { wrapText } from './wrap-text.js';

/**
 * What contradicts what, for a human reader: the cast, the step that breaks the property, what follows
 * from it, what was seen instead, and the addresses as a picture where they are ranges. `main` is the
 * execution that the finding was made in.
 */
export function contradictionLines(
  finding: Finding,
  main: Execution,
  paint: Paint,
  width?: number,
): string[] {
  const scene = makeScene(finding, main);
  const { then, however, picture } = contradictionOf(finding.evidence, scene);
  const drawn = drawRanges(picture, (address) => scene.edge(address));
  return [
    ...castLines(scene).map((line) => bold(line, paint)),
    paint('bold', '  Then'),
    ...wrapText(proseText(then), '    ', width),
    paint('bold', '  However'),
    ...wrapText(contradicts(proseText(however)), '    ', width),
    ...(drawn.length === 0 ? [] : ['', ...drawn.map((line) => `    ${line}`), '']),
  ];
}

// Headings are indented by two, what stands under them by four.
const bold = (line: string, paint: Paint): string =>
  /^ {2}\S/.test(line) ? paint('bold', line) : line;

/** The last sentence ends in the word that the reader is waiting for. */
const contradicts = (however: string): string => `${however.replace(/\.$/, '')}: a contradiction.`;
