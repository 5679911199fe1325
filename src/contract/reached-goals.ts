import type { SubjectDescription } from '../core/subject-description.js';
import type { Contract } from './contract-schema.js';
import { COMMON, RARE, SELDOM, unless, type GoalCandidate } from './goal-candidate.js';
import { MODEST_REGION_BYTES, baseModulus, largestRegion, liveCounts } from './goal-classes.js';
import { lawfulKinds } from './lawful-kinds.js';
import { whyUnlimited } from './why-unlimited.js';

/** Goals about states that are reached: exhaustion, reallocs, neighbours of frees, worlds (S32). */
export function reachedGoals(contract: Contract, subject: SubjectDescription): GoalCandidate[] {
  return [
    ...exhaustionGoals(contract, subject),
    ...reallocGoals(contract, subject),
    ...freeGoals(contract, subject),
    ...worldGoals(contract, subject),
  ];
}

/** Why a refusal for want of room cannot be brought about, if so. */
function inexhaustible(subject: SubjectDescription): string | undefined {
  if (subject.growable) return whyUnlimited(subject);
  return unless(subject.regionIsGiven, 'the length of the region is the subject’s own affair');
}

function exhaustionGoals(contract: Contract, subject: SubjectDescription): GoalCandidate[] {
  const canRealloc = lawfulKinds(contract, subject).includes('realloc');
  const unit = Math.max(contract.placement?.granuleBytes ?? 16, contract.sizes.smallest, 16);
  const room = (largestRegion(contract, subject) ?? MODEST_REGION_BYTES) / (2 * unit);
  const live = Math.max(...liveCounts.filter((count) => count <= room), liveCounts[0]);
  return [
    {
      id: 'exhausted',
      need: RARE,
      what: 'a refusal of a size that an empty region could hold',
      impossible: inexhaustible(subject),
    },
    {
      id: 'realloc.refused',
      need: RARE,
      what: 'a refused realloc of a live block',
      impossible: canRealloc ? inexhaustible(subject) : 'there is no realloc',
    },
    { id: `live.${live}`, need: RARE, what: `${live} blocks live at once`, impossible: undefined },
  ];
}

function reallocGoals(contract: Contract, subject: SubjectDescription): GoalCandidate[] {
  const { realloc } = contract;
  const canRealloc = lawfulKinds(contract, subject).includes('realloc');
  const none = 'there is no realloc';
  return [
    {
      id: 'realloc.grow',
      need: COMMON,
      what: 'a granted realloc to more',
      impossible: unless(canRealloc, none),
    },
    {
      id: 'realloc.shrink',
      need: COMMON,
      what: 'a granted realloc to less',
      impossible: unless(canRealloc, none),
    },
    {
      id: 'realloc.shrinkThenGrow',
      need: COMMON,
      what: 'a block that shrank before grows again',
      impossible: unless(canRealloc, none),
    },
    {
      id: 'realloc.ofNull',
      need: RARE,
      what: 'a realloc of null',
      impossible: canRealloc
        ? unless(realloc.ofNull === 'alloc', 'the contract leaves it undefined')
        : none,
    },
    {
      id: 'realloc.toZero',
      need: SELDOM,
      what: 'a realloc to 0 bytes',
      impossible: canRealloc
        ? unless(realloc.toZero !== 'undefined', 'the contract leaves it undefined')
        : none,
    },
  ];
}

function freeGoals(contract: Contract, subject: SubjectDescription): GoalCandidate[] {
  const kinds = lawfulKinds(contract, subject);
  const canFree = kinds.includes('dealloc');
  const takesBack = contract.reclaims !== 'nothing';
  const neighbours = { none: 'no', left: 'the left', right: 'the right', both: 'both' };
  const modes = ['foreign', 'interior', 'twice', 'wrongSize'] as const;
  const canZero = kinds.includes('allocZeroed') || kinds.includes('allocArray');
  return [
    ...Object.entries(neighbours).map(([side, words]) => ({
      id: `coalesce.${side}`,
      need: COMMON,
      what: `a free with ${words} neighbour${side === 'both' ? 's' : ''} free`,
      impossible: canFree
        ? unless(takesBack, 'freed memory is never taken back')
        : 'there is no dealloc',
    })),
    {
      id: 'emptied',
      need: RARE,
      what: 'every block freed after four or more were live',
      impossible: unless(canFree, 'there is no dealloc'),
    },
    {
      id: 'zeroed.afterFree',
      need: COMMON,
      what: 'a zeroed grant while a freed block was long enough for it',
      impossible: canZero ? unless(canFree, 'there is no dealloc') : 'no request zeroes',
    },
    {
      id: 'reset.withLive',
      need: RARE,
      what: 'a reset while blocks were live',
      impossible: unless(kinds.includes('reset'), 'there is no reset'),
    },
    ...modes.map((mode) => ({
      id: `invalidFree.${mode}`,
      need: SELDOM,
      what: `an invalid free, ${mode}`,
      impossible: unless(
        kinds.includes('deallocInvalid') && contract.free[mode] !== 'undefined',
        'the contract leaves it undefined',
      ),
    })),
  ];
}

function worldGoals(contract: Contract, subject: SubjectDescription): GoalCandidate[] {
  const { region } = contract;
  const given = subject.regionIsGiven;
  const notGiven = 'the subject brings its own region';
  return [
    {
      id: 'world.noise',
      need: RARE,
      what: 'a region that is not zero before init',
      impossible: given
        ? unless(region.freshBytes === 'any', 'fresh regions are zero by contract')
        : notGiven,
    },
    {
      id: 'world.oddLength',
      need: RARE,
      what: 'a region whose length is no multiple of 16',
      impossible: given
        ? unless(
            region.sizeMultiple % 16 !== 0 && region.smallestBytes < region.largestBytes,
            'no such length is lawful',
          )
        : notGiven,
    },
    {
      id: 'world.unalignedBase',
      need: RARE,
      what: `a region whose base is no multiple of ${baseModulus(contract)}`,
      impossible: given
        ? unless(region.baseAlign < baseModulus(contract), 'no such base is lawful')
        : notGiven,
    },
    {
      id: 'contents.full',
      need: RARE,
      what: 'an execution whose blocks are read back byte by byte',
      impossible: unless(subject.hasMemory, 'there are no bytes behind the addresses'),
    },
  ];
}
