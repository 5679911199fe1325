import type { SubjectDescription } from '../../core/subject-description.js';
import type { Contract } from '../document/contract-schema.js';
import { sizeClasses, type GoalTopic } from './coverage-goal.js';
import type { GoalFacts } from './goal-facts.js';
import { COMMON, RARE, unless, type GoalRule } from './goal-rule.js';

/** The rules for goals about sizes. */
export const sizeGoals: Readonly<Record<GoalTopic<'size'>, (facts: GoalFacts) => GoalRule>> = {
  tiny: (facts) => classRule('tiny', facts),
  small: (facts) => classRule('small', facts),
  page: (facts) => classRule('page', facts),
  large: (facts) => classRule('large', facts),
  zero: ({ may }) => ({
    need: RARE,
    what: 'a request for 0 bytes',
    impossible: unless(
      (['alloc', 'allocZeroed', 'allocArray'] as const).some((kind) => may(kind, { bytes: 0 })),
      'the contract leaves size 0 undefined',
    ),
  }),
  belowSmallest: ({ contract: { sizes } }) => ({
    need: RARE,
    what: 'a request below the smallest size',
    impossible: unless(sizes.smallest > 1 && sizes.belowSmallest !== 'undefined', NO_SUCH_SIZES),
  }),
  aboveLargest: ({ contract: { sizes }, subject }) => ({
    need: RARE,
    what: 'a request above the largest size',
    impossible: unless(
      sizes.aboveLargest === 'refused' &&
        sizes.largest !== 'any' &&
        mayHold(subject, sizes.largest + 1),
      NO_SUCH_SIZES,
    ),
  }),
  impossible: ({ never }) => ({
    need: RARE,
    what: 'a request that nothing could hold: above PTRDIFF_MAX, or longer than what is not live',
    impossible: never.beyond,
  }),
};

const mayHold = ({ sizeBits }: SubjectDescription, bytes: number): boolean =>
  bytes < 2 ** (sizeBits - 1);

function classRule(name: keyof typeof sizeClasses, { contract, regionBytes }: GoalFacts): GoalRule {
  const { smallest, largest } = sizeClasses[name];
  const isLawful = smallest <= mostBytes(contract) && largest >= contract.sizes.smallest;
  return {
    // Lengths are drawn by magnitude, so that few regions are near the largest.
    need: smallest > regionBytes / 64 ? RARE : COMMON,
    what: `a grant of ${smallest} to ${largest} bytes`,
    impossible:
      smallest - 1 > regionBytes / 16
        ? 'it hardly fits the largest region'
        : unless(isLawful, 'no such size is lawful'),
  };
}

const mostBytes = ({ sizes }: Contract): number =>
  sizes.largest === 'any' ? Infinity : sizes.largest;

const NO_SUCH_SIZES = 'the contract leaves such sizes undefined, or there are none';
