import type { AddressRange } from '../src/core/address.js';
import type { Evidence, Finding, Holder } from '../src/core/evidence.js';
import type { PropertyId } from '../src/core/property-id.js';
import { kindsThat } from '../src/core/request-kind.js';
import { findLive, requestedBytes, type LiveInterval } from '../models/interval-model.js';
import type { Moment } from './each-moment.js';

/** Questions about one moment that several properties ask. Pure and slow. */

/** Requests that ask for memory. */
export const grantKinds = kindsThat('asksForMemory');

/** Whether the step asks for memory and may therefore be refused. */
export const asksForMemory = (moment: Moment): boolean => grantKinds.has(moment.step.kind);

/** A grant as answered: its name and [address, address + requested bytes). */
export interface Granted extends Holder {
  readonly requestedBytes: bigint;
  /** The block that a realloc or resize replaced. */
  readonly old: LiveInterval | undefined;
}

/** The grant of this step, resizeInPlace included; undefined where nothing was granted. */
export function grantOf(moment: Moment): Granted | undefined {
  const { step, before } = moment;
  const { outcome } = step;
  const resized = step.kind === 'resizeInPlace' && outcome.kind === 'done';
  if (!resized && !(asksForMemory(moment) && outcome.kind === 'granted')) return undefined;
  if (outcome.kind !== 'granted' && outcome.kind !== 'done') return undefined;
  const size = requestedBytes(step);
  return {
    allocation: step.allocation ?? step.index,
    range: { start: outcome.address, end: outcome.address + size },
    requestedBytes: size,
    old: isRealloc(moment) ? findLive(before, step.allocation) : undefined,
  };
}

const resizes = kindsThat('resizes');

export const isRealloc = (moment: Moment): boolean => resizes.has(moment.step.kind);

/** Live bytes that a grant of this step comes on top of: a realloc's own block does not count. */
export function otherLiveBytes(moment: Moment): bigint {
  const own = isRealloc(moment) ? findLive(moment.before, moment.step.allocation) : undefined;
  return moment.before.liveBytes - (own?.requestedBytes ?? 0n);
}

/**
 * What nobody can exceed: the length of a region that cannot grow, or the limit of one that can
 * (never less than what it has). Undefined where neither is known.
 */
export function boundBytes(moment: Moment): bigint | undefined {
  const { subject, after, limitBytes } = moment;
  const isKnown = after.region.end < UNKNOWN_END;
  const bytes = after.region.end - after.region.start;
  if (!subject.growable) return shorter(isKnown ? bytes : undefined, claimedBytes(moment));
  return isKnown && limitBytes > 0 ? larger(BigInt(limitBytes), bytes) : undefined;
}

/** Length that the contract gives a region of the subject's own. */
const claimedBytes = ({ terms }: Moment): bigint | undefined => asBytes(terms.region.claimedBytes);

const asBytes = (bytes: number): bigint | undefined =>
  bytes === Infinity ? undefined : BigInt(bytes);

/**
 * What is surely there to be granted (S21): the length of a region that cannot grow; of one that
 * can, the limit less what it held at first, since statics and stack may fill all of that, and less
 * what it takes for itself when it is first called. Never more than it has shown to hold, where nobody
 * says how long it is.
 */
export function sureBytes(moment: Moment): bigint | undefined {
  const { subject, terms, before, limitBytes } = moment;
  const shown = asBytes(terms.region.shownBytes);
  const bound = boundBytes(moment);
  if (!subject.growable) return bound === undefined ? undefined : shorter(bound, shown);
  if (limitBytes === 0 || before.initialFootprintBytes === undefined) return undefined;
  const atRestBytes = before.initialFootprintBytes + BigInt(subject.startUpBytes ?? 0);
  return shorter(larger(BigInt(limitBytes) - atRestBytes, 0n), shown);
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** The shorter of what is known. */
function shorter<Length extends bigint | undefined>(
  a: Length,
  b: bigint | undefined,
): Length | bigint {
  if (a === undefined || b === undefined) return a ?? (b as Length);
  return a < b ? a : b;
}

/** The end of a region whose end is not known is recorded as 2^53 - 1. */
const UNKNOWN_END = BigInt(Number.MAX_SAFE_INTEGER);

/** Largest value of the subject's size type. */
export const sizeMax = (moment: Moment): bigint => moment.terms.exactSizeMax;

export function intersection(a: AddressRange, b: AddressRange): AddressRange {
  return { start: a.start > b.start ? a.start : b.start, end: a.end < b.end ? a.end : b.end };
}

export const holderOf = (interval: LiveInterval): Holder => ({
  allocation: interval.allocation,
  range: interval.range,
});

/** A finding of `property` at this moment. */
export function finding<Shown extends Evidence>(
  moment: Moment,
  property: PropertyId,
  clause: string,
  evidence: Shown,
): Finding<Shown> {
  return { property, clause, step: moment.step.index, evidence };
}
