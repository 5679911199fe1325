import type { RunSettings } from '../subjects/subject.js';

/**
 * How long a call may take, and what becomes of one that took longer (S12).
 *
 * - `confirming`: it runs again alone, with ten times the limit, before it is called a hang.
 * - `suspecting`: it is recorded as a hang, to be confirmed by who asked, and nothing runs behind it.
 * - `sparing`: the same after a part of the limit, behind a hang that is confirmed: nobody asks again.
 * - `searching`: the same after a fraction of the limit, for candidates of which most are worthless.
 * - `insisting`: a candidate that was late once, alone and with twice that fraction.
 * - `waiting`: ten times the limit at once, since it is known to take the limit.
 */
export type Patience =
  'confirming' | 'suspecting' | 'sparing' | 'searching' | 'insisting' | 'waiting';

/** Part of the limit that a program gets behind a confirmed hang. */
const SPARING_PART = 1 / 4;
/** What a call of a shrinker's candidate gets at least. */
const SEARCHING_MS = 100;
/** Times what the found program took, all of it, that such a call may take. */
const SEARCHING_TIMES = 3;
/** Times the limit after which a hang is confirmed (S12). */
const CONFIRMING_TIMES = 10;

/**
 * The settings of a run with this patience. `foundMs` is what the program took that is shrunk: what its
 * calls lawfully take, a candidate's may take as well, or a machine that is busy would leave a long one.
 */
export function withPatience(
  settings: RunSettings,
  patience: Patience,
  foundMs: number,
): RunSettings {
  switch (patience) {
    case 'confirming':
      return settings;
    case 'suspecting':
      return { ...settings, confirmHangs: false, stopAtHang: true };
    case 'sparing':
      return {
        ...settings,
        hangLimitMs: Math.ceil(settings.hangLimitMs * SPARING_PART),
        confirmHangs: false,
        stopAtHang: true,
      };
    case 'searching':
    case 'insisting':
      return {
        ...settings,
        hangLimitMs: (patience === 'searching' ? 1 : 2) * searchingMs(settings, foundMs),
        confirmHangs: false,
        confirmMemory: false,
        stopAtHang: true,
      };
    case 'waiting':
      return {
        ...settings,
        hangLimitMs: CONFIRMING_TIMES * settings.hangLimitMs,
        confirmHangs: false,
      };
  }
}

const searchingMs = ({ hangLimitMs }: RunSettings, foundMs: number): number =>
  Math.max(SEARCHING_MS, Math.min(hangLimitMs, Math.ceil(SEARCHING_TIMES * foundMs)));
