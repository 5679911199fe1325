import type { SubjectResult } from '../../core/result.js';
import type { Verdict } from '../../core/verdict.js';
import { violatedFirst } from '../../core/violated-first.js';
import { fileLayout } from './layout.js';
import { plural } from './number-text.js';
import type { Paint, PaintStyle } from './paint.js';
import { wrapText } from './wrap-text.js';

/**
 * The verdict of a subject in one line, always with the bounds that it rests on. A terminal that is
 * narrower than that gets several, broken between words.
 */
export function verdictLine(result: SubjectResult, paint: Paint, layout = fileLayout): string[] {
  const [word, style] = words[result.verdict];
  const text = `${result.subject.locator}: ${verdictText(result, word)}`;
  const lines = layout.isTerminal ? wrapText(text, '', layout.width) : [text];
  return lines.map((line) => line.replace(`: ${word}`, `: ${paint(style, word)}`));
}

const words: Readonly<Record<Verdict, readonly [word: string, style: PaintStyle]>> = {
  violated: ['VIOLATED', 'red'],
  holds: ['HOLDS', 'green'],
  inconclusive: ['INCONCLUSIVE', 'yellow'],
  notApplicable: ['INCONCLUSIVE', 'yellow'],
};

function verdictText(result: SubjectResult, word: string): string {
  const { subject, properties, bounds, seed } = result;
  const ids = (verdict: string): string[] =>
    properties.filter((property) => property.verdict === verdict).map(({ id }) => id);
  const broken = violatedFirst(result).map(({ id }) => id);
  const tried = `${plural(bounds.programs, 'program')}, ${plural(bounds.requests, 'request')}, seed ${seed}`;
  const isUnlimited = subject.drivenThrough !== undefined && subject.cannotLimit !== undefined;
  const holds =
    `${ids('holds').length} of ${properties.length} properties hold` +
    (isUnlimited ? '; memory never ran out' : '');
  switch (result.verdict) {
    case 'violated':
      return `${word} ${broken.join(', ')} (${tried})`;
    case 'holds':
      return `${word} within ${tried}; ${holds}`;
    default:
      return `${word} ${ids('inconclusive').join(', ') || why(result)} (${tried}; ${holds})`;
  }
}

function why({ ended, coverage }: SubjectResult): string {
  if (ended === 'interrupted') return 'interrupted';
  if (ended === 'timeSpent') return 'time is spent';
  const missed = coverage.filter(({ reached, needed }) => reached < needed).map(({ goal }) => goal);
  return missed.length === 0 ? 'nothing was judged' : `coverage goals missed: ${missed.join(', ')}`;
}
