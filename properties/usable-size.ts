import { findLive, heldRange } from '../models/interval-model.js';
import { lawfulKinds } from '../src/contract/requests/lawful-calls.js';
import { rangeContains, rangeOverlaps } from '../src/core/address.js';
import { finding, holderOf } from './moment.js';
import { property } from './property.js';

/** The usable size is at least what was asked and can be used. */
export const usableSize = property({
  id: 'usable-size',
  claim:
    'The reported usable size is at least the requested size, and where the contract ' +
    'says writable, all of it can be used.',
  formula:
    'usable(A) >= A.size; writable: [A.start, A.start + usable(A)) in the region and ' +
    'disjoint from every other live range',
  why:
    'A length that counts the header as usable is found only when two neighbours both ' +
    'write to it. Only a request for the usable size lets the live range grow.',
  source: 'malloc_usable_size(3); jemalloc malloc_usable_size; Rust Allocator excess',
  clause: (contract, subject) =>
    contract.usableSize !== 'absent' && lawfulKinds(contract, subject).includes('usable')
      ? 'usableSize'
      : undefined,
  evidence: ['usableTooSmall', 'usableOverlap'],
  countedBy: 'judges',
  onceBroken: 'ends',
  checkStep(moment) {
    const { step, before, contract } = moment;
    if (step.kind !== 'usable' || step.outcome.kind !== 'done') return 'notExercised';
    const block = findLive(before, step.allocation);
    if (block === undefined) return 'notExercised';
    const usableBytes = step.second;
    const { requestedBytes } = block;
    if (usableBytes < requestedBytes) {
      const holder = holderOf(block);
      return finding(moment, 'usable-size', 'usableSize', {
        kind: 'usableTooSmall',
        holder,
        requestedBytes,
        usableBytes,
      });
    }
    if (contract.usableSize !== 'writable' || requestedBytes === 0n) return 'holds';
    const range = { start: block.range.start, end: block.range.start + usableBytes };
    const other = before.live.find(
      (live) =>
        live.allocation !== block.allocation &&
        rangeOverlaps(range, heldRange(live, contract.zeroSize)),
    );
    if (other === undefined && rangeContains(moment.after.region, range)) return 'holds';
    return finding(moment, 'usable-size', 'usableSize', {
      kind: 'usableOverlap',
      holder: { allocation: block.allocation, range },
      other: other && holderOf(other),
    });
  },
});
