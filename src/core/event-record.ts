/**
 * What was seen beside the answers, as records of twenty 32-bit words (S7, S8). Two types:
 *
 * extents: the region or the footprint changed in this step
 *   0 type=1  1 step  2-3 base  4-5 end  6-7 footprint bytes (all ones: not measured)
 *   8-9 largest growth demanded in this step, granted or not, as a footprint in bytes; 0 for none
 *   10-11 bytes of the latest call for memory that the host refused in this step; 0 for none
 *
 * damage: bytes are not what they must be
 *   0 type=2  1 step  2 aspect  3 allocation, -1 for none
 *   4-5 first bad offset  6-7 last bad offset  8-9 count of bad bytes
 *   10-13 sixteen bytes expected from the first bad offset on  14-17 sixteen bytes seen
 *
 * Offsets are within the block; for `outside` signed from the region base. Byte i of a group of four
 * words is byte i of the little-endian words.
 */
export const WORDS_PER_EVENT = 20;

export const EventType = { extents: 1, damage: 2 } as const;

/** Which promise the damaged bytes were under. */
export const DamageAspect = {
  /** A live block's pattern changed without its owner. */
  content: 1,
  /** A zeroed grant is not zero. */
  zeroed: 2,
  /** The kept part after a realloc is not what the old block held. */
  reallocKept: 3,
  /** Bytes outside the region changed. */
  outside: 4,
} as const;
export type DamageAspectName = keyof typeof DamageAspect;
export const damageAspectNames = ['none', ...Object.keys(DamageAspect)] as const;
