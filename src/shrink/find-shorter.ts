import { requestCount, type Program } from '../core/program.js';
import { WORDS_PER_REQUEST, type Request } from '../core/request.js';
import { RequestKind } from '../core/request-kind.js';
import type { World } from '../core/world.js';
import { alphabetOf, type Alphabet, type AlphabetReach } from './alphabet.js';
import { smallAlphabet, type SmallReach } from './small-alphabet.js';
import { usualWorlds, roomyWorld, shiftedWorld } from './usual-worlds.js';
import type { ShrinkSearch } from './shrink-search.js';
import { ShorterPrograms, countShorterPrograms } from './shorter-programs.js';

const BATCH = 512;
/** No alphabet has so few programs of more requests that they are worth counting. */
const LONGEST = 16;

export interface ShorterSearch {
  /** Whether a shorter program was found; it is the search's best then. */
  readonly found: boolean;
  /** Whether all shorter programs over the witness's own alphabet were run and none failed. */
  readonly complete: boolean;
  readonly tried: number;
}

/** All programs of one length over one alphabet in one world. */
interface Stage {
  readonly alphabet: Alphabet;
  readonly world: World;
  readonly length: number;
  /** Programs, each counted once more for so many bytes that it may write. */
  readonly cost: number;
  /** Part of the budget that is left that it may take. */
  readonly share: number;
  /** Whether it belongs to what `complete` says. */
  readonly isOwn: boolean;
}

/**
 * Looks for a shorter failing program by running all of them, the fewest programs first, over
 * growing alphabets: the witness's own requests, its own sizes and alignments in every combination,
 * small sizes that it does not have, and, for one and two requests, small ones in the usual worlds. A
 * length that the budget cannot finish is left out.
 *
 * What the witness's own alphabet needs is set aside where it is within reach, so that `complete`
 * does not depend on what else was worth trying.
 */
export async function findShorter(
  search: ShrinkSearch,
  found: World,
  budget: number,
): Promise<ShorterSearch> {
  const stages = [...stagesOf(search, found)].sort((a, b) => a.cost - b.cost);
  const own = stages.filter((stage) => stage.isOwn);
  let reserved = own.reduce((total, { cost }) => total + cost, 0);
  if (reserved > budget) reserved = 0;
  let left = budget;
  let ownRun = 0;
  const isWithinLongest = requestCount(search.best) - 1 <= LONGEST;
  for (const stage of stages) {
    const { cost, isOwn } = stage;
    if (search.isAborted) break;
    if (cost > (isOwn ? left : (left - reserved) * stage.share)) continue;
    const { outcome, spent } = await runAll(search, stage);
    left -= Math.max(cost, spent);
    if (isOwn) reserved = Math.max(0, reserved - cost);
    if (outcome === 'found') return { found: true, complete: false, tried: budget - left };
    if (isOwn && outcome === 'none') ownRun++;
  }
  return {
    found: false,
    complete: !search.isAborted && ownRun === own.length && isWithinLongest,
    tried: budget - left,
  };
}

/**
 * Runs small programs alone, the shortest first and up to `most`, before anything else is tried: many
 * faults need no more than a few small requests, and then there is no long program to search.
 */
export async function findSmall(search: ShrinkSearch, most: number): Promise<boolean> {
  const longest = Math.min(requestCount(search.best) - 1, LONGEST);
  const stages = [...smallStages(search, search.best.world, longest)];
  let left = most;
  for (const stage of stages.sort((a, b) => a.length - b.length || a.cost - b.cost)) {
    if (search.isAborted) return false;
    if (stage.cost > left) continue;
    const { outcome, spent } = await runAll(search, stage);
    left -= Math.max(stage.cost, spent);
    if (outcome === 'found') return true;
  }
  return false;
}

/** Parts of what is left that one length over an alphabet may take. */
const shares: Readonly<Record<AlphabetReach | SmallReach, number>> = {
  requests: 1 / 8,
  blocks: 1 / 2,
  own: 1,
  wide: 1,
  every: 1 / 4,
  few: 1 / 4,
  three: 1 / 4,
  two: 1 / 2,
  whole: 1 / 4,
  gaps: 1 / 4,
  verbs: 1 / 2,
};

