import type { JudgeContext } from '../../properties/property.js';
import {
  baseModulus,
  goalTopics,
  sizeClasses,
  type GoalKind,
  type GoalTopic,
} from '../contract/goals/coverage-goal.js';
import { sizeLaw, sizeRuleOf } from '../contract/requests/size-law.js';
import type { Step } from '../core/execution.js';
import {
  contractKinds,
  invalidFreeNames,
  kindsThat,
  type RequestKindName,
} from '../core/request-kind.js';
import { readsAll, type World } from '../core/world.js';
import { freeNeighbours, type CoverageState, type CoveredBlock } from './coverage-state.js';

/** A step of an execution with what the goals ask about it. */
export interface CoverageMoment extends JudgeContext {
  readonly world: World;
  /** Most bytes that a region which grows may have; undefined where nothing limits it. */
  readonly limitBytes: bigint | undefined;
  /** As it was before the step. */
  readonly state: CoverageState;
  readonly step: Step;
  /** Bytes asked for, of an array count times size. */
  readonly size: bigint;
  /** The live block that the step speaks of. */
  readonly block: CoveredBlock | undefined;
  /** Whether the request was refused, which may be by a trap. */
  readonly isRefused: boolean;
}

/** The one topic that a step reaches, or none; where several go together, whether it reaches each. */
type Reached<K extends GoalKind> =
  GoalTopic<K> | undefined | Readonly<Record<GoalTopic<K>, boolean>>;

/**
 * When a step reaches the goals of a kind. A step counts by its answer: what was skipped is not in
 * the execution, and a refusal counts only for goals that speak of one (S32). Of a whole execution,
 * its world and the blocks live at once, goals are reached once, by one of its steps.
 */
export const goalMeanings: { readonly [K in GoalKind]: (moment: CoverageMoment) => Reached<K> } = {
  answered({ step: { kind: asked, outcome }, terms }) {
    const kind = contractKinds.find((known) => known === asked);
    if (kind === undefined) return undefined;
    if (isFresh(kind) || isRealloc(kind)) return outcome.kind === 'granted' ? kind : undefined;
    const mayAbort = kind === 'deallocInvalid' && terms.freeMayAbort;
    const isAnswer = ['done', 'rejected', 'refused', 'granted'].includes(outcome.kind);
    return isAnswer || (outcome.kind === 'faulted' && mayAbort) ? kind : undefined;
  },

  entry: ({ step }) => (isFreshGrant(step) ? step.entry : undefined),

  align: ({ step }) => (isFreshGrant(step) ? step.align.toString(2).length - 1 : undefined),

  size(moment) {
    const { step, size, terms } = moment;
    if (!isFresh(step.kind)) return undefined;
    const rule = sizeRuleOf(terms, step.kind);
    const isAsked = isAnswered(step);
    const isGrantOf = (name: keyof typeof sizeClasses): boolean =>
      isFreshGrant(step) && size >= sizeClasses[name].smallest && size <= sizeClasses[name].largest;
    return {
      tiny: isGrantOf('tiny'),
      small: isGrantOf('small'),
      page: isGrantOf('page'),
      large: isGrantOf('large'),
      zero: isAsked && size === 0n,
      belowSmallest: isAsked && size > 0n && rule !== undefined && size < rule.smallest,
      aboveLargest: isAsked && rule !== undefined && size > rule.largest,
      impossible: isAsked && isBeyond(moment),
    };
  },

  product: ({ step, size, terms }) =>
    isArray.has(step.kind) && isAnswered(step) && size > terms.exactSizeMax ? 'wraps' : undefined,

  refused(moment) {
    const { step, size, block, terms, isRefused } = moment;
    if (!isRefused) return undefined;
    if (isRealloc(step.kind)) return block !== undefined && size > 0n ? 'realloc' : undefined;
    if (!isFresh(step.kind) || size > emptyCapacity(moment)) return undefined;
    const law = sizeLaw(terms, step.kind, size, step.align);
    return law === 'lawful' ? 'newBlock' : undefined;
  },

  live({ step, block, state }) {
    const isNew = isFreshGrant(step) || (isReallocGrant(step) && block === undefined);
    const most = state.live.size + 1;
    if (!isNew || most <= state.mostLive) return undefined;
    return goalTopics.live.find((count) => count === most);
  },

  realloc({ step, size, block }) {
    if (!isRealloc(step.kind)) return undefined;
    const isGranted = isReallocGrant(step);
    const old = block?.bytes ?? size;
    return {
      grow: isGranted && size > old,
      shrink: isGranted && size < old && size > 0n,
      shrinkThenGrow: isGranted && size > old && block?.hasShrunk === true,
      ofNull: isGranted && block === undefined,
      toZero: block !== undefined && size === 0n && isAnswered(step),
    };
  },

  coalesce: ({ step, state }) =>
    isFree(step) && step.allocation !== undefined
      ? freeNeighbours(state, step.allocation)
      : undefined,

  emptied: ({ step, block, state }) =>
    isFree(step) && block !== undefined && state.live.size === 1 && state.liveSinceEmpty >= 4
      ? 'region'
      : undefined,

  zeroed: ({ step, size, state }) =>
    isFreshGrant(step) && zeroes.has(step.kind) && size > 0n && size <= state.longestFreed
      ? 'afterFree'
      : undefined,

  reset: ({ step, state }) =>
    step.kind === 'reset' && step.outcome.kind === 'done' && state.live.size > 0
      ? 'withLive'
      : undefined,

  invalidFree({ step, terms }) {
    if (step.kind !== 'deallocInvalid') return undefined;
    const code = Number(step.second);
    const mode = invalidFreeNames.at(code);
    if (mode === undefined) return undefined;
    const { kind } = step.outcome;
    const isAbort = kind === 'faulted' && terms.freeInvalid[code] === 'abort';
    return kind === 'done' || kind === 'rejected' || isAbort ? mode : undefined;
  },

  world({ step, world, contract }) {
    if (step.index > 0) return undefined;
    return {
      noise: world.fill.kind !== 'zero',
      oddLength: world.regionBytes % 16 !== 0,
      unalignedBase: world.baseOffset % baseModulus(contract) !== 0,
    };
  },

  contents: ({ step, world }) => (step.index === 0 && readsAll(world.observe) ? 'full' : undefined),
};

