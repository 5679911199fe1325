import type { Contradiction } from '../contradiction.js';
import type { EvidenceOf } from '../../../core/evidence.js';
import { bytesText } from '../number-text.js';

/** A footprint out of proportion to what was asked for. */
export function blowUp(evidence: EvidenceOf<'blowUp'>): Contradiction {
  return {
    then:
      `the subject holds at most ${bytesText(evidence.boundBytes)}: what it takes by itself, and 8 times ` +
      'what was asked for.',
    however: `it holds, or asked its host for, ${bytesText(evidence.footprintBytes)}.`,
    picture: [],
  };
}

/** A footprint that grows with every round of a program that frees all. */
export function leak(evidence: EvidenceOf<'leak'>): Contradiction {
  return {
    then:
      `the program frees all that it is granted, so ${evidence.rounds} rounds of it need no ever larger ` +
      `footprint: the last 16 rounds at most ${bytesText(evidence.boundBytes)}.`,
    however:
      `the first 16 rounds needed at most ${bytesText(evidence.firstMaximumBytes)}, the last 16 needed ` +
      `${bytesText(evidence.lastMaximumBytes)}.`,
    picture: [],
  };
}
