import { expect, test } from 'vitest';
import { requestCount } from '../../../dist/src/core/program.js';
import { parseProgram } from '../../../dist/src/core/parse-program-literal.js';
import type { PropertyId } from '../../../dist/src/core/property-id.js';
import { replay } from '../../../dist/src/engine/replay.js';
import { certifySubject } from '../../support/certify-subject.js';
import { contracts, crateLibrary, needsCrates } from './crates.js';

// Goal: bugs that were found in published versions by their users are found by a short campaign, with
// a witness no longer than what is known.

interface KnownBug {
  readonly crate: string;
  readonly what: string;
  readonly contract: keyof typeof contracts;
  readonly property: PropertyId;
  readonly runs: number;
  /** Most requests of the witness. */
  readonly longest: number;
}

const bugs: readonly KnownBug[] = [
  {
    crate: 'linked-list-0-10-0',
    what: 'panics on a free in front of padding that became a hole too late',
    ...{ contract: 'pool', property: 'no-fault', runs: 128, longest: 3 },
  },
  {
    crate: 'linked-list-0-10-0',
    what: 'writes and grants behind the end after a small extend (RUSTSEC-2022-0063)',
    ...{ contract: 'extendable', property: 'in-bounds', runs: 128, longest: 14 },
  },
  {
    crate: 'linked-list-0-10-0',
    what: 'loses the last bytes of its region',
    ...{ contract: 'extendable', property: 'full-reclaim', runs: 1_600, longest: 14 },
  },
  {
    crate: 'buddy-0-9-0',
    what: 'panics on a region as long as its largest order',
    ...{ contract: 'pool', property: 'no-fault', runs: 128, longest: 2 },
  },
];

test.for(bugs)('$crate $what: $property', async (bug, context) => {
  needsCrates(context, 'with-bugs');
  const { contract, property, longest } = bug;
  const result = await certifySubject({
    ...{ locator: crateLibrary(bug.crate), seed: 1, runs: bug.runs },
    ...{ contract: contracts[contract], properties: [property] },
  });
  const found = result.properties.find(({ id }) => id === property);
  expect(found?.verdict).toBe('violated');
  if (found?.witness === undefined) throw new Error('violated, but without a witness');
  expect(requestCount(found.witness.program), found.witness.literal).toBeLessThanOrEqual(longest);
});

/** Runs one program against a crate; what it breaks. */
async function brokenBy(
  crate: string,
  contract: keyof typeof contracts,
  literal: string,
): Promise<string | undefined> {
  const result = await replay({
    ...{ locator: crateLibrary(crate), contract: contracts[contract] },
    witness: { program: parseProgram(literal) },
  });
  return result.witness?.finding.property;
}

test('what 0.10.0 of linked_list_allocator breaks, 0.10.5 does not', async (context) => {
  needsCrates(context, 'with-bugs');
  needsCrates(context, 'correct');
  for (const literal of [
    'allocert/1 {region=4096 base=+16} A=alloc(1,32) B=alloc(1,32) free(B)',
    'allocert/1 {region=4096} extend(1) fill(1,1,257)',
    'allocert/1 {region=4096} extend(25) fill(26,1,129)',
  ]) {
    expect(await brokenBy('linked-list-0-10-0', 'extendable', literal), literal).toBeDefined();
    expect(await brokenBy('linked-list', 'extendable', literal), literal).toBeUndefined();
  }
});

test('0.10.5 of linked_list_allocator may give up on what no memory holds', async (context) => {
  // It panics where it rounds isize::MAX up; put right in 0.10.6.
  needsCrates(context, 'correct');
  const literal = 'allocert/1 {region=4096} A=alloc(PTRDIFF_MAX)';
  expect(await brokenBy('linked-list', 'pool', literal)).toBeUndefined();
  expect(await brokenBy('linked-list', 'nullOnly', literal)).toBe('null-on-exhaustion');
});
