import { rangeContains, rangeOverlaps, type AddressRange } from '../src/core/address.js';
import type { Moment } from './each-moment.js';
import { finding, grantOf } from './moment.js';
import { property } from './property.js';

/** A granted range lies inside the region and is memory. */
export const inBounds = property({
  id: 'in-bounds',
  claim: 'A granted range lies inside the region, and its bytes can be written and read.',
  formula:
    'granted(a, size), size > 0 implies base <= a and a + size <= end, with the extents after the call, ' +
    'and no byte between appended pieces or of region.metadata',
  why:
    'The last byte counts: a block whose header lies outside, or that ends one byte ' +
    'behind the region, corrupts its neighbour in memory. A fault while the harness ' +
    'writes to a grant accuses the grant.',
  source: 'C17 7.22.3 (a pointer to an object of the size asked); Rust GlobalAlloc::alloc',
  clause: () => 'region',
  evidence: ['outOfRegion', 'notUsableMemory', 'notAnAddress'],
  countedBy: 'judges',
  onceBroken: 'ends',
  checkStep(moment) {
    const { step, death, after } = moment;
    if (step.outcome.kind === 'misencoded')
      return finding(moment, 'in-bounds', 'refusal', { kind: 'notAnAddress' });
    const granted = grantOf(moment);
    if (granted === undefined || granted.requestedBytes === 0n) return 'notExercised';
    if (death !== undefined && death.phase !== 'call') {
      return finding(moment, 'in-bounds', 'region', {
        kind: 'notUsableMemory',
        grant: granted,
        death,
      });
    }
    const withheld = [...after.holes, ...metadataOf(moment)].find((range) =>
      rangeOverlaps(range, granted.range),
    );
    if (rangeContains(after.region, granted.range) && withheld === undefined) return 'holds';
    const isMetadata = withheld !== undefined && !after.holes.includes(withheld);
    return finding(moment, 'in-bounds', isMetadata ? 'region.metadata' : 'region', {
      kind: 'outOfRegion',
      grant: granted,
      region: after.region,
      ...(withheld === undefined ? {} : { withheld }),
    });
  },
});

/** Ranges that the contract says are never granted, as addresses. */
const metadataOf = ({ terms, after }: Moment): readonly AddressRange[] =>
  terms.region.metadata.map(({ start, end }) => ({
    start: after.region.start + BigInt(start),
    end: after.region.start + BigInt(end),
  }));
