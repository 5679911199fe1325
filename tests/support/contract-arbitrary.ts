import fc from 'fast-check';
import type { Contract, ContractInput } from '../../dist/src/contract/document/contract-schema.js';
import { parseContract } from '../../dist/src/contract/document/parse-contract.js';
import { requestKindNames } from '../../dist/src/core/request-kind.js';
import type { SubjectDescription } from '../../dist/src/core/subject-description.js';
import { givenRegion, nativeMalloc, wasmModule } from '../generate/subjects.js';

const askable = requestKindNames.filter((kind) => !['init', 'fill', 'drain'].includes(kind));
const bound = fc.constantFrom(1, 2, 8, 16, 24, 64, 1_000, 4_096, 100_000, 2 ** 20, 2 ** 33);
const invalidUse = fc.constantFrom('undefined', 'ignored', 'rejected', 'abort');
const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

const sizes = fc.record({
  smallest: some(fc.constantFrom(1, 8, 16)),
  largest: fc.oneof(fc.constant('any'), bound),
  belowSmallest: fc.constantFrom('refused', 'roundedUp', 'undefined'),
  aboveLargest: fc.constantFrom('refused', 'undefined'),
  abovePtrdiffMax: fc.constantFrom('refused', 'undefined'),
  byKind: fc.dictionary(
    fc.constantFrom('alloc', 'allocZeroed', 'allocArray', 'realloc', 'reallocArray'),
    fc.record({ smallest: some(fc.constantFrom(1, 4, 32)), largest: some(bound) }),
    { maxKeys: 2 },
  ),
});

const region = fc.record({
  baseAlign: fc.constantFrom(1, 8, 16, 4_096, 65_536),
  sizeMultiple: fc.constantFrom(1, 8, 4_096),
  smallestBytes: fc.constantFrom(4_096, 65_536),
  largestBytes: fc.constantFrom(65_536, 1_048_576),
  freshBytes: fc.constantFrom('zero', 'any'),
  maxBlocks: fc.constantFrom(undefined, 1, 3, 64),
  reserveBytes: fc.constantFrom(0, 4_096, 65_536),
  growGranuleBytes: fc.constantFrom(0, 1, 8, 4_096),
});

const document = fc.record({
  requests: fc.subarray(askable).map((kinds) => [...new Set(['alloc', ...kinds])]),
  entryPoints: fc.subarray(['aligned_alloc', 'posix_memalign', 'memalign', 'reallocarray']),
  sizes,
  alignment: fc.record({
    natural: fc.constantFrom(1, 8, 16, 'weak'),
    maximum: fc.constantFrom(16, 64, 4_096),
    bad: fc.constantFrom('undefined', 'rejected'),
    sizeMultiple: fc.boolean(),
  }),
  zeroSize: fc.constantFrom('undefined', 'null', 'unique', 'nullOrUnique', 'dangling'),
  refusal: fc.constantFrom('null', 'trap'),
  region,
  realloc: fc.record({
    ofNull: fc.constantFrom('alloc', 'undefined'),
    toZero: fc.constantFrom('free', 'null', 'unique', 'undefined'),
    keepsAlignment: fc.boolean(),
    newAlignment: fc.boolean(),
    smallest: fc.constantFrom(1, 16, 40),
    ofZeroSize: fc.boolean(),
  }),
  free: fc.record({
    null: invalidUse,
    foreign: invalidUse,
    interior: invalidUse,
    twice: invalidUse,
    wrongSize: invalidUse,
  }),
  usableSize: fc.constantFrom('absent', 'atLeast', 'writable'),
});

/** Contracts that can be kept: what contradicts itself is drawn again. */
export const anyContract: fc.Arbitrary<Contract> = document
  .map((drawn) => {
    try {
      // Unset keys are left out, as a user leaves them out.
      return parseContract(JSON.parse(JSON.stringify(drawn)) as ContractInput, 'a test');
    } catch {
      return undefined;
    }
  })
  .filter((contract) => contract !== undefined);

/** Subjects of every kind: given and own regions, limited or not, of each width. */
export const anySubject: fc.Arbitrary<SubjectDescription> = fc
  .record({
    like: fc.constantFrom(givenRegion, nativeMalloc, wasmModule),
    sizeBits: fc.constantFrom(32, 53, 64),
    growable: fc.boolean(),
    takesAlignment: fc.boolean(),
    kind: fc.constantFrom('module', 'native', 'wasm', 'command'),
    kinds: fc.subarray(askable).map((kinds) => [...new Set(['alloc' as const, ...kinds])]),
  })
  .map(({ like, ...changed }) => ({ ...like, ...changed }));
