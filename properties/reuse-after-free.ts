import { naturalAlignment } from '../src/contract/terms/lawful-answer.js';
import { wasRefused } from './lawful-end.js';
import { asksForMemory, finding, grantOf } from './moment.js';
import { findLive } from '../models/interval-model.js';
import { property } from './property.js';

/** What was freed can be had again at once. */
export const reuseAfterFree = property({
  id: 'reuse-after-free',
  claim: 'A free followed at once by a request of the same entry point and layout is granted.',
  formula:
    'free(A) at step n, alloc(A.size, A.align) at step n + 1, same entry point, natural ' +
    'alignment, size <= 64 KiB implies granted',
  why:
    'Only the immediate pair is claimed: glibc refuses it for over-aligned blocks 1,000 ' +
    'of 1,000 times. A good fit gives back all it has and refuses the pair, since it looks ' +
    'in the class above: that all comes back is another claim.',
  source: 'K&R The C Programming Language, 8.7',
  clause: ({ reuse }) => (reuse === 'sameLayout' ? 'reuse' : undefined),
  evidence: ['notReused'],
  countedBy: 'judges',
  onceBroken: 'goesOn',
  checkStep(moment) {
    const { step, previous, terms, before } = moment;
    if (
      previous?.kind !== 'dealloc' ||
      previous.outcome.kind !== 'done' ||
      !asksForMemory(moment)
    ) {
      return 'notExercised';
    }
    const same =
      step.kind === 'alloc' &&
      step.size === previous.size &&
      step.align === previous.align &&
      step.entry === moment.previousEntry;
    const natural = naturalAlignment(terms, step.size);
    if (!same || step.size === 0n || step.size > BigInt(terms.reuseLimit) || step.align > natural)
      return 'notExercised';
    if (findLive(before, previous.allocation) !== undefined) return 'notExercised';
    if (!wasRefused(moment)) return grantOf(moment) === undefined ? 'notExercised' : 'holds';
    // The block may have gone back to the host, which now keeps it.
    if (moment.after.hostRefusedBytes > 0n) return 'notExercised';
    const start = previous.outcome.address;
    return finding(moment, 'reuse-after-free', 'reuse', {
      kind: 'notReused',
      freedStep: previous.index,
      freed: { allocation: previous.allocation ?? 0, range: { start, end: start + previous.size } },
      requestedBytes: step.size,
    });
  },
});
