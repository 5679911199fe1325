import { z } from 'zod';
import { alignments } from '../../core/alignments.js';

/** One of those alignments. */
export const powerOfTwo = z.literal(alignments);
/** A length or an offset in bytes, exact as a JS number. */
export const bytes = z.number().int().nonnegative();
/** A length in bytes that is not 0. */
export const atLeastOne = z.number().int().min(1);

/** What region the subject is given (S14). */
export const regionSchema = z
  .strictObject({
    baseAlign: powerOfTwo
      .default(65_536)
      .describe(
        'Alignment that the base of a given region must have; smaller means odder ' +
          'bases are lawful.',
      ),
    sizeMultiple: atLeastOne
      .default(65_536)
      .describe('A given region is a multiple of this many bytes; 1 means odd sizes are lawful.'),
    smallestBytes: bytes.default(65_536).describe('Smallest lawful given region.'),
    largestBytes: bytes.default(1_048_576).describe('Largest given region that is tried.'),
    ownBytes: atLeastOne
      .optional()
      .describe(
        'Length of a region that the subject brings along and that never grows, a static array for ' +
          'example; absent: known only where the subject tells it (allocert_region, region()).',
      ),
    smallestUsefulBytes: bytes
      .default(65_536)
      .describe('Capacity from which on the floor of no-spurious-null is judged.'),
    maxBlocks: atLeastOne
      .optional()
      .describe(
        'Most blocks that may be live at once, where descriptors or slots are counted: one more may be ' +
          'refused although bytes are free; absent: as many as the bytes hold.',
      ),
    mayRefuseInit: z
      .boolean()
      .default(false)
      .describe('Whether init may refuse a lawful region by answering null.'),
    freshBytes: z
      .enum(['zero', 'any'])
      .default('zero')
      .describe('What the bytes of a region may be before init; any lets them be noise.'),
    reserveBytes: bytes
      .default(0)
      .describe('Addressable bytes behind the end into which the region may be extended.'),
    metadata: z
      .array(z.strictObject({ start: bytes, end: bytes }))
      .default([])
      .describe('Ranges of offsets that are never granted.'),
    growGranuleBytes: bytes
      .default(0)
      .describe('extend, append and resize take multiples of this many bytes; 0: not declared.'),
  })
  .prefault({});

/** Which grants land where, exactly (S31). */
export const placementSchema = z.strictObject({
  policy: z.enum(['bump', 'first-fit']).describe('The exact placement model.'),
  granuleBytes: atLeastOne.default(1).describe('Size of a block; sizes are rounded up to it.'),
  dataStart: z
    .union([bytes, z.literal('bitmap')])
    .default(0)
    .describe('First grantable offset; bitmap: behind one bit a block, rounded up to a block.'),
  dataEnd: z
    .union([bytes, z.enum(['regionEnd', 'bitmap'])])
    .default('regionEnd')
    .describe('First offset behind what can be granted.'),
  alignsTo: z
    .enum(['request', 'granule'])
    .default('request')
    .describe('What a start is aligned to.'),
});

/** The arithmetic by which a gap is known to hold a request (S22). */
export const gapSchema = z.strictObject({
  granuleBytes: powerOfTwo.describe('Every block is a multiple of this.'),
  overheadBytes: bytes.describe('Bytes that a block costs beside what was asked.'),
  alignSlack: z
    .enum(['none', 'align', 'align+overhead'])
    .default('none')
    .describe('What an over-aligned request may need beside its size.'),
  rounding: z
    .union([z.enum(['none', 'powerOfTwo']), z.strictObject({ tlsf: z.number().int().min(1) })])
    .default('none')
    .describe('How sizes are rounded before a gap is looked for.'),
});
