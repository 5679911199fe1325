import type { Terms } from '../contract/terms/terms.js';
import type { Finding } from '../core/evidence.js';
import type { Step } from '../core/execution.js';
import { isPowerOfTwo } from '../core/power-of-two.js';
import type { Expected } from './reproduction.js';

const any: Expected = { kind: 'any' };

/**
 * What the answer of a step must be by the finding that a program is to show, and by the contract
 * where that alone decides. `base` is the base of the region in that execution.
 */
export function expectedAnswer(
  step: Step,
  finding: Finding | undefined,
  terms: Terms,
  base: bigint,
): Expected {
  if (finding !== undefined && finding.step === step.index) {
    const expected = ofFinding(finding, base);
    if (expected !== undefined) return expected;
  }
  if (step.kind === 'badAlign') {
    const because = isPowerOfTwo(Number(step.align)) ? 'less than a pointer' : 'no power of two';
    return { kind: 'refused', because };
  }
  return isZeroSize(step) ? ofZeroSize(terms) : any;
}

function ofFinding({ evidence }: Finding, base: bigint): Expected | undefined {
  switch (evidence.kind) {
    case 'impossibleGrant':
      return { kind: 'refused', because: `at most ${evidence.boundBytes} bytes can be had` };
    case 'impossibleFault':
      return { kind: 'refused', because: 'no allocator can have so much' };
    case 'spuriousRefusal':
      return { kind: 'granted', because: `${evidence.liveBytes} bytes of it are live only` };
    case 'notReused':
      return { kind: 'granted', because: 'the same has just been freed' };
    case 'misplaced':
      return evidence.expected === undefined
        ? { kind: 'refused', because: 'the declared placement has no room for it' }
        : { kind: 'at', offset: evidence.expected - base };
    case 'zeroSizeAnswer':
      if (evidence.expected === 'null') return { kind: 'refused', because: 'size 0 gets null' };
      return evidence.outcome.kind === 'refused'
        ? { kind: 'granted', because: 'size 0 gets an address' }
        : undefined;
    case 'invalidFreeAnswer':
      if (evidence.expected === 'rejected') return { kind: 'rejected' };
      return evidence.expected === 'abort' ? { kind: 'death' } : undefined;
    case 'refusalError':
      return { kind: 'tellsError', channel: evidence.channel, error: evidence.expected };
    case 'blowUp':
      return { kind: 'footprint', mostBytes: evidence.boundBytes };
    default:
      return undefined;
  }
}

const isZeroSize = ({ kind, size, second }: Step): boolean =>
  (kind === 'alloc' || kind === 'allocZeroed' || kind === 'allocArray') &&
  (size === 0n || (kind === 'allocArray' && second === 0n));

function ofZeroSize({ zeroSizeMustRefuse, zeroSizeMustGrant }: Terms): Expected {
  if (zeroSizeMustRefuse) return { kind: 'refused', because: 'size 0 gets null' };
  return zeroSizeMustGrant ? { kind: 'granted', because: 'size 0 gets an address' } : any;
}