const [isArray, asksForMemory, moves] = [
  kindsThat('isArray'),
  kindsThat('asksForMemory'),
  kindsThat('moves'),
];
const [zeroes, frees] = [kindsThat('zeroes'), kindsThat('frees')];

/** Whether a grant of it is a new block. */
export const isFresh = (kind: RequestKindName): boolean =>
  asksForMemory.has(kind) && !moves.has(kind);
export const isRealloc = (kind: RequestKindName): boolean => moves.has(kind);

const isFreshGrant = ({ kind, outcome }: Step): boolean =>
  isFresh(kind) && outcome.kind === 'granted';
const isReallocGrant = ({ kind, outcome }: Step): boolean =>
  isRealloc(kind) && outcome.kind === 'granted';
export const isFree = ({ kind, outcome }: Step): boolean =>
  frees.has(kind) && outcome.kind === 'done';
const isAnswered = ({ outcome }: Step): boolean =>
  outcome.kind !== 'pending' && outcome.kind !== 'misencoded';

/** Whether nothing could hold what was asked; beside live blocks that is asked of a refusal only. */
function isBeyond({ size, terms, state, limitBytes, isRefused }: CoverageMoment): boolean {
  if (size > terms.exactPtrdiffMax) return true;
  const capacity = terms.growable ? limitBytes : state.regionBytes;
  if (capacity === undefined) return false;
  return size > capacity || (isRefused && size > capacity - liveBytes(state));
}

function liveBytes({ live }: CoverageState): bigint {
  let sum = 0n;
  for (const { bytes } of live.values()) sum += bytes;
  return sum;
}

/**
 * What an empty region could hold: its length, or its limit where it grows, which is never less than
 * what it has; where neither is known a modest guess.
 */
function emptyCapacity({ terms, state, limitBytes }: CoverageMoment): bigint {
  if (terms.growable && limitBytes === undefined) return GUESSED_CAPACITY;
  const limit = limitBytes ?? 0n;
  const region = state.regionBytes ?? 0n;
  const most = limit > region ? limit : region;
  return most > 0n ? most : GUESSED_CAPACITY;
}

const GUESSED_CAPACITY = 1_048_576n;
