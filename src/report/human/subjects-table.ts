import type { SubjectResult } from '../../core/result.js';
import { violatedFirst } from '../../core/violated-first.js';
import type { Paint, PaintStyle } from './paint.js';

/** A subject that was asked for and could not be loaded. */
export interface UnloadedSubject {
  readonly locator: string;
}

/**
 * What came of each subject, one line each, in the order judged and those that could not be loaded
 * last; empty for fewer than two. Who asks for several reads the end first.
 */
export function subjectsTable(
  results: readonly SubjectResult[],
  notLoaded: readonly UnloadedSubject[],
  paint: Paint,
): string {
  const rows = [...results.map(judgedRow), ...notLoaded.map(unloadedRow)];
  if (rows.length < 2) return '';
  const widest = (texts: readonly string[]): number =>
    Math.max(...texts.map((text) => text.length));
  const locatorWidth = widest(rows.map(({ locator }) => locator));
  const wordWidth = widest(rows.map(({ word }) => word));
  const lines = rows.map(({ locator, word, style, more }) =>
    `  ${locator.padEnd(locatorWidth)}  ${paint(style, word.padEnd(wordWidth))}  ${more}`.trimEnd(),
  );
  return `\n${paint('bold', `${rows.length} subjects`)}\n${lines.join('\n')}\n`;
}

interface Row {
  readonly locator: string;
  readonly word: string;
  readonly style: PaintStyle;
  readonly more: string;
}

function judgedRow(result: SubjectResult): Row {
  const { locator } = result.subject;
  const held = result.properties.filter(({ verdict }) => verdict === 'holds').length;
  const holding = `${held} of ${result.properties.length} properties`;
  switch (result.verdict) {
    case 'holds':
      return { locator, word: 'HOLDS', style: 'green', more: holding };
    case 'violated':
      return {
        ...{ locator, word: 'VIOLATED', style: 'red' },
        more: violatedFirst(result)
          .map(({ id }) => id)
          .join(', '),
      };
    default:
      return { locator, word: 'INCONCLUSIVE', style: 'yellow', more: holding };
  }
}

const unloadedRow = ({ locator }: UnloadedSubject): Row => ({
  ...{ locator, word: 'NOT LOADED', style: 'yellow', more: '' },
});
