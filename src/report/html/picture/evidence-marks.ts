import { bytesText, sizeText } from '../../human/number-text.js';
import type { EvidencePart, Exact } from '../report-parts.js';
import { outsideOf, spanOf, type Block, type Span } from './memory.js';

/** What evidence adds to a picture of memory. Everything that has no place in it is empty. */
export interface Marks {
  /** Whom it hurts: allocations drawn as victims in every row. */
  readonly victims: readonly number[];
  /** Victims again in a lane of their own, beside what contradicts. */
  readonly lane: readonly Omit<Block, 'name'>[];
  /** Wrong bytes. */
  readonly wrong: readonly Span[];
  /** Where something should have been: free bytes, an expected place. */
  readonly expected: readonly Span[];
  /** Addresses that would have been lawful. */
  readonly multiples: readonly bigint[];
  /** The one address that is wrong. */
  readonly at: bigint | undefined;
  /** What is wrong, in five words at most. */
  readonly callout: string;
}

const nothing: Marks = {
  ...{ victims: [], lane: [], wrong: [], expected: [], multiples: [] },
  ...{ at: undefined, callout: '' },
};

type HolderPart = Extract<EvidencePart, { kind: 'overlap' }>['live'];

const laneOf = ({ allocation, range }: HolderPart): Pick<Marks, 'victims' | 'lane'> => ({
  victims: [allocation],
  lane: [{ allocation, ...spanOf(range) }],
});

/** What a finding shows in memory: a function of its evidence and of the region at that step. */
export function marksOf(evidence: EvidencePart, region: Span): Marks {
  switch (evidence.kind) {
    case 'misaligned': {
      const at = BigInt(evidence.grant.range.start);
      const below = at - BigInt(evidence.remainder);
      const multiples = [below, below + BigInt(evidence.align)];
      return { ...nothing, multiples, at, callout: `off by ${count(evidence.remainder)}` };
    }
    case 'outOfRegion': {
      const grant = spanOf(evidence.grant.range);
      const withheld = evidence.withheld === undefined ? [] : [spanOf(evidence.withheld)];
      const wrong = [...outsideOf(grant, region), ...withheld];
      return { ...nothing, wrong, callout: `${bytes(length(wrong))} outside` };
    }
    case 'overlap': {
      const shared = spanOf(evidence.shared);
      const callout = `${places(shared)}: two owners`;
      return { ...nothing, ...laneOf(evidence.live), wrong: [shared], callout };
    }
    case 'damage':
      return damageMarks(evidence, region);
    case 'zeroSizeAnswer': {
      const shared = evidence.shared === undefined ? {} : laneOf(evidence.shared);
      return {
        ...nothing,
        ...shared,
        callout: `due: ${zeroSize[evidence.expected] ?? evidence.expected}`,
      };
    }
    case 'impossibleGrant': {
      const wrong = outsideOf(spanOf(evidence.grant.range), region);
      return { ...nothing, wrong, callout: `${bytes(BigInt(evidence.requestedBytes))} cannot fit` };
    }
    case 'notUsableMemory':
      return { ...nothing, wrong: [spanOf(evidence.grant.range)], callout: 'no usable memory' };
    case 'spuriousRefusal':
      return refusalMarks(evidence);
    case 'notReused': {
      const callout = `freed, then ${count(evidence.requestedBytes)} refused`;
      return { ...nothing, expected: [spanOf(evidence.freed.range)], callout };
    }
    case 'misplaced': {
      if (evidence.expected === undefined) return { ...nothing, callout: 'the policy refuses it' };
      const at = BigInt(evidence.expected);
      return {
        ...nothing,
        expected: [{ start: at, end: at + 1n }],
        callout: `due at ${count(at)}`,
      };
    }
    case 'notInPlace':
      return { ...nothing, expected: [spanOf(evidence.before.range)], callout: 'moved away' };
    case 'usableTooSmall': {
      const { start } = spanOf(evidence.holder.range);
      const [usable, requested] = [BigInt(evidence.usableBytes), BigInt(evidence.requestedBytes)];
      const wrong = [{ start: start + usable, end: start + requested }];
      return { ...nothing, wrong, callout: `${count(usable)} of ${count(requested)} usable` };
    }
    case 'usableOverlap': {
      const usable = spanOf(evidence.holder.range);
      if (evidence.other === undefined) {
        const wrong = outsideOf(usable, region);
        return { ...nothing, wrong, callout: `${bytes(length(wrong))} outside` };
      }
      const shared = commonOf(usable, spanOf(evidence.other.range));
      return { ...nothing, ...laneOf(evidence.other), wrong: shared, callout: 'usable by two' };
    }
    default:
      return { ...nothing, callout: answerCallout(evidence) };
  }
}

