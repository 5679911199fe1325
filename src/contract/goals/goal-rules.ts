import { InvalidFree, type RequestKindName } from '../../core/request-kind.js';
import type { Contract } from '../document/contract-schema.js';
import { asksAny, sizeRules } from '../requests/size-law.js';
import {
  baseModulus,
  goalTopics,
  type Goal,
  type GoalKind,
  type GoalTopic,
} from './coverage-goal.js';
import type { GoalFacts } from './goal-facts.js';
import { COMMON, RARE, SELDOM, unless, type GoalRule } from './goal-rule.js';
import { sizeGoals } from './size-goals.js';

/** The rule for a goal; undefined where the contract does not speak of it at all. */
export function ruleOf({ kind, of }: Goal, facts: GoalFacts): GoalRule | undefined {
  return (goalRules[kind] as (of: Goal['of'], facts: GoalFacts) => GoalRule | undefined)(of, facts);
}

const goalRules: {
  readonly [K in GoalKind]: (of: GoalTopic<K>, facts: GoalFacts) => GoalRule | undefined;
} = {
  answered(kind, { contract, kinds }) {
    if (!contract.requests.includes(kind)) return undefined;
    return {
      need: kind === 'alloc' || kind === 'dealloc' ? COMMON : RARE,
      what: `${kind} asked and answered`,
      impossible: unless(kinds.includes(kind), 'the subject has no such call'),
    };
  },

  entry(entry, { contract, entries }) {
    if (entry === 'reallocarray' || !contract.entryPoints.includes(entry)) return undefined;
    return {
      need: RARE,
      what: `a grant by ${entry}`,
      impossible: unless(entries.includes(entry), 'the subject has no such function'),
    };
  },

  align(log2, facts) {
    const align = 2 ** log2;
    if (align > facts.contract.alignment.maximum) return undefined;
    return {
      need: log2 === 0 ? COMMON : RARE,
      what: `a grant ${log2 === 0 ? 'without an alignment' : `with alignment ${align}`} asked`,
      impossible:
        align > facts.largestAlign
          ? 'requests to this subject carry no alignment'
          : log2 > 0 && align < leastAlign(facts)
            ? 'posix_memalign takes no alignment below the size of a pointer, aligned_alloc need not'
            : unless(align <= facts.regionBytes / 2, 'it hardly fits the largest region'),
    };
  },

  size: (size, facts) => sizeGoals[size](facts),

  product: (_wraps, { contract, kinds }) => ({
    need: RARE,
    what: 'an array whose count times size exceeds the size type',
    impossible:
      kinds.includes('allocArray') || kinds.includes('reallocArray')
        ? whyNoProduct(contract, kinds)
        : 'no request has a count',
  }),

  refused: (request, { kinds, never }) => ({
    need: RARE,
    what: {
      newBlock: 'a refusal of a size that an empty region could hold',
      realloc: 'a refused realloc of a live block',
    }[request],
    impossible:
      request === 'newBlock'
        ? never.full
        : kinds.includes('realloc')
          ? never.reallocRefused
          : NO_REALLOC,
  }),

  live(count, facts) {
    if (count !== mostLive(facts)) return undefined;
    const isPossible = maxBlocks(facts.contract) >= count;
    return {
      need: RARE,
      what: `${count} blocks live at once`,
      impossible: unless(isPossible, TOO_FEW_BLOCKS),
    };
  },

  realloc: (how, { kinds, may }) => ({
    ...{
      grow: { need: COMMON, what: 'a granted realloc to more' },
      shrink: { need: COMMON, what: 'a granted realloc to less' },
      shrinkThenGrow: { need: COMMON, what: 'a block that shrank before grows again' },
      ofNull: { need: RARE, what: 'a realloc of null' },
      toZero: { need: SELDOM, what: 'a realloc to 0 bytes' },
    }[how],
    impossible: !kinds.includes('realloc')
      ? NO_REALLOC
      : how === 'ofNull'
        ? unless(may('realloc', { reference: -1 }), UNDEFINED)
        : how === 'toZero'
          ? unless(may('realloc', { bytes: 0 }), UNDEFINED)
          : undefined,
  }),

  coalesce: (side, { contract, kinds }) => ({
    need: COMMON,
    what: {
      none: 'a free with no neighbour free',
      left: 'a free with the left neighbour free',
      right: 'a free with the right neighbour free',
      both: 'a free with both neighbours free',
    }[side],
    impossible: kinds.includes('dealloc')
      ? contract.reclaims === 'nothing'
        ? 'freed memory is never taken back'
        : unless(maxBlocks(contract) >= 3, TOO_FEW_BLOCKS)
      : NO_DEALLOC,
  }),

  emptied: (_region, { contract, kinds }) => ({
    need: RARE,
    what: 'every block freed after four or more were live',
    impossible: kinds.includes('dealloc')
      ? unless(maxBlocks(contract) >= goalTopics.live[0], TOO_FEW_BLOCKS)
      : NO_DEALLOC,
  }),

  zeroed: (_afterFree, { kinds }) => ({
    need: COMMON,
    what: 'a zeroed grant while a freed block was long enough for it',
    impossible:
      kinds.includes('allocZeroed') || kinds.includes('allocArray')
        ? unless(kinds.includes('dealloc'), NO_DEALLOC)
        : 'no request zeroes',
  }),

  reset: (_withLive, { kinds }) => ({
    need: RARE,
    what: 'a reset while blocks were live',
    impossible: unless(kinds.includes('reset'), 'there is no reset'),
  }),

  invalidFree: (mode, { may }) => ({
    need: SELDOM,
    what: `an invalid free, ${mode}`,
    impossible: unless(
      // Before the region, where an address is foreign under every contract.
      may('deallocInvalid', {
        second: InvalidFree[mode],
        ...(mode === 'foreign' ? { reference: -1, bytes: -1 } : {}),
      }),
      UNDEFINED,
    ),
  }),

  world(trait, { contract, subject }) {
    const { region } = contract;
    const modulus = baseModulus(contract);
    const { possible, because, what } = {
      noise: {
        what: 'a region that is not zero before init',
        possible: region.freshBytes === 'any',
        because: 'fresh regions are zero by contract',
      },
      oddLength: {
        what: 'a region whose length is no multiple of 16',
        possible: region.sizeMultiple % 16 !== 0 && region.smallestBytes < region.largestBytes,
        because: 'no such length is lawful',
      },
      unalignedBase: {
        what: `a region whose base is no multiple of ${modulus}`,
        possible: region.baseAlign < modulus,
        because: 'no such base is lawful',
      },
    }[trait];
    const own = 'the subject brings its own region';
    return {
      need: RARE,
      what,
      impossible: !subject.regionIsGiven
        ? own
        : trait !== 'oddLength' && subject.givesLengthOnly === true
          ? 'of the region only the length is given'
          : unless(possible, because),
    };
  },

  contents: (_full, { subject: { hasMemory } }) => ({
    need: RARE,
    what: 'an execution whose blocks are read back byte by byte',
    impossible: unless(hasMemory, 'there are no bytes behind the addresses'),
  }),
};

