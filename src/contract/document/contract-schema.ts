import { z } from 'zod';
import { alignments } from '../../core/alignments.js';
import { entryPointNames, type EntryPointName } from '../../core/entry-point.js';
import { contractKinds, type RequestKindName } from '../../core/request-kind.js';
import {
  gapSchema,
  placementSchema,
  regionSchema,
  atLeastOne,
  bytes,
  powerOfTwo,
} from './region-schema.js';

const requestKind = z.enum(contractKinds as [RequestKindName, ...RequestKindName[]]);

// The others follow from the request kinds: malloc from alloc, calloc from allocArray.
const further: readonly EntryPointName[] = entryPointNames.filter((entry) =>
  ['aligned_alloc', 'posix_memalign', 'memalign', 'reallocarray'].includes(entry),
);
const entryPoint = z.enum(further as [EntryPointName, ...EntryPointName[]]);

const belowSmallest = z.enum(['refused', 'roundedUp', 'undefined']);
const aboveLargest = z.enum(['refused', 'undefined']);

const sizesSchema = z
  .strictObject({
    smallest: atLeastOne
      .default(1)
      .describe('Smallest lawful request in bytes; zeroSize decides about 0.'),
    largest: z
      .union([bytes, z.literal('any')])
      .default('any')
      .describe('Largest lawful request in bytes; any: every size may be asked and refused.'),
    belowSmallest: belowSmallest
      .default('undefined')
      .describe('What happens to smaller requests. undefined: never asked.'),
    aboveLargest: aboveLargest
      .default('undefined')
      .describe('What happens to larger requests. undefined: never asked.'),
    abovePtrdiffMax: aboveLargest
      .default('undefined')
      .describe(
        'What happens to sizes above PTRDIFF_MAX. C refuses them; a Rust Layout cannot hold them: ' +
          'undefined, they are never asked, nor those that exceed it when rounded up to the ' +
          'alignment (GlobalAlloc).',
      ),
    byKind: z
      .partialRecord(
        requestKind,
        z.strictObject({ smallest: bytes.optional(), largest: bytes.optional() }),
      )
      .default({})
      .describe('Bounds of single request kinds where they differ.'),
  })
  .prefault({});

const alignmentSchema = z
  .strictObject({
    natural: z
      .literal<(number | 'weak')[]>([...alignments, 'weak'])
      .default(1)
      .describe(
        'Alignment of a grant for which none was asked. weak: 16 on 64-bit and 8 on 32-bit ' +
          'subjects, for smaller sizes the largest power of two not above the size ' +
          '(C23 7.24.3, N2293).',
      ),
    maximum: powerOfTwo
      .default(64)
      .describe(
        'Largest alignment that is asked. --max-align sets another, up to 65,536; a wasm subject ' +
          'is asked for 64 at most where a preset says more.',
      ),
    bad: z
      .enum(['undefined', 'rejected'])
      .default('undefined')
      .describe(
        'An alignment that is no power of two, or shorter than a pointer where posix_memalign ' +
          'is asked: rejected with EINVAL as POSIX says, or never asked.',
      ),
    sizeMultiple: z
      .boolean()
      .default(false)
      .describe(
        'Whether aligned_alloc may be asked only for multiples of the alignment (C11 ' +
          '7.22.3.1; C17 dropped it, DR 460).',
      ),
  })
  .prefault({});

const reallocSchema = z
  .strictObject({
    ofNull: z
      .enum(['alloc', 'undefined'])
      .default('undefined')
      .describe('realloc(null, n) (C17 7.22.3.5).'),
    toZero: z
      .enum(['free', 'null', 'unique', 'undefined'])
      .default('undefined')
      .describe(
        'realloc(p, 0): implementation-defined in C17, undefined in C23. free and null: it answers ' +
          'null and the block is gone. unique: it grants, and a refusal leaves the old block.',
      ),
    keepsAlignment: z
      .boolean()
      .default(false)
      .describe('Whether the old alignment holds for the new block (Rust GlobalAlloc::realloc).'),
    newAlignment: z
      .boolean()
      .default(false)
      .describe('Whether a realloc may ask for another alignment.'),
    inPlaceOnly: z.boolean().default(false).describe('Whether a realloc never moves.'),
    smallest: atLeastOne
      .default(1)
      .describe('Smallest new size beside 0, which toZero decides, that may be asked.'),
    ofZeroSize: z
      .boolean()
      .default(false)
      .describe(
        'Whether a grant of size 0 may be reallocated: lawful in C, not where it is dangling, as ' +
          'in Rust (GlobalAlloc::realloc).',
      ),
  })
  .prefault({});

const invalidUse = z.enum(['undefined', 'ignored', 'rejected', 'abort']);
const freeSchema = z
  .strictObject({
    null: invalidUse.default('undefined').describe('free(null): no effect in C (C17 7.22.3.3).'),
    foreign: invalidUse.default('undefined').describe('free of an address never granted.'),
    foreignWhere: z
      .enum(['anywhere', 'outside'])
      .default('anywhere')
      .describe(
        'Where such an address may lie: outside of the region only, for an allocator that checks the ' +
          'range and nothing else.',
      ),
    interior: invalidUse.default('undefined').describe('free of an address inside a live block.'),
    twice: invalidUse.default('undefined').describe('free of a freed address.'),
    wrongSize: invalidUse.default('undefined').describe('free with another size than granted.'),
  })
  .prefault({});

