import { lawfulKinds } from '../src/contract/requests/lawful-calls.js';
import { findLive } from '../models/interval-model.js';
import { finding, holderOf } from './moment.js';
import { property } from './property.js';
import { kindsThat } from '../src/core/request-kind.js';

const zeroes = kindsThat('zeroes');

/** Zeroed grants are zero. */
export const zeroed = property({
  id: 'zeroed',
  claim: 'Zeroed allocations are zero over their whole length, on recycled memory too.',
  formula:
    'granted by allocZeroed or allocArray, offset i < size: byte(A, i) = 0 before anyone writes',
  why:
    'Fresh memory is often zero by itself; the bug shows on memory that was filled and ' +
    'freed. Blocks above the fill cap are not read.',
  source: 'C17 7.22.3.2 (calloc); Rust GlobalAlloc::alloc_zeroed',
  clause: (contract, subject) =>
    subject.hasMemory && lawfulKinds(contract, subject).some((kind) => zeroes.has(kind))
      ? 'requests'
      : undefined,
  evidence: ['damage'],
  countedBy: { observer: 'zeroed' },
  onceBroken: 'ends',
  checkStep(moment) {
    const damage = moment.damages.find((event) => event.aspect === 'zeroed');
    if (damage === undefined) return 'notExercised';
    const victim = findLive(moment.after, damage.allocation);
    return finding(moment, 'zeroed', 'requests', {
      kind: 'damage',
      damage,
      victim: victim && holderOf(victim),
      blamedStep: moment.step.index,
    });
  },
});
