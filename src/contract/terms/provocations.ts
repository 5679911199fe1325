import type { SubjectDescription } from '../../core/subject-description.js';
import type { Contract } from '../document/contract-schema.js';
import { asksAny, sizeRules } from '../requests/size-law.js';
import { whyUnlimited } from './region-terms.js';

/**
 * What no program of a plan can bring about, with the reason as the end of a sentence; undefined where one
 * can. A function of contract and subject alone, known before anything runs: it says what coverage goals
 * ask for and what properties wait for, so that a correct allocator is never in doubt for what nobody can
 * ask of it. What could be brought about and was not stays in doubt.
 */
export interface Provocations {
  /** A refusal for want of room. */
  readonly full: string | undefined;
  /** A request for more than any world has room for, which nothing can meet. */
  readonly beyond: string | undefined;
  /** A request that must be refused, whatever the subject is made of (S20). */
  readonly impossible: string | undefined;
  /** A refused request for memory, for whatever reason. */
  readonly refused: string | undefined;
  /** A refused realloc of a live block. */
  readonly reallocRefused: string | undefined;
  /** A request on the floor of `no-spurious-null` (S21). */
  readonly floor: string | undefined;
  /** A footprint that changes, or a refusal that keeps it as it is. */
  readonly growth: string | undefined;
}

/** Most grants of one fill: what takes more is never filled up. */
export const MOST_FILL_GRANTS = 8_192;

/** What a limit leaves a subject at least, above what it holds at rest. Bytes. */
export const LEAST_LIMIT_BYTES = 1_048_576;

export function provocations(contract: Contract, subject: SubjectDescription): Provocations {
  const full = whyNeverFull(contract, subject);
  const beyond = whyNeverBeyond(contract, subject);
  const isRefusedBySize = contract.placement !== undefined || hasRefusedSizes(contract, subject);
  const impossible =
    isRefusedBySize || beyond === undefined || fillsExactly(contract, subject, full)
      ? undefined
      : beyond;
  const asks = asksHost(contract, subject);
  const isRefusedByHost = asks && subject.hasHostDoor === true;
  const mayRefuse =
    full === undefined ||
    impossible === undefined ||
    isRefusedByHost ||
    contract.zeroSize === 'null';
  const refused = mayRefuse ? undefined : full;
  return {
    full,
    beyond,
    impossible,
    refused,
    reallocRefused: whyReallocNeverRefused(contract, subject, full),
    floor: whyNoFloor(contract, subject),
    growth: asks ? undefined : refused,
  };
}

/** Whether programs ask for so much that a subject which grows goes to its host, as far as is known. */
function asksHost(contract: Contract, subject: SubjectDescription): boolean {
  const { growable, regionIsGiven, initialFootprintBytes: atRest = 0 } = subject;
  return growable && !regionIsGiven && atRest <= fillableBytes(contract);
}

/** Most bytes that one fill takes. */
const fillableBytes = (contract: Contract): number =>
  MOST_FILL_GRANTS * sizeRules(contract).alloc.largest;

function whyNeverFull(contract: Contract, subject: SubjectDescription): string | undefined {
  const unlimited = whyUnlimited(subject);
  if (unlimited !== undefined) return unlimited;
  const room = leastRoom(contract, subject);
  if (room === undefined) return OWN_AFFAIR;
  if (room <= fillableBytes(contract)) return undefined;
  const { largest } = sizeRules(contract).alloc;
  return `to fill memory up takes more than ${MOST_FILL_GRANTS} blocks of the largest size, ${largest}`;
}

/**
 * What there is to be filled in the smallest world, free or not; undefined where nobody knows. Of what a
 * subject holds at rest all may be free.
 */
function leastRoom({ region }: Contract, subject: SubjectDescription): number | undefined {
  if (subject.regionIsGiven) return region.smallestBytes;
  const atRest = subject.initialFootprintBytes ?? 0;
  if (subject.growable) return atRest + (subject.startUpBytes ?? 0) + LEAST_LIMIT_BYTES;
  return subject.regionBytes ?? (subject.shownBytes === undefined ? undefined : atRest);
}

/** Whether a size may be asked that the contract itself has refused. */
function hasRefusedSizes(contract: Contract, { sizeBits }: SubjectDescription): boolean {
  const { abovePtrdiffMax } = contract.sizes;
  const { largest, smallest, below, above } = sizeRules(contract).alloc;
  if (smallest > 1 && below === 'refused') return true;
  if (largest === Infinity) return abovePtrdiffMax === 'refused';
  return above === 'refused' && largest < 2 ** (sizeBits - 1) - 1;
}

function whyNeverBeyond(contract: Contract, subject: SubjectDescription): string | undefined {
  const rule = sizeRules(contract).alloc;
  if (asksAny(rule) && contract.sizes.abovePtrdiffMax === 'refused') return undefined;
  const ptrdiffMax = 2 ** (subject.sizeBits - 1) - 1;
  const most = asksAny(rule) ? ptrdiffMax : Math.min(rule.largest, ptrdiffMax);
  const bound = boundBytes(contract, subject);
  if (most > bound) return undefined;
  const undefinedSizes = most === ptrdiffMax ? 'sizes above PTRDIFF_MAX' : `sizes above ${most}`;
  const bounds = bound === Infinity ? 'no length bounds the region' : 'memory may be longer';
  return `${undefinedSizes} are undefined, and ${bounds}`;
}

/** What nothing exceeds in the smallest world, as far as the judges know it. Bytes. */
function boundBytes({ region }: Contract, subject: SubjectDescription): number {
  if (subject.regionIsGiven) return region.smallestBytes;
  if (!subject.growable) return subject.regionBytes ?? subject.initialFootprintBytes ?? Infinity;
  if (whyUnlimited(subject) !== undefined) return Infinity;
  const { initialFootprintBytes: atRest, startUpBytes = 0 } = subject;
  // Where a process ends nobody knows, but no further than addresses go.
  return atRest === undefined ? Number.MAX_SAFE_INTEGER : atRest + startUpBytes + LEAST_LIMIT_BYTES;
}

/** Whether a region is known so exactly that what is live in it leaves no room for a lawful size. */
const fillsExactly = (
  { region }: Contract,
  subject: SubjectDescription,
  full: string | undefined,
): boolean =>
  full === undefined &&
  (subject.regionIsGiven || region.ownBytes !== undefined || subject.regionBytes !== undefined);

/** Where the first refusal ends an execution, nothing is asked behind a fill. */
function whyReallocNeverRefused(
  contract: Contract,
  subject: SubjectDescription,
  full: string | undefined,
): string | undefined {
  const rule = sizeRules(contract).realloc;
  if (asksAny(rule) && whyUnlimited(subject) === undefined) return undefined;
  if (rule.largest < MOST_ROUNDED_BYTES) {
    return 'sizes that short may be rounded up, so that no realloc needs more room';
  }
  if (contract.refusal !== 'trap') return full;
  return (
    full ?? 'the first refusal ends an execution, and no realloc is asked that must be refused'
  );
}

/** No allocator is known to round sizes up to more. */
const MOST_ROUNDED_BYTES = 4_096;

/** A heap of unknown length owes by what it has shown to hold, which may be too little to owe anything. */
function whyNoFloor({ region }: Contract, subject: SubjectDescription): string | undefined {
  const { regionIsGiven, shownBytes = Infinity } = subject;
  if (regionIsGiven || shownBytes >= region.smallestUsefulBytes) return undefined;
  return `it has shown to hold ${shownBytes} bytes, and the floor begins at ${region.smallestUsefulBytes}`;
}

const OWN_AFFAIR = 'the length of the region is the subject’s own affair';
