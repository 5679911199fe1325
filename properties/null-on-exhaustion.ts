import { sizeLaw } from '../src/contract/size-law.js';
import { requestedBytes } from '../models/interval-model.js';
import {
  asksForMemory,
  boundBytes,
  finding,
  grantOf,
  lawfulTrap,
  otherLiveBytes,
  sizeMax,
  wasRefused,
} from './moment.js';
import type { Judgement, Moment, Property } from './property.js';

/** What cannot fit is refused. */
export const nullOnExhaustion: Property = {
  id: 'null-on-exhaustion',
  claim: 'What cannot fit is refused, never granted and never answered by a fault.',
  formula:
    'size > capacity - live, count * size > SIZE_MAX, size + align - 1 > SIZE_MAX, or ' +
    'refused by the exact model implies refused',
  why:
    'Arithmetic that wraps turns the largest requests into the smallest blocks. The ' +
    'bound is what nobody can hold, so overhead and fragmentation never matter.',
  source: 'C17 7.22.3 and 7.22.3.2; CVE-2002-0391 class (calloc overflow); Rust Layout size limits',
  clause: () => 'refusal',
  checkStep(moment: Moment): Judgement {
    const resizing = moment.step.kind === 'resizeInPlace';
    if (!asksForMemory(moment) && !resizing) return 'notExercised';
    const bound = impossible(moment);
    if (bound === undefined) return 'notExercised';
    const granted = grantOf(moment);
    if (granted !== undefined) {
      return finding(moment, 'null-on-exhaustion', bound.clause, {
        kind: 'impossibleGrant',
        grant: granted,
        requestedBytes: requestedBytes(moment.step),
        boundBytes: bound.bytes,
        reason: bound.reason,
      });
    }
    if (wasRefused(moment) || moment.step.outcome.kind === 'refused') return 'holds';
    const { death } = moment;
    if (death?.phase !== 'call' || lawfulTrap(moment)) return 'notExercised';
    return finding(moment, 'null-on-exhaustion', 'refusal', {
      kind: 'impossibleFault',
      death,
      requestedBytes: requestedBytes(moment.step),
    });
  },
};

interface Bound {
  readonly bytes: bigint;
  readonly reason:
    'capacity' | 'limit' | 'ptrdiffMax' | 'productWraps' | 'sumWraps' | 'contract' | 'model';
  readonly clause: string;
}

/** Why the request cannot be met by any allocator, with the largest size that could be. */
function impossible(moment: Moment): Bound | undefined {
  const { step, subject, expected } = moment;
  const largest = sizeMax(moment);
  const size = requestedBytes(step);
  if (size === 0n) return undefined;
  if (size > largest) return { bytes: largest, reason: 'productWraps', clause: 'sizes' };
  if (size + step.align - 1n > largest)
    return { bytes: largest - step.align + 1n, reason: 'sumWraps', clause: 'sizes' };
  const capacity = boundBytes(moment);
  if (capacity !== undefined && !subject.growable && size > capacity - otherLiveBytes(moment)) {
    return { bytes: capacity - otherLiveBytes(moment), reason: 'capacity', clause: 'region' };
  }
  if (capacity !== undefined && subject.growable && size > capacity) {
    return { bytes: capacity, reason: 'limit', clause: 'region' };
  }
  if (size > largest >> 1n) return { bytes: largest >> 1n, reason: 'ptrdiffMax', clause: 'sizes' };
  const law = sizeLaw(moment.contract, step.kind, size, step.align, subject.sizeBits);
  if (law === 'refused') return { bytes: 0n, reason: 'contract', clause: 'sizes' };
  if (expected?.kind === 'refused') return { bytes: 0n, reason: 'model', clause: 'placement' };
  return undefined;
}
