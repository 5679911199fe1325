import { requestCount, type Program } from '../core/program.js';
import { alphabetOf, type Alphabet, type AlphabetReach } from './alphabet.js';
import type { ShrinkSearch } from './shrink-search.js';
import { countShorterPrograms, shorterPrograms } from './shorter-programs.js';

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
  let left = budget;
  let complete = false;
  for (const reach of ['requests', 'own', 'wide'] satisfies AlphabetReach[]) {
    const alphabet = alphabetOf(witness, reach);
    let finished = 0;
    for (let length = 1; length <= longest; length++) {
      const cost = countShorterPrograms(alphabet, length);
      // A large length that can be finished only just would leave nothing for the wider alphabets.
      if (search.isAborted || cost > (reach === 'requests' ? left / 2 : left)) break;
      left -= cost;
      if (await runAll(search, alphabet, witness, length)) {
        return { found: true, complete: false, tried: budget - left };
      }
      finished = length;
    }
    if (reach === 'own') complete = finished === longest;
  }
  return { found: false, complete, tried: budget - left };
}

async function runAll(
  search: ShrinkSearch,
  alphabet: Alphabet,
  witness: Program,
  length: number,
): Promise<boolean> {
  let batch: Program[] = [];
  for (const program of shorterPrograms(alphabet, witness.world, length)) {
    if (!search.mayAsk(program)) continue;
    batch.push(program);
    if (batch.length < BATCH) continue;
    if (await search.takeFirst(batch)) return true;
    batch = [];
  }
  return batch.length > 0 && (await search.takeFirst(batch));
}
