import type { Ran } from './run-allocert.js';

/** The verdict in one line. */
export const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';
/** The commands that a report prints to be pasted. */
export const printedCommands = ({ stdout }: Ran): string[] =>
  stdout.split('\n').flatMap((line) => /^\s+(npx allocert .*)$/.exec(line)?.[1] ?? []);
/** Without what differs from run to run and from machine to machine. */
export const unsteady = (text: string): string =>
  text
    .replace(/^allocert \S+/gm, 'allocert <version>')
    .replace(/sha256:[0-9a-f]{12}/g, 'sha256:<digest>')
    .replace(/; [\d.]+ m?s$/m, '; <time>');
/** Without what another generator would do otherwise. */
export const unlucky = (text: string): string =>
  text
    .replace(/reduced from \d+/, 'reduced from <n>')
    .replace(/, [\d,]+ requests, seed/, ', <n> requests, seed')
    .replace(/no-overlap-[0-9a-f]{4}/, 'no-overlap-<id>');
