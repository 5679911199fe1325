import type { Evidence, EvidenceKind } from './evidence.js';

/**
 * What a kind of evidence needs before a verdict rests on it (S36).
 *
 * - `answers`: the recorded answers contradict each other or the request, so once is enough.
 * - `grant`: the same where memory was granted; a refusal may have other causes, so it needs repetition.
 * - `repetition`: what was around the allocator may have done it, so it must happen again.
 */
type Need = 'answers' | 'grant' | 'repetition';

const needs: Readonly<Record<EvidenceKind, Need>> = {
  misaligned: 'answers',
  outOfRegion: 'answers',
  notUsableMemory: 'repetition',
  notAnAddress: 'answers',
  overlap: 'answers',
  damage: 'repetition',
  zeroSizeAnswer: 'grant',
  impossibleGrant: 'answers',
  impossibleFault: 'repetition',
  spuriousRefusal: 'repetition',
  notReused: 'repetition',
  notReclaimed: 'repetition',
  fewerGrants: 'repetition',
  refusalChangedCapacity: 'repetition',
  refusalError: 'repetition',
  blowUp: 'repetition',
  leak: 'repetition',
  differs: 'repetition',
  misplaced: 'grant',
  usableTooSmall: 'answers',
  usableOverlap: 'answers',
  invalidFreeAnswer: 'repetition',
  notInPlace: 'answers',
  fault: 'repetition',
};

/** What the verdict on a witness rests on; `none` where it was seen once and that is not enough. */
export type Proof = 'answers' | 'repetition' | 'none';

/** Whether the recorded answers alone prove a violation; anything else must be seen again. */
export function isProvenByAnswers(evidence: Evidence): boolean {
  const need = needs[evidence.kind];
  if (need !== 'grant') return need === 'answers';
  return 'outcome' in evidence && evidence.outcome.kind === 'granted';
}
