import type { Contradiction } from '../contradiction.js';
import type { EvidenceOf } from '../../../core/evidence.js';
import { bytes, say } from './say.js';

/** A footprint out of proportion to what was asked for. */
export function blowUp(evidence: EvidenceOf<'blowUp'>): Contradiction {
  return {
    then: [
      ...say`the subject holds at most ${bytes(evidence.boundBytes)}: what it takes by itself, and 8 times `,
      'what was asked for.',
    ],
    however: say`it holds, or asked its host for, ${bytes(evidence.footprintBytes)}.`,
    picture: [],
  };
}

/** A footprint that grows with every round of a program that frees all. */
export function leak(evidence: EvidenceOf<'leak'>): Contradiction {
  const quarter = Math.floor(evidence.rounds / 4);
  return {
    then: [
      ...say`the program frees all that it is granted, so ${evidence.rounds} rounds of it need no ever larger `,
      ...say`footprint: the last ${quarter} rounds at most ${bytes(evidence.boundBytes)}.`,
    ],
    however: [
      ...say`the first ${quarter} rounds needed at most ${bytes(evidence.firstMaximumBytes)}, `,
      ...say`the last ${quarter} needed ${bytes(evidence.lastMaximumBytes)}.`,
    ],
    picture: [],
  };
}
