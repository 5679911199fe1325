import { WORDS_PER_WORLD, observeCodes } from '../core/world.js';
import { Feature } from './generator-feature.js';
import type { RandomWords } from './random-words.js';
import type { WorldPlan } from './world-plan.js';

/** A drawn world as the words of world.ts, with what the generator wants to know of it. */
export interface DrawnWorld {
  readonly words: Int32Array;
  /** Bytes that fit, as far as known; a guess where the subject brings its own region. */
  capacityBytes: number;
  /** Whether `capacityBytes` is a bound, so that filling up ends. */
  bounded: boolean;
  features: number;
}

export const makeDrawnWorld = (): DrawnWorld => ({
  words: new Int32Array(WORDS_PER_WORLD),
  capacityBytes: 0,
  bounded: false,
  features: 0,
});

/** Draws a world within the plan, in place: a million programs must not make a million objects. */
export function drawWorld(plan: WorldPlan, random: RandomWords, world: DrawnWorld): void {
  const { words } = world;
  words.fill(0);
  world.features = 0;
  const region = plan.region === undefined ? 0 : drawRegion(plan.region, random, world);
  const limit = drawLimit(plan, random);
  words[0] = region;
  if (plan.base.step < plan.base.modulus && random.oneIn(4)) {
    words[1] = plan.base.step * random.below(plan.base.modulus / plan.base.step);
    if (words[1] % 16 !== 0) world.features |= Feature.oddBase;
  }
  if (plan.noise && !random.oneIn(4)) {
    words[2] = random.oneIn(8) ? 2 : 1;
    words[3] = words[2] === 1 ? random.below(1_000) : 0;
    world.features |= Feature.noiseFill;
  }
  words[4] = limit;
  words[6] = plan.resets && random.oneIn(4) ? 1 + random.below(2) : 0;
  words[7] = LEVELS[random.below(16)];
  if (plan.hostRefuses && random.oneIn(HOST_REFUSES)) drawRefusedCalls(random, words);
  world.bounded = region > 0 || limit > 0;
  const limited = Math.min(limit - plan.heldBytes, plan.shownBytes);
  world.capacityBytes = region > 0 ? region : limit > 0 ? limited : plan.ownBytes;
  // Nothing is known of a region that the subject brings, but it has an end.
  if (region === 0 && plan.limits.length === 0) world.bounded = !plan.boundless;
}

/**
 * Mostly one of the first calls, once or for ever: half-done work of a refused growth shows within a
 * few requests, and a later one needs a program that gets so far.
 */
function drawRefusedCalls(random: RandomWords, words: Int32Array): void {
  words[8] = 1 + random.below(random.oneIn(4) ? LATE_CALL : EARLY_CALL);
  words[9] = random.oneIn(2) ? 0 : 1 + random.below(2) * random.below(3);
}

/** One world in so many has its host refuse calls, where it can. */
const HOST_REFUSES = 3;
const EARLY_CALL = 4;
const LATE_CALL = 24;

function drawRegion(
  range: NonNullable<WorldPlan['region']>,
  random: RandomWords,
  world: DrawnWorld,
): number {
  const { accepted, largest, multiple } = range;
  const tiny = random.oneIn(4);
  // What init refuses tests init alone.
  const smallest = accepted > range.smallest && random.oneIn(16) ? range.smallest : accepted;
  const most = tiny ? Math.min(largest, smallest * 2) : largest;
  // Every power of two as likely as the next, and two in three of them round.
  const low = 31 - Math.clz32(smallest);
  const exponent = low + random.below(32 - Math.clz32(most) - low);
  const round = 2 ** exponent;
  let bytes = random.oneIn(3) ? round + random.below(Math.min(round, 2 ** 21)) : round;
  bytes = Math.min(most, Math.max(smallest, bytes - (bytes % multiple)));
  if (tiny) world.features |= Feature.tinyRegion;
  if (bytes % 16 !== 0) world.features |= Feature.oddRegion;
  return bytes;
}

/** Every eighth program reads all; it costs several times as much, nearly all of it for large blocks. */
const LEVELS = [
  ...[observeCodes.full, observeCodes.full],
  ...[observeCodes.wide, observeCodes.wide, observeCodes.wide],
  ...Array<number>(11).fill(observeCodes.edges),
];

/** Mostly small, since filling a large memory costs its bandwidth; one in eight has no limit. */
function drawLimit(plan: WorldPlan, random: RandomWords): number {
  if (plan.limits.length === 0 || random.oneIn(8)) return 0;
  const draw = random.below(32);
  const index = draw < 18 ? 0 : draw < 28 ? 1 : draw < 31 ? 2 : 3;
  return plan.limits[Math.min(index, plan.limits.length - 1)];
}
