import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type VectorKind = 'pattern' | 'noise' | 'written' | 'wide' | 'drain' | 'invalidFree';

/**
 * One question about what everyone who runs programs must do alike, and its answer, as words. They
 * were worked out by a program of its own, not by any of the implementations.
 *
 *   pattern      allocation generation offset bytes; the bytes in hex
 *   noise        seed address bytes; the bytes in hex
 *   written      level length; the ranges of offsets that a fill writes
 *   wide         length; the ranges that a fill writes at the level wide, which far sides have not
 *   drain        order seed addresses; the addresses in the order in which they are freed
 *   invalidFree  mode block delta; address, size and alignment of the free, or none. In a region from
 *                4096 on are `live` (64 bytes at 4096), `gone` (32 at 8192, freed), `again` (32 at
 *                12288, freed and granted once more), an empty block at 16384, and `moved` (64 at 24576 since
 *                a realloc, 4096 at 20480 before)
 */
interface Vector {
  readonly ask: string;
  readonly answer: string;
}

export const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../support/observation-vectors.json'), 'utf8'),
) as Readonly<Record<VectorKind, readonly Vector[]>>;

/** The questions of some kinds, each with its kind in front. */
export const asked = (kinds: readonly VectorKind[]): string[] =>
  kinds.flatMap((kind) => vectors[kind].map(({ ask }) => `${kind} ${ask}`));

/** What must be answered to them. */
export const expected = (kinds: readonly VectorKind[]): string[] =>
  kinds.flatMap((kind) => vectors[kind].map(({ answer }) => answer));