type WithoutPlace = Exclude<
  EvidencePart,
  {
    kind:
      | 'misaligned'
      | 'outOfRegion'
      | 'overlap'
      | 'damage'
      | 'zeroSizeAnswer'
      | 'impossibleGrant'
      | 'notUsableMemory'
      | 'spuriousRefusal'
      | 'notReused'
      | 'misplaced'
      | 'notInPlace'
      | 'usableTooSmall'
      | 'usableOverlap';
  }
>;

/** Of what has no place in memory, the answer in words. */
function answerCallout(evidence: WithoutPlace): string {
  switch (evidence.kind) {
    case 'fault':
    case 'impossibleFault':
      return `${faults[evidence.death.fault] ?? evidence.death.fault} in step ${evidence.death.step}`;
    case 'notAnAddress':
      return 'no address';
    case 'invalidFreeAnswer':
      return `due: ${evidence.expected}`;
    case 'refusalError':
      return `due: ${evidence.expected === 'any' ? 'an error' : evidence.expected}`;
    case 'notReclaimed':
      return `${bytes(BigInt(evidence.largestBytes))} refused in the end`;
    case 'fewerGrants':
      return `${evidence.freshGrants} before, ${evidence.grants} after`;
    case 'refusalChangedCapacity':
      return `${bytes(BigInt(evidence.largestBytes))} refused since`;
    case 'blowUp':
      return `${bytes(BigInt(evidence.footprintBytes))} held`;
    case 'leak':
      return 'grows with every round';
    case 'differs':
      return `${evidence.answer}, else ${evidence.otherAnswer}`;
  }
}

function damageMarks(
  { damage, victim }: Extract<EvidencePart, { kind: 'damage' }>,
  region: Span,
): Marks {
  const start = victim === undefined ? region.start : BigInt(victim.range.start);
  const wrong = {
    start: start + BigInt(damage.firstOffset),
    end: start + BigInt(damage.lastOffset) + 1n,
  };
  const shown = Math.min(4, Number(damage.badBytes));
  const hex = (values: readonly number[]): string =>
    values
      .slice(0, shown)
      .map((value) => value.toString(16).padStart(2, '0'))
      .join(' ');
  const more = Number(damage.badBytes) > shown ? ' ...' : '';
  const callout = `was ${hex(damage.expected)}${more}, now ${hex(damage.seen)}${more}`;
  return {
    ...nothing,
    victims: victim === undefined ? [] : [victim.allocation],
    wrong: [wrong],
    callout,
  };
}

function refusalMarks(evidence: Extract<EvidencePart, { kind: 'spuriousRefusal' }>): Marks {
  const asked = count(evidence.requestedBytes);
  if (evidence.gap === undefined) {
    const callout = `${count(evidence.liveBytes)} of ${count(evidence.capacityBytes)} live; ${asked} refused`;
    return { ...nothing, callout };
  }
  const gap = spanOf(evidence.gap);
  const callout = `${bytes(gap.end - gap.start)} free here; ${asked} refused`;
  return { ...nothing, expected: [gap], callout };
}

const zeroSize: Readonly<Record<string, string>> = {
  null: 'null',
  unique: 'an address of its own',
  nullOrUnique: 'null or its own address',
  dangling: 'an aligned address',
};

const faults: Readonly<Record<string, string>> = {
  unreachable: 'trap',
  accessViolation: 'access violation',
  badCall: 'bad call',
  stackOverflow: 'stack overflow',
  hang: 'no return',
  protocol: 'unreadable answer',
};

const count = (value: Exact | bigint): string => sizeText(BigInt(value));
const bytes = bytesText;
const length = (spans: readonly Span[]): bigint =>
  spans.reduce((sum, { start, end }) => sum + end - start, 0n);
const places = ({ start, end }: Span): string =>
  end - start === 1n ? `byte ${count(start)}` : bytes(end - start);

function commonOf(a: Span, b: Span): Span[] {
  const start = a.start > b.start ? a.start : b.start;
  const end = a.end < b.end ? a.end : b.end;
  return start < end ? [{ start, end }] : [];
}
