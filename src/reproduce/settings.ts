import { LARGEST_ALIGN, WATCHED_BYTES } from '../core/observation.js';
import type { Reproduction } from './reproduction.js';
import { writtenEnds } from './written-ends.js';

/** How long a program may take before it counts as hanging, in seconds. */
const HANG_SECONDS = 10;

/** What a support file reads of the world and the contract, under the same name in each language. */
export interface Setting {
  readonly name: string;
  readonly value: bigint | boolean;
}

/** All settings of a reproduction. `defaultRegionBytes` is the region where the world names none. */
export function settingsOf(made: Reproduction, defaultRegionBytes: number): Setting[] {
  const { world } = made;
  const { whole, edge } = writtenEnds(world);
  const { fill } = world;
  const number = (name: string, value: number): Setting => ({ name, value: BigInt(value) });
  return [
    { name: 'UNIQUE_ZERO_SIZE', value: made.uniqueZeroSize },
    { name: 'REALLOC_IN_PLACE', value: made.reallocInPlace },
    { name: 'REALLOC_TO_ZERO_FREES', value: made.reallocToZeroFrees },
    { name: 'USABLE_WRITABLE', value: made.usableWritable },
    number('WHOLE_BYTES', whole),
    number('EDGE_BYTES', edge),
    number('REGION_BYTES', world.regionBytes === 0 ? defaultRegionBytes : world.regionBytes),
    number('RESERVE_BYTES', made.reserveBytes),
    number('WATCHED_BYTES', WATCHED_BYTES),
    number('BASE_OFFSET', ((world.baseOffset % LARGEST_ALIGN) + LARGEST_ALIGN) % LARGEST_ALIGN),
    { name: 'FRESH_IS_NOISE', value: fill.kind === 'noise' },
    number('FRESH_BYTE', fill.kind === 'ones' ? 255 : 0),
    number('FRESH_SEED', fill.kind === 'noise' ? (fill.seed + 1) >>> 0 : 0),
    number('LIMIT_BYTES', made.limitBytes),
    number('HANG_SECONDS', HANG_SECONDS),
    { name: 'HANGS', value: made.hangs },
  ];
}

/** What the settings mean, for who reads the program. */
export const SETTINGS_COMMENT = 'The contract of the subject, and the world of the violation.';

/** The settings that a text names, in order. */
export const usedSettings = <S extends { readonly name: string }>(
  settings: readonly S[],
  text: string,
): S[] => settings.filter(({ name }) => text.includes(name));
