import { requestCount, type Program } from '../core/program.js';
import { alphabetOf, type Alphabet, type AlphabetReach } from './alphabet.js';
import type { ShrinkSearch } from './shrink-search.js';
import { WORDS_PER_REQUEST } from '../core/request.js';
import { ShorterPrograms, countShorterPrograms } from './shorter-programs.js';

const BATCH = 512;

export interface ShorterSearch {
  /** Whether a shorter program was found; it is the search's best then. */
  readonly found: boolean;
  /** Whether all shorter programs over the witness's own alphabet were run and none failed. */
  readonly complete: boolean;
  readonly tried: number;
}

/**
 * Looks for a shorter failing program by running all of them, short ones first, over growing
 * alphabets: the witness's own requests, its own sizes and alignments in every combination, and
 * small sizes that it does not have. A length that the budget cannot finish is left out.
 */
export async function findShorter(search: ShrinkSearch, budget: number): Promise<ShorterSearch> {
  const witness = search.best;
  const longest = requestCount(witness) - 1;
  const mayAsk = (program: Program): boolean => search.mayAsk(program);
  const own = alphabetOf(witness, 'own', mayAsk);
  let ownCost = countUpTo(own, longest);
  const isWithinReach = ownCost <= budget;
  let left = budget;
  let complete = false;
  for (const reach of ['requests', 'blocks', 'own', 'wide'] satisfies AlphabetReach[]) {
    const alphabet = reach === 'own' ? own : alphabetOf(witness, reach, mayAsk);
    let finished = 0;
    for (let length = 1; length <= longest; length++) {
      const cost = countShorterPrograms(alphabet, length);
      // What is within reach must stay so: the first two are short cuts and get what is to spare.
      const share = isWithinReach && reach !== 'own' ? left - ownCost : left * shares[reach];
      if (search.isAborted || cost > share) break;
      left -= cost;
      if (await runAll(search, alphabet, witness, length)) {
        return { found: true, complete: false, tried: budget - left };
      }
      finished = length;
    }
    if (reach !== 'own') continue;
    complete = finished === longest;
    ownCost = 0;
  }
  return { found: false, complete, tried: budget - left };
}

/** Parts of what is left that one length may take. */
const shares = { requests: 1 / 8, blocks: 3 / 4, own: 1, wide: 1 } as const;

function countUpTo(alphabet: Alphabet, longest: number): number {
  let total = 0;
  for (let length = 1; length <= longest; length++) total += countShorterPrograms(alphabet, length);
  return total;
}

async function runAll(
  search: ShrinkSearch,
  alphabet: Alphabet,
  { world }: Program,
  length: number,
): Promise<boolean> {
  const programs = new ShorterPrograms(alphabet, length);
  const stride = length * WORDS_PER_REQUEST;
  while (programs.hasNext) {
    // One piece of memory for a batch: a million small typed arrays cost more than their runs.
    const words = new Int32Array(BATCH * stride);
    const batch: Program[] = [];
    while (batch.length < BATCH && programs.hasNext) {
      const at = batch.length * stride;
      programs.writeNext(words, at);
      const program = { world, words: words.subarray(at, at + stride) };
      if (!alphabet.isDelicate || search.mayAsk(program)) batch.push(program);
    }
    if (batch.length > 0 && (await search.takeFirst(batch))) return true;
  }
  return false;
}
