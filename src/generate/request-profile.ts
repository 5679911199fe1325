import { asksAny } from '../contract/requests/size-law.js';
import type { GenerationPlan } from './generation-plan.js';
import { RandomWords } from './random-words.js';

/** What the main loop does next. */
export const Action = {
  rare: 0,
  alloc: 1,
  allocZeroed: 2,
  allocArray: 3,
  realloc: 4,
  reallocArray: 5,
  resizeInPlace: 6,
  dealloc: 7,
} as const;

/** Requests and episodes that are drawn now and then; see rare-requests.ts and episodes.ts. */
export const Rare = {
  extreme: 0,
  wrappedProduct: 1,
  exactRemaining: 2,
  zeroSize: 3,
  outsideBounds: 4,
  smallSizeLargeAlign: 5,
  sizeEqualsAlign: 6,
  pageEdge: 7,
  freeNull: 8,
  invalidFree: 9,
  badAlign: 10,
  usable: 11,
  grow: 12,
  fillAgain: 13,
  drain: 14,
  ladder: 15,
  shrinkThenGrow: 16,
  reallocTiny: 17,
  permutedFrees: 18,
  sameAgain: 19,
  reallocNull: 20,
  reallocExtreme: 21,
} as const;
type RareName = keyof typeof Rare;

export const FILL_LEVELS = 4;
export const ACTIONS_PER_LEVEL = 64;
export const RARE_CHOICES = 64;

/** Weights of one program, spread out as tables so that a draw is one read. */
export interface RequestProfile {
  /** For each quarter of the fill level, 64 actions. */
  readonly actions: Uint8Array;
  readonly rares: Uint8Array;
}

/** Of 100 requests, by quarter of the fill level: pools are driven to run near full. */
const allocShare = [56, 48, 38, 26] as const;
const deallocShare = [12, 18, 28, 40] as const;
const reallocShare = [24, 24, 24, 24] as const;
const rareShare = [6, 6, 6, 6] as const;

const SWARMS = 64;

/** Rare requests that stand for several kinds of bug each. */
const rareWeights: Readonly<Partial<Record<RareName, number>>> = { extreme: 2, invalidFree: 3 };

/**
 * The profile with everything lawful, then those of swarm testing (Groce et al., ISSTA 2012) with
 * random subsets: leaving out frees reaches exhaustion, leaving out large sizes reaches full tables.
 */
export function makeProfiles(plan: GenerationPlan): readonly RequestProfile[] {
  const random = new RandomWords();
  random.seed(0x6a09e667, 0x3c6ef372);
  const lawful = lawfulRares(plan);
  const all = makeProfile(plan, lawful, () => true);
  return [
    all,
    ...Array.from({ length: SWARMS }, () => {
      const rares = lawful.filter(() => random.oneIn(4));
      return makeProfile(plan, rares, (kind) =>
        kind === 'dealloc' ? !random.oneIn(8) : !random.oneIn(3),
      );
    }),
  ];
}

function makeProfile(
  plan: GenerationPlan,
  rares: readonly RareName[],
  keep: (kind: string) => boolean,
): RequestProfile {
  const chosen = (['alloc', 'allocZeroed', 'allocArray'] as const).filter(
    (kind) => plan.kinds.includes(kind) && keep(kind),
  );
  const grants = chosen.length > 0 ? chosen : firstGrant(plan);
  const resizes = (['realloc', 'reallocArray', 'resizeInPlace'] as const).filter(
    (kind) => plan.kinds.includes(kind) && keep(kind),
  );
  const frees = plan.kinds.includes('dealloc') && keep('dealloc');
  const actions = new Uint8Array(FILL_LEVELS * ACTIONS_PER_LEVEL);
  for (let level = 0; level < FILL_LEVELS; level++) {
    // The first of the kinds is the usual one and gets as much as the others together.
    const shares: [number, number][] = [
      ...grants.map((kind, i): [number, number] => [
        Action[kind],
        part(allocShare[level], i, grants.length),
      ]),
      ...resizes.map((kind, i): [number, number] => [
        Action[kind],
        part(reallocShare[level], i, resizes.length),
      ]),
      [Action.dealloc, frees ? deallocShare[level] : 0],
      [Action.rare, rares.length > 0 ? rareShare[level] : 0],
    ];
    spread(shares, actions.subarray(level * ACTIONS_PER_LEVEL, (level + 1) * ACTIONS_PER_LEVEL));
  }
  const choices = new Uint8Array(RARE_CHOICES);
  spread(
    rares.map((name) => [Rare[name], rareWeights[name] ?? 1]),
    choices,
  );
  return { actions, rares: choices };
}

const part = (share: number, index: number, count: number): number =>
  count === 1 ? share : index === 0 ? share / 2 : share / 2 / (count - 1);

function firstGrant(plan: GenerationPlan): readonly ('alloc' | 'allocZeroed' | 'allocArray')[] {
  return (['alloc', 'allocZeroed', 'allocArray'] as const)
    .filter((kind) => plan.kinds.includes(kind))
    .slice(0, 1);
}

/** Fills a table in proportion to the shares, the largest remainders rounded up in order. */
function spread(shares: readonly (readonly [number, number])[], table: Uint8Array): void {
  const total = shares.reduce((sum, [, share]) => sum + share, 0);
  if (total === 0) return;
  let done = 0;
  let sum = 0;
  for (const [code, share] of shares) {
    sum += share;
    const until = Math.round((sum / total) * table.length);
    table.fill(code, done, until);
    done = until;
  }
}

function lawfulRares(plan: GenerationPlan): RareName[] {
  const has = (kind: GenerationPlan['kinds'][number]): boolean => plan.kinds.includes(kind);
  const resizable = has('realloc');
  const rule = plan.sizes.alloc;
  // Where a refusal ends the execution, what is refused for certain is left for the last request.
  const mid = !plan.refusalEnds;
  const below =
    rule.smallest > 1 && (mid ? rule.below !== 'undefined' : rule.below === 'roundedUp');
  const lawful: Record<RareName, boolean> = {
    extreme: mid && has('alloc'),
    wrappedProduct:
      mid &&
      plan.abovePtrdiffMax === 'refused' &&
      ((has('allocArray') && asksAny(plan.sizes.allocArray)) ||
        (has('reallocArray') && asksAny(plan.sizes.reallocArray))),
    exactRemaining:
      mid &&
      has('alloc') &&
      plan.sizes.alloc.largest > (plan.worlds.region?.smallest ?? plan.region.ownBytes ?? Infinity),
    zeroSize: plan.judgesZeroSize,
    outsideBounds: has('alloc') && ((mid && rule.above === 'refused') || below),
    smallSizeLargeAlign: has('alloc') && plan.maxAlign > 1,
    sizeEqualsAlign: has('alloc') && plan.maxAlign > 1,
    pageEdge: has('alloc'),
    freeNull: has('deallocNull'),
    invalidFree: plan.invalidFrees.length > plan.fatalFrees.length,
    badAlign: has('badAlign') && has('alloc'),
    usable: has('usable'),
    grow: has('extend') || has('append') || has('resize'),
    fillAgain: mid && has('fill'),
    drain: has('drain'),
    ladder: has('alloc') && resizable,
    shrinkThenGrow: has('alloc') && resizable,
    reallocTiny: resizable,
    permutedFrees: has('alloc') && has('dealloc'),
    sameAgain: has('alloc') && has('dealloc'),
    reallocNull: resizable && plan.reallocOfNull,
    reallocExtreme: mid && resizable,
  };
  return (Object.keys(lawful) as RareName[]).filter((name) => lawful[name]);
}
