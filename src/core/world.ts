/**
 * The circumstances of a program (S3). Generated, printed, saved and shrunk like the requests.
 */
export interface World {
  /** Length of the region handed to the subject in bytes; 0 leaves it to the subject. */
  readonly regionBytes: number;
  /** Region base modulo the largest alignment, in bytes. */
  readonly baseOffset: number;
  readonly fill: RegionFill;
  /** Most bytes that a growable subject may have; 0 for no limit. */
  readonly limitBytes: number;
  /**
   * The first call for memory that its host refuses, counted from 1 since init began; 0 where the host
   * refuses none of itself. How the subject asks its host depends on its kind.
   */
  readonly hostRefusesFrom: number;
  /** How many calls from that one on the host refuses; 0 for all that follow. */
  readonly hostRefusesCalls: number;
  /** Resets before the first request. */
  readonly resets: number;
  /** How much of the contents is read back (S8). */
  readonly observe: ObserveLevel;
}

/** What the region's bytes are before init. */
export type RegionFill =
  | { readonly kind: 'zero' }
  | { readonly kind: 'ones' }
  | { readonly kind: 'noise'; readonly seed: number };

/**
 * `edges`: 16 bytes at each end of the block that a request concerns, all live blocks at
 * checkpoints. `wide`: 2 KiB at each end. `full`: every byte of blocks up to 64 KiB, and every zero of
 * a zeroed grant. `each`: as much after every step and of every live block, used to say which request
 * did the damage.
 */
export type ObserveLevel = 'edges' | 'full' | 'each' | 'wide';

export const defaultWorld: World = {
  regionBytes: 0,
  baseOffset: 0,
  fill: { kind: 'zero' },
  limitBytes: 0,
  hostRefusesFrom: 0,
  hostRefusesCalls: 0,
  resets: 0,
  observe: 'full',
};

/**
 * A world as words of a batch: regionBytes, baseOffset, fill code (0 zero, 1 noise, 2 ones), noise
 * seed, limit low, limit high, resets, observe code, hostRefusesFrom, hostRefusesCalls.
 */
export const WORDS_PER_WORLD = 10;

/** Whether every byte of blocks up to 64 KiB is compared. */
export const readsAll = (level: ObserveLevel): boolean => level === 'full' || level === 'each';

/** Codes of {@link ObserveLevel}. */
export const observeCodes = { edges: 0, full: 1, each: 2, wide: 3 } as const;
export const observeLevels = Object.keys(observeCodes) as readonly ObserveLevel[];

/** Codes of {@link RegionFill}. */
export const fillCodes = { zero: 0, noise: 1, ones: 2 } as const;

export function encodeWorld(world: World, words: Int32Array, at: number): void {
  words[at] = world.regionBytes;
  words[at + 1] = world.baseOffset;
  words[at + 2] = fillCodes[world.fill.kind];
  words[at + 3] = world.fill.kind === 'noise' ? world.fill.seed : 0;
  words[at + 4] = (world.limitBytes % 2 ** 32) | 0;
  words[at + 5] = Math.floor(world.limitBytes / 2 ** 32);
  words[at + 6] = world.resets;
  words[at + 7] = observeCodes[world.observe];
  words[at + 8] = world.hostRefusesFrom;
  words[at + 9] = world.hostRefusesCalls;
}

export function decodeWorld(words: Int32Array, at: number): World {
  const fillCode = words[at + 2];
  return {
    regionBytes: words[at] >>> 0,
    baseOffset: words[at + 1],
    fill:
      fillCode === fillCodes.zero
        ? { kind: 'zero' }
        : fillCode === fillCodes.noise
          ? { kind: 'noise', seed: words[at + 3] }
          : { kind: 'ones' },
    limitBytes: (words[at + 5] >>> 0) * 2 ** 32 + (words[at + 4] >>> 0),
    resets: words[at + 6],
    observe: observeLevels[words[at + 7]] ?? 'full',
    hostRefusesFrom: words[at + 8],
    hostRefusesCalls: words[at + 9],
  };
}
