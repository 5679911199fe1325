import type { SubjectResult } from '../../core/result.js';
import { violatedFirst } from '../../core/violated-first.js';
import { plural } from './number-text.js';
import type { Paint } from './paint.js';

/** The verdict of a subject in one line, always with the bounds that it rests on. */
export function verdictLine(result: SubjectResult, paint: Paint): string {
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
      return `${subject.locator}: ${paint('red', 'VIOLATED')} ${broken.join(', ')} (${tried})`;
    case 'holds':
      return `${subject.locator}: ${paint('green', 'HOLDS')} within ${tried}; ${holds}`;
    default:
      return (
        `${subject.locator}: ${paint('yellow', 'INCONCLUSIVE')} ` +
        `${ids('inconclusive').join(', ') || why(result)} (${tried}; ${holds})`
      );
  }
}

function why({ ended, coverage }: SubjectResult): string {
  if (ended === 'interrupted') return 'interrupted';
  if (ended === 'timeSpent') return 'time is spent';
  const missed = coverage.filter(({ reached, needed }) => reached < needed).map(({ goal }) => goal);
  return missed.length === 0 ? 'nothing was judged' : `coverage goals missed: ${missed.join(', ')}`;
}
