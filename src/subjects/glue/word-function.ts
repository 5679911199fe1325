import type { Glue } from './glue.js';

/** A function of WebAssembly over 32-bit words, as JavaScript sees it. */
export type WordFunction = (...words: number[]) => number;

/** Finds functions by the first of their names that the glue, or the instance behind it, has. */
export function wordFunctions({
  made,
  instance,
}: Glue): (...names: string[]) => WordFunction | undefined {
  const places = [made, (made as Partial<Record<string, unknown>> | undefined)?.['exports']]
    .concat(instance?.exports)
    .filter((place) => (typeof place === 'object' || typeof place === 'function') && place !== null)
    .map((place) => place as Readonly<Record<string, unknown>>);
  return (...names) => {
    for (const place of places) {
      const name = names.find((known) => typeof place[known] === 'function');
      if (name !== undefined) return place[name] as WordFunction;
    }
    return undefined;
  };
}

/** The same of what must be there. @throws TypeError naming what was looked for */
export function needed(found: WordFunction | undefined, names: string): WordFunction {
  if (found !== undefined) return found;
  throw new TypeError(
    `the glue has no ${names}, nor has the instance behind it; export it when the glue is built`,
  );
}

/** An address as it is: answers above 2 GiB come as negative numbers. */
export const unsigned = (address: number): number => address >>> 0;
