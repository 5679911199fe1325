import type { SubjectResult } from '../../core/result.js';
import type { Paint } from './paint.js';
import { wrapText } from './wrap-text.js';

/** What is promised and no program can test, by reason, where it cannot be overlooked; none: no line. */
export function notTestedLines(
  { notTested }: Pick<SubjectResult, 'notTested'>,
  paint: Paint,
  width?: number,
): string[] {
  const byReason = new Map<string, string[]>();
  for (const { of, because } of notTested) {
    byReason.set(because, [...(byReason.get(because) ?? []), names[of] ?? of]);
  }
  const heading = 'NOT TESTED:';
  return [...byReason].flatMap(([because, what]) => {
    const [first = '', ...rest] = wrapText(
      `${heading} ${what.join(', ')}, since ${because}.`,
      '  ',
      width,
    );
    return [first.replace(heading, paint('yellow', heading)), ...rest];
  });
}

const names: Readonly<Partial<Record<string, string>>> = {
  exhaustion: 'what happens where memory is full',
  threads: 'threads: any',
};
