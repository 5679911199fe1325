import type { SubjectDescription } from '../core/subject-description.js';
import type { Contract } from './contract-schema.js';
import { COMMON, RARE, unless, type GoalCandidate } from './goal-candidate.js';
import { MODEST_REGION_BYTES, largestRegion, sizeClasses } from './goal-classes.js';
import { largestAlign } from './largest-align.js';
import { lawfulEntryPoints } from './lawful-entry-points.js';
import { lawfulKinds } from './lawful-kinds.js';

/** Goals about what is asked: request kinds, entry points, alignments and sizes (S32). */
export function askedGoals(contract: Contract, subject: SubjectDescription): GoalCandidate[] {
  return [
    ...requestGoals(contract, subject),
    ...alignmentGoals(contract, subject),
    ...sizeGoals(contract, subject),
  ];
}

function requestGoals(contract: Contract, subject: SubjectDescription): GoalCandidate[] {
  const kinds = lawfulKinds(contract, subject);
  const entries = lawfulEntryPoints(contract, subject);
  const aligning = contract.entryPoints.filter((entry) => entry !== 'reallocarray');
  return [
    ...contract.requests.map((kind) => ({
      id: `answered.${kind}`,
      need: kind === 'alloc' || kind === 'dealloc' ? COMMON : RARE,
      what: `${kind} asked and answered`,
      impossible: unless(kinds.includes(kind), 'the subject has no such call'),
    })),
    ...aligning.map((entry) => ({
      id: `entry.${entry}`,
      need: RARE,
      what: `a grant by ${entry}`,
      impossible: unless(entries.includes(entry), 'the subject has no such function'),
    })),
  ];
}

function alignmentGoals(contract: Contract, subject: SubjectDescription): GoalCandidate[] {
  const asked = largestAlign(contract, subject);
  const least = leastAlign(contract, subject);
  const room = (largestRegion(contract, subject) ?? MODEST_REGION_BYTES) / 2;
  const count = Math.log2(contract.alignment.maximum);
  const powers = Array.from({ length: count }, (_, index) => 2 ** (index + 1));
  return [
    {
      id: 'align.natural',
      need: COMMON,
      what: 'a grant without an alignment asked',
      impossible: undefined,
    },
    ...powers.map((align) => ({
      id: `align.${align}`,
      need: RARE,
      what: `a grant with alignment ${align} asked`,
      impossible:
        align > asked
          ? 'requests to this subject carry no alignment'
          : align < least
            ? 'posix_memalign takes no alignment below the size of a pointer, aligned_alloc need not'
            : unless(align <= room, 'it hardly fits the largest region'),
    })),
  ];
}

/** The smallest alignment above 1 that a request to this subject can carry. */
function leastAlign(contract: Contract, subject: SubjectDescription): number {
  const entries = lawfulEntryPoints(contract, subject);
  const others = entries.includes('memalign');
  const strict = entries.includes('posix_memalign') || entries.includes('aligned_alloc');
  if (others || !strict) return 2;
  return subject.sizeBits === 32 ? 4 : 8;
}

function sizeGoals(contract: Contract, subject: SubjectDescription): GoalCandidate[] {
  const { sizes } = contract;
  const region = largestRegion(contract, subject) ?? MODEST_REGION_BYTES;
  const most = sizes.largest === 'any' ? Infinity : sizes.largest;
  const kinds = lawfulKinds(contract, subject);
  const hasArrays = kinds.includes('allocArray') || kinds.includes('reallocArray');
  const isBounded = subject.regionIsGiven;
  const needsPtrdiff = 'sizes above PTRDIFF_MAX are undefined';
  return [
    ...sizeClasses.map(({ id, smallest, largest }) => ({
      id,
      // Lengths are drawn by magnitude, so that few regions are near the largest.
      need: smallest > region / 64 ? RARE : COMMON,
      what: `a grant of ${smallest} to ${largest} bytes`,
      impossible:
        smallest - 1 > region / 16
          ? 'it hardly fits the largest region'
          : unless(smallest <= most && largest >= sizes.smallest, 'no such size is lawful'),
    })),
    {
      id: 'size.zero',
      need: RARE,
      what: 'a request for 0 bytes',
      impossible: unless(contract.zeroSize !== 'undefined', 'the contract leaves size 0 undefined'),
    },
    {
      id: 'size.belowSmallest',
      need: RARE,
      what: 'a request below the smallest size',
      impossible: unless(
        sizes.smallest > 1 && sizes.belowSmallest !== 'undefined',
        'the contract leaves such sizes undefined, or there are none',
      ),
    },
    {
      id: 'size.aboveLargest',
      need: RARE,
      what: 'a request above the largest size',
      impossible: unless(
        sizes.aboveLargest === 'refused',
        'the contract leaves such sizes undefined, or there are none',
      ),
    },
    {
      id: 'size.impossible',
      need: RARE,
      what: 'a request that nothing could hold: above PTRDIFF_MAX, or longer than what is not live',
      impossible: unless(
        sizes.abovePtrdiffMax === 'refused' || (isBounded && most > contract.region.smallestBytes),
        `${needsPtrdiff}, and no length bounds the region`,
      ),
    },
    {
      id: 'product.wraps',
      need: RARE,
      what: 'an array whose count times size exceeds the size type',
      impossible: hasArrays
        ? unless(sizes.abovePtrdiffMax === 'refused', needsPtrdiff)
        : 'no request has a count',
    },
  ];
}