function* stagesOf(search: ShrinkSearch, found: World): Generator<Stage> {
  const { world, words } = search.best;
  const longest = Math.min(requestCount(search.best) - 1, LONGEST);
  const mayAsk = (program: Program): boolean => search.mayAsk(program);
  const shifted = shiftedWorld(world, found, mayAsk) ?? world;
  for (const tried of new Set([world, roomyWorld(world, found, mayAsk), shifted])) {
    for (const reach of ['requests', 'blocks', 'own', 'wide'] satisfies AlphabetReach[]) {
      const alphabet = alphabetOf({ world: tried, words }, reach, mayAsk);
      const isOwn = reach === 'own' && tried === world;
      for (let length = 1; length <= longest; length++) {
        const cost = costOf(alphabet, tried, length);
        yield { alphabet, world: tried, length, cost, share: shares[reach], isOwn };
      }
    }
  }
  yield* smallStages(search, found, longest);
}

/** Lengths that the small letters are put together to. */
const smallLengths: Readonly<Record<SmallReach, readonly [from: number, to: number]>> = {
  every: [1, 1],
  few: [2, 2],
  three: [3, 5],
  two: [3, 8],
  whole: [3, 4],
  gaps: [3, 6],
  verbs: [3, 8],
};

function* smallStages(search: ShrinkSearch, found: World, longest: number): Generator<Stage> {
  const { world, words } = search.best;
  const mayAsk = (program: Program): boolean => search.mayAsk(program);
  const worlds = usualWorlds(world, found, mayAsk);
  for (const reach of [
    'every',
    'few',
    'three',
    'two',
    'whole',
    'gaps',
    'verbs',
  ] satisfies SmallReach[]) {
    const [from, to] = smallLengths[reach];
    if (from > longest) continue;
    // The usual worlds beyond the first two differ in what one or two requests may show.
    for (const tried of to > 2 ? worlds.slice(0, 2) : worlds) {
      const alphabet = smallAlphabet({ world: tried, words }, reach, mayAsk);
      for (let length = from; length <= Math.min(to, longest); length++) {
        const cost = costOf(alphabet, tried, length);
        yield { alphabet, world: tried, length, cost, share: shares[reach], isOwn: false };
      }
    }
  }
}

/** Bytes of blocks that cost about as much as a program of small ones: each byte is written. */
const BYTES_PER_PROGRAM = 131_072;

/** What all programs of a length cost: fills of a long region cost many times what small blocks do. */
function costOf(alphabet: Alphabet, { regionBytes }: World, length: number): number {
  const letters = [...alphabet.producers, ...alphabet.onLive, ...alphabet.standalone];
  const most = regionBytes === 0 ? Infinity : regionBytes;
  const bytes = letters.reduce((sum, letter) => sum + Math.min(most, bytesOf(letter)), 0);
  const written = Math.min(most, (length * bytes) / Math.max(1, letters.length));
  return Math.ceil(
    countShorterPrograms(alphabet, length) * (1 + Math.floor(written / BYTES_PER_PROGRAM)),
  );
}

/** Bytes that a request asks for; none where it asks for more than there can be. */
function bytesOf({ kind, size, second }: Request): number {
  if (size.base !== 0 || kind === RequestKind.drain || kind === RequestKind.deallocInvalid)
    return 0;
  return kind === RequestKind.fill ? size.offset * second.offset : size.offset;
}

/** Times its estimated cost that a stage may come to before it is left: a fill is one request. */
const MOST_TIMES_COST = 4;

interface RanStage {
  /** Whether one failed, none did, or not all were run. */
  readonly outcome: 'found' | 'none' | 'left';
  /** What it came to, in candidates of the usual length. */
  readonly spent: number;
}

async function runAll(
  search: ShrinkSearch,
  { alphabet, world, length, cost }: Stage,
): Promise<RanStage> {
  const before = search.spent;
  const ran = (outcome: RanStage['outcome']): RanStage => ({
    outcome,
    spent: search.spent - before,
  });
  const programs = new ShorterPrograms(alphabet, length);
  const stride = length * WORDS_PER_REQUEST;
  while (programs.hasNext) {
    if (search.isAborted || search.spent - before > MOST_TIMES_COST * cost + BATCH)
      return ran('left');
    // One piece of memory for a batch: a million small typed arrays cost more than their runs.
    const words = new Int32Array(BATCH * stride);
    const batch: Program[] = [];
    while (batch.length < BATCH && programs.hasNext) {
      const at = batch.length * stride;
      programs.writeNext(words, at);
      const program = { world, words: words.subarray(at, at + stride) };
      if (!alphabet.isDelicate || search.mayAsk(program)) batch.push(program);
    }
    if (batch.length > 0 && (await search.takeFirst(batch))) return ran('found');
  }
  return ran('none');
}