/**
 * The contract document: what an allocator promises (S13 to S17). Strict: an unknown key is an
 * error. Every field has a default and the default is the weakest promise, so that leaving a clause
 * out can only make fewer properties apply, never accuse.
 *
 * The text behind `.describe` is the field's documentation; it names the clause it comes from.
 */
export const contractSchema = z.strictObject({
  name: z.string().min(1).default('unnamed').describe('How reports call the contract.'),
  requests: z
    .array(requestKind)
    .default(['alloc', 'dealloc'])
    .describe(
      'Request kinds that are lawful; only these are asked, and only if the subject has them.',
    ),
  entryPoints: z
    .array(entryPoint)
    .default([])
    .describe(
      'Functions through which a request may go beside the ordinary one of its kind, ' +
        'if the subject has them.',
    ),
  sizes: sizesSchema,
  alignment: alignmentSchema,
  zeroSize: z
    .enum(['undefined', 'null', 'unique', 'nullOrUnique', 'dangling'])
    .default('undefined')
    .describe(
      'Answer to a request of size 0. C17 7.22.3: null, or a pointer that is not ' +
        'used. dangling: aligned and not null only.',
    ),
  refusal: z
    .enum(['null', 'zero', 'minusOne', 'trap'])
    .default('null')
    .describe('How a refusal looks.'),
  refusalErrors: z
    .array(z.string())
    .default([])
    .describe(
      'Parts of messages of exceptions and aborts that are refusals where refusal is trap.',
    ),
  refusalMayAbort: z
    .boolean()
    .default(false)
    .describe(
      'Whether an abort may answer a request that nothing could meet, or one in which the host ' +
        'refused memory (GlobalAlloc::alloc).',
    ),
  hostRefused: z
    .enum(['unjudged', 'refused'])
    .default('unjudged')
    .describe(
      'What becomes of a request in which the host refused memory and that is not granted. refused: ' +
        'it is refused. unjudged: the subject may also end by itself, by an abort, an exit or a trap ' +
        'instruction. A fault that nobody intends is judged in any case.',
    ),
  refusalErrno: z
    .enum(['unjudged', 'returned', 'set'])
    .default('unjudged')
    .describe(
      'Whether a refusal names its error. returned: posix_memalign answers EINVAL for a bad ' +
        'alignment and ENOMEM where memory is out. set: that, and the others leave errno not 0, ' +
        'which was 0 before the call (POSIX, XSH malloc, calloc, realloc, aligned_alloc; C promises ' +
        'nothing). Judged where it is observed, and never for size 0.',
    ),
  nulls: z
    .enum(['unjudged', 'gap', 'exact'])
    .default('unjudged')
    .describe(
      'When a refusal is spurious, beyond the floor: never; when a gap fits; when the ' +
        'placement model fits.',
    ),
  gap: gapSchema.optional().describe('The arithmetic of the gap level.'),
  region: regionSchema,
  realloc: reallocSchema,
  free: freeSchema,
  reclaims: z
    .enum(['unjudged', 'nothing', 'everything'])
    .default('unjudged')
    .describe(
      'What can be had again once all is freed: the largest grant of a fresh region, or nothing.',
    ),
  reuse: z
    .enum(['unjudged', 'sameLayout'])
    .default('unjudged')
    .describe(
      'sameLayout: a free followed at once by a request of the same size and alignment, up to ' +
        '64 KiB, is granted. A good fit (TLSF) refuses such pairs by design.',
    ),
  growth: z
    .enum(['unjudged', 'noBlowUp', 'bounded'])
    .default('noBlowUp')
    .describe(
      'noBlowUp: the footprint stays within 24 MiB + 8 times all bytes ever granted. ' +
        'bounded: within 24 MiB + 8 times the peak of live bytes, and repeating a ' +
        'program that frees all needs no ever larger footprint.',
    ),
  placement: placementSchema.optional().describe('Addresses are exactly those of this policy.'),
  usableSize: z
    .enum(['absent', 'atLeast', 'writable'])
    .default('absent')
    .describe('What the usable size is good for.'),
  deterministic: z
    .enum(['unjudged', 'claimed'])
    .default('unjudged')
    .describe('The same program on a fresh region gives the same offsets.'),
  threads: z
    .enum(['one', 'any'])
    .default('one')
    .describe('From how many threads it may be called.'),
  fillLimitBytes: bytes
    .default(1_048_576)
    .describe(
      'Blocks above this are never filled nor read back (12 GiB of calloc succeed lazily).',
    ),
});

/** A contract as written: every field optional. */
export type ContractInput = z.input<typeof contractSchema> & { readonly extends?: string };
/** A contract with every field present. */
export type Contract = z.output<typeof contractSchema>;
