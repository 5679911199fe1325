import { endsByItself, trapRefuses } from '../src/contract/terms/lawful-answer.js';
import type { Terms } from '../src/contract/terms/terms.js';
import type { Step } from '../src/core/execution.js';
import type { Moment } from './each-moment.js';
import { impossible } from './impossible.js';
import { asksForMemory } from './moment.js';

/** Deaths that are no fault (S11, S20). */

/**
 * Whether a request for memory was refused: by the subject's encoding, or by a trap where the
 * contract lets it refuse by one (S11).
 */
export function wasRefused(moment: Moment): boolean {
  return asksForMemory(moment) && (moment.step.outcome.kind === 'refused' || lawfulTrap(moment));
}

/**
 * Whether a request was refused and asked for nothing else than what it was refused: a `realloc` to size 0
 * ends its block under some contracts, although it answers null (decision 16).
 */
export function isWithoutEffect(
  { kind, outcome, size, second }: Step,
  { reallocToZeroEnds }: Pick<Terms, 'reallocToZeroEnds'>,
): boolean {
  if (outcome.kind !== 'refused') return false;
  const isToZero =
    (kind === 'realloc' && size === 0n) || (kind === 'reallocArray' && size * second === 0n);
  return !(isToZero && reallocToZeroEnds);
}

/**
 * Whether the subject died in a way that its contract allows as a refusal of this request. One that
 * asks its host for memory has no other reason to refuse than that the host did, or that nothing could
 * meet the request: in any other request a trap is a failed assertion, whatever it says.
 */
export function lawfulTrap(moment: Moment): boolean {
  const { terms, death, step } = moment;
  if (death === undefined || terms.refusal !== 'trap') return false;
  if (step.kind === 'badAlign') return trapRefuses(terms, death);
  if (!asksForMemory(moment) || !trapRefuses(terms, death)) return false;
  return !terms.region.hasHostDoor || hasReason(moment);
}

/**
 * Whether the subject gave up where memory could not be had, and its contract allows that or says
 * nothing of it. Rust's GlobalAlloc may lie on top of a library that aborts when memory is out; Scudo
 * aborts where its host refuses. A fault that nobody intends is none of these.
 */
export function gaveUpLawfully(moment: Moment): boolean {
  const { contract, death } = moment;
  if (death === undefined || !asksForMemory(moment) || !endsByItself(death)) return false;
  const isRefusedByHost = moment.after.hostRefusedBytes > 0n;
  if (contract.refusalMayAbort) return isRefusedByHost || impossible(moment) !== undefined;
  return isRefusedByHost && contract.hostRefused === 'unjudged';
}

const hasReason = (moment: Moment): boolean =>
  moment.after.hostRefusedBytes > 0n || impossible(moment) !== undefined;
