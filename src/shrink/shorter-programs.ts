import { WORDS_PER_REQUEST, encodeRequest, type Request } from '../core/request.js';
import { codesThat } from '../core/request-kind.js';
import type { Alphabet } from './alphabet.js';

/**
 * Every program of exactly `length` requests over an alphabet, depth first, references bound to what
 * is live: what SmallCheck does for terms (Runciman et al., Haskell 2008). Requests on names that
 * are not live would be skipped, so that they make no program of their own.
 *
 * An odometer and no recursion: there may be millions, and each costs a few words written.
 */
export class ShorterPrograms {
  private readonly choice: Int32Array;
  private readonly choices: Int32Array;
  /** What is live and what was freed before each request, as names. */
  private readonly live: (readonly number[])[] = [[]];
  private readonly freed: (readonly number[])[] = [[]];
  private readonly words: Int32Array;
  private depth = 0;
  hasNext: boolean;

  constructor(
    private readonly alphabet: Alphabet,
    private readonly length: number,
  ) {
    this.choice = new Int32Array(length).fill(-1);
    this.choices = new Int32Array(length);
    this.words = new Int32Array(length * WORDS_PER_REQUEST);
    if (length > 0) this.choices[0] = this.choicesAt(0);
    this.hasNext = length > 0 && this.advance();
  }

  /** Writes the next program's words from `at` on. */
  writeNext(into: Int32Array, at: number): void {
    into.set(this.words, at);
    this.hasNext = this.advance();
  }

  /** Moves to the next complete program; answers whether there is one. */
  private advance(): boolean {
    let { depth } = this;
    while (depth >= 0) {
      if (++this.choice[depth] >= this.choices[depth]) {
        depth--;
        continue;
      }
      this.take(depth, this.choice[depth]);
      if (depth === this.length - 1) {
        this.depth = depth;
        return true;
      }
      depth++;
      this.choice[depth] = -1;
      this.choices[depth] = this.choicesAt(depth);
    }
    return false;
  }

  private choicesAt(depth: number): number {
    const { producers, onLive, ending, onFreed, standalone } = this.alphabet;
    return (
      producers.length +
      this.live[depth].length * (onLive.length + ending.length) +
      this.freed[depth].length * onFreed.length +
      standalone.length
    );
  }

  /** Writes the request of a choice and what is live after it. */
  private take(depth: number, choice: number): void {
    const { producers, onLive, ending, onFreed, standalone } = this.alphabet;
    const live = this.live[depth];
    const freed = this.freed[depth];
    this.live[depth + 1] = live;
    this.freed[depth + 1] = freed;
    let rest = choice;
    if (rest < producers.length) {
      this.live[depth + 1] = [...live, depth];
      this.write(depth, producers[rest], -1);
      return;
    }
    rest -= producers.length;
    const bound = onLive.length + ending.length;
    if (rest < live.length * bound) {
      const name = live[Math.floor(rest / bound)];
      const letter = rest % bound;
      if (letter < onLive.length) {
        this.write(depth, onLive[letter], name);
        return;
      }
      this.live[depth + 1] = live.filter((other) => other !== name);
      this.freed[depth + 1] = [...freed, name];
      this.write(depth, ending[letter - onLive.length], name);
      return;
    }
    rest -= live.length * bound;
    if (rest < freed.length * onFreed.length) {
      this.write(depth, onFreed[rest % onFreed.length], freed[Math.floor(rest / onFreed.length)]);
      return;
    }
    const request = standalone[rest - freed.length * onFreed.length];
    if (endsAll.has(request.kind)) this.live[depth + 1] = this.freed[depth + 1] = [];
    this.write(depth, request, -1);
  }

  private write(depth: number, request: Request, name: number): void {
    encodeRequest(request, this.words, depth);
    this.words[depth * WORDS_PER_REQUEST + 1] = name;
  }
}

const endsAll = codesThat('endsAll');

/** How many programs {@link ShorterPrograms} has. */
export function countShorterPrograms(alphabet: Alphabet, length: number): number {
  const ending = alphabet.standalone.filter(({ kind }) => endsAll.has(kind)).length;
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
