import type { Effort } from './generation-plan.js';
import type { RandomWords } from './random-words.js';

interface LengthBand {
  /** Of 1,024 programs. */
  readonly share: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Most programs are short, since a program of 100 requests costs a hundredth of one of 10,000 and
 * finds most of what it finds; some bugs need a full pool or a long drift, so some are long.
 */
const bands: Readonly<Record<Effort, readonly LengthBand[]>> = {
  quick: [
    { share: 824, from: 8, to: 128 },
    { share: 192, from: 128, to: 512 },
    { share: 8, from: 512, to: 2_000 },
  ],
  standard: [
    { share: 800, from: 8, to: 200 },
    { share: 192, from: 200, to: 1_000 },
    { share: 30, from: 1_000, to: 4_000 },
    { share: 2, from: 10_000, to: 20_000 },
  ],
  deep: [
    { share: 700, from: 8, to: 256 },
    { share: 256, from: 256, to: 1_000 },
    { share: 60, from: 1_000, to: 8_000 },
    { share: 8, from: 10_000, to: 40_000 },
  ],
};

/** Requests of the next program: a band, then log-uniform within it. */
export function drawLength(effort: Effort, random: RandomWords): number {
  let draw = random.below(1_024);
  const band = bands[effort].find(({ share }) => (draw -= share) < 0) ?? bands[effort][0];
  const fraction = (random.next() >>> 0) / 2 ** 32;
  return Math.round(band.from * (band.to / band.from) ** fraction);
}