function whyNoProduct(contract: Contract, kinds: readonly RequestKindName[]): string | undefined {
  if (contract.sizes.abovePtrdiffMax === 'undefined')
    return 'sizes above PTRDIFF_MAX are undefined';
  const rules = sizeRules(contract);
  const asked = (['allocArray', 'reallocArray'] as const).filter((kind) => kinds.includes(kind));
  return unless(
    asked.some((kind) => asksAny(rules[kind])),
    'sizes above the largest are undefined',
  );
}

/** The smallest alignment above 1 that a request to this subject can carry. */
function leastAlign({ entries, subject }: GoalFacts): number {
  const isStrict = entries.includes('posix_memalign') || entries.includes('aligned_alloc');
  if (!isStrict || entries.includes('memalign')) return 2;
  return subject.sizeBits === 32 ? 4 : 8;
}

/** As many blocks as half of the largest region holds. */
function mostLive({ contract, regionBytes }: GoalFacts): GoalTopic<'live'> {
  const unit = Math.max(contract.placement?.granuleBytes ?? 16, contract.sizes.smallest, 16);
  const most = Math.min(regionBytes / (2 * unit), maxBlocks(contract));
  const fitting = goalTopics.live.filter((count) => count <= most);
  return fitting.at(-1) ?? goalTopics.live[0];
}

const maxBlocks = ({ region }: Contract): number => region.maxBlocks ?? Infinity;

const TOO_FEW_BLOCKS = 'no more blocks may be live at once (region.maxBlocks)';
const NO_DEALLOC = 'there is no dealloc';
const NO_REALLOC = 'there is no realloc';
const UNDEFINED = 'the contract leaves it undefined';
