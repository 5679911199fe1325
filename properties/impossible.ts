import { sizeLaw } from '../src/contract/requests/size-law.js';
import { requestedBytes } from '../models/interval-model.js';
import { boundBytes, otherLiveBytes, sizeMax } from './moment.js';
import type { Moment } from './each-moment.js';

/** What bounds a request that cannot be met. */
export interface Bound {
  readonly bytes: bigint;
  readonly reason:
    'capacity' | 'limit' | 'ptrdiffMax' | 'productWraps' | 'sumWraps' | 'contract' | 'model';
  readonly clause: string;
}

/** Why the request cannot be met by any allocator, with the largest size that could be. */
export function impossible(moment: Moment): Bound | undefined {
  const { step, subject, expected } = moment;
  const largest = sizeMax(moment);
  const size = requestedBytes(step);
  const law = sizeLaw(moment.terms, step.kind, size, step.align);
  // What no caller may ask has no right answer.
  if (size === 0n || law === 'undefined') return undefined;
  if (size > largest) return { bytes: largest, reason: 'productWraps', clause: 'sizes' };
  if (size + step.align - 1n > largest)
    return { bytes: largest - step.align + 1n, reason: 'sumWraps', clause: 'sizes' };
  const capacity = boundBytes(moment);
  if (capacity !== undefined && subject.growable && size > capacity) {
    return { bytes: capacity, reason: 'limit', clause: 'region' };
  }
  if (capacity !== undefined && size > capacity - otherLiveBytes(moment)) {
    return { bytes: capacity - otherLiveBytes(moment), reason: 'capacity', clause: 'region' };
  }
  if (size > largest >> 1n) return { bytes: largest >> 1n, reason: 'ptrdiffMax', clause: 'sizes' };
  if (law === 'refused') return { bytes: 0n, reason: 'contract', clause: 'sizes' };
  if (expected?.kind === 'refused') return { bytes: 0n, reason: 'model', clause: 'placement' };
  // Under a limit even a process whose region nobody knows has no more than there are addresses.
  if (subject.growable && moment.limitBytes > 0 && size > ADDRESSES)
    return { bytes: ADDRESSES, reason: 'limit', clause: 'region' };
  return undefined;
}

const ADDRESSES = BigInt(Number.MAX_SAFE_INTEGER);
