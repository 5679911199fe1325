import type { Report } from '../json/report-schema.js';
import { whyNoPass } from '../verdict-words.js';

/** One line a subject and one for each violated property: for logs that nobody reads unless they fail. */
export function minimalReport({ subjects, notLoaded }: Report): string {
  const lines = [
    ...subjects.flatMap((subject) => {
      const { locator } = subject.subject;
      const { verdict, properties, bounds, seed } = subject;
      const why = whyNoPass(subject);
      const tried = `${bounds.programs} programs, ${bounds.requests} requests, seed ${seed}`;
      return [
        `${verdict} ${shown(locator)} (${tried})${why === '' ? '' : `: ${why}`}`,
        ...properties.flatMap(({ id, witness }) =>
          witness === undefined ? [] : [`  ${id}: ${shown(witness.replay)}`],
        ),
      ];
    }),
    ...notLoaded.map(({ locator, message }) => `not judged ${shown(locator)}: ${shown(message)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Control characters as escapes: a name must not draw on a terminal. */
const shown = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (found) => {
    const code = found.charCodeAt(0).toString(16).padStart(2, '0');
    return found === '\n' ? ' ' : `\\x${code}`;
  });
