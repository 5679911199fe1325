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
  const quarter = Math.floor(evidence.rounds / 4);
  return {
    then:
      `the program frees all that it is granted, so ${evidence.rounds} rounds of it need no ever larger ` +
      `footprint: the last ${quarter} rounds at most ${bytesText(evidence.boundBytes)}.`,
    however:
      `the first ${quarter} rounds needed at most ${bytesText(evidence.firstMaximumBytes)}, ` +
      `the last ${quarter} needed ${bytesText(evidence.lastMaximumBytes)}.`,
    picture: [],
  };
}
