import type { Program } from '../core/program.js';
import { WORDS_PER_REQUEST, encodeRequest, type Request } from '../core/request.js';
import { RequestKind } from '../core/request-kind.js';
import type { World } from '../core/world.js';
import type { Alphabet } from './alphabet.js';

/**
 * Every program of exactly `length` requests over an alphabet, depth first, references bound to what
 * is live: what SmallCheck does for terms (Runciman et al., Haskell 2008). Requests on names that
 * are not live would be skipped, so that they make no program of their own.
 */
export function* shorterPrograms(
  alphabet: Alphabet,
  world: World,
  length: number,
): Generator<Program> {
  const words = new Int32Array(length * WORDS_PER_REQUEST);
  yield* extend({ alphabet, world, length, words }, 0, [], []);
}

interface Enumeration {
  readonly alphabet: Alphabet;
  readonly world: World;
  readonly length: number;
  readonly words: Int32Array;
}

function* extend(
  enumeration: Enumeration,
  at: number,
  live: readonly number[],
  freed: readonly number[],
): Generator<Program> {
  const { alphabet, world, length, words } = enumeration;
  if (at === length) {
    yield { world, words: words.slice() };
    return;
  }
  for (const request of alphabet.producers) {
    encodeRequest(request, words, at);
    yield* extend(enumeration, at + 1, [...live, at], freed);
  }
  for (const name of live) {
    for (const request of alphabet.onLive) {
      bind(request, name, words, at);
      yield* extend(enumeration, at + 1, live, freed);
    }
    for (const request of alphabet.ending) {
      bind(request, name, words, at);
      yield* extend(
        enumeration,
        at + 1,
        live.filter((other) => other !== name),
        [...freed, name],
      );
    }
  }
  for (const name of freed) {
    for (const request of alphabet.onFreed) {
      bind(request, name, words, at);
      yield* extend(enumeration, at + 1, live, freed);
    }
  }
  for (const request of alphabet.standalone) {
    encodeRequest(request, words, at);
    yield* endsAll(request)
      ? extend(enumeration, at + 1, [], [])
      : extend(enumeration, at + 1, live, freed);
  }
}

function bind(request: Request, name: number, words: Int32Array, at: number): void {
  encodeRequest(request, words, at);
  words[at * WORDS_PER_REQUEST + 1] = name;
}

const endsAll = (request: Request): boolean =>
  request.kind === RequestKind.reset || request.kind === RequestKind.drain;

/** How many programs `shorterPrograms` gives; Infinity above 2^53. */
export function countShorterPrograms(alphabet: Alphabet, length: number): number {
  const ending = alphabet.standalone.filter(endsAll).length;
  const known = new Map<string, number>();
  const count = (left: number, live: number, freed: number): number => {
    if (left === 0) return 1;
    const key = `${left} ${live} ${freed}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const staying =
      live * alphabet.onLive.length +
      freed * alphabet.onFreed.length +
      (alphabet.standalone.length - ending);
    let total = alphabet.producers.length * count(left - 1, live + 1, freed);
    if (live > 0) total += live * alphabet.ending.length * count(left - 1, live - 1, freed + 1);
    if (staying > 0) total += staying * count(left - 1, live, freed);
    if (ending > 0) total += ending * count(left - 1, 0, 0);
    known.set(key, total);
    return total;
  };
  return count(length, 0, 0);
}
