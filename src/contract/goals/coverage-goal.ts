import type { Contract } from '../document/contract-schema.js';
import { entryPointNames } from '../../core/entry-point.js';
import { contractKinds, invalidFreeNames } from '../../core/request-kind.js';

/**
 * Something that a campaign must have done before `holds` means anything (S32): a kind and what of it
 * it speaks of. Whether it is asked for, and how often, `goalRules` says; `tallyCoverage` and
 * `CoverageCounter` say when a step reaches it. All three are written against this type, so that a
 * goal that one of them misspells or forgets does not compile.
 */
export type Goal = { [K in GoalKind]: { readonly kind: K; readonly of: GoalTopic<K> } }[GoalKind];

export type GoalKind = keyof typeof goalTopics;
export type GoalTopic<K extends GoalKind> = (typeof goalTopics)[K][number];

/** Whatever goals of each kind speak of; kinds and topics in the order in which reports list them. */
export const goalTopics = {
  answered: contractKinds,
  entry: entryPointNames,
  /** log2 of the alignment asked; 0 asks for nothing. */
  align: Array.from({ length: 32 }, (_, log2) => log2),
  size: ['tiny', 'small', 'page', 'large', 'zero', 'belowSmallest', 'aboveLargest', 'impossible'],
  product: ['wraps'],
  /** For want of room: of a request for a new block, or for another length of a live one. */
  refused: ['newBlock', 'realloc'],
  live: [4, 8, 16],
  realloc: ['grow', 'shrink', 'shrinkThenGrow', 'ofNull', 'toZero'],
  coalesce: ['none', 'left', 'right', 'both'],
  emptied: ['region'],
  zeroed: ['afterFree'],
  reset: ['withLive'],
  invalidFree: invalidFreeNames,
  world: ['noise', 'oddLength', 'unalignedBase'],
  contents: ['full'],
} as const;

/** Kinds in the order in which reports list them. */
export const goalKinds = Object.keys(goalTopics) as readonly GoalKind[];

/** All goals that there can be, in the order of {@link goalTopics}. Counts are arrays in this order. */
export const allGoals: readonly Goal[] = goalKinds.flatMap((kind) =>
  goalTopics[kind].map((of) => ({ kind, of }) as Goal),
);

/** The public id: reports and certificates name it. */
export function goalId(goal: Goal): string {
  switch (goal.kind) {
    case 'align':
      return goal.of === 0 ? 'align.natural' : `align.${2 ** goal.of}`;
    case 'refused':
      return goal.of === 'newBlock' ? 'exhausted' : 'realloc.refused';
    case 'emptied':
      return 'emptied';
    default:
      return `${goal.kind}.${goal.of}`;
  }
}

/** Index of a goal in {@link allGoals}. */
export function goalIndex<K extends GoalKind>(kind: K, of: GoalTopic<K>): number {
  const topics: readonly unknown[] = goalTopics[kind];
  return firstIndex[kind] + topics.indexOf(of);
}

const firstIndex = Object.fromEntries(
  goalKinds.map((kind) => [kind, allGoals.findIndex((goal) => goal.kind === kind)]),
) as Readonly<Record<GoalKind, number>>;

/** Sizes of a granted request by class, in bytes, both ends included. */
export const sizeClasses = {
  tiny: { smallest: 1, largest: 16 },
  small: { smallest: 17, largest: 512 },
  page: { smallest: 513, largest: 8_192 },
  large: { smallest: 8_193, largest: 1_048_576 },
} as const satisfies Partial<
  Record<GoalTopic<'size'>, { readonly smallest: number; readonly largest: number }>
>;

/** What the base of an unaligned region is no multiple of. */
export const baseModulus = (contract: Contract): number => Math.max(16, contract.alignment.maximum);
