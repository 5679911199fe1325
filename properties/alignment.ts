import { largestAlign } from '../src/contract/largest-align.js';
import { naturalAlignment } from '../src/contract/contract-clauses.js';
import type { Moment } from './each-moment.js';
import { finding, grantOf } from './moment.js';
import { property } from './property.js';

/** A granted address is a multiple of what was asked, or of the natural alignment. */
export const alignment = property({
  id: 'alignment',
  claim:
    'A granted address is a multiple of the alignment asked, after realloc too where the contract keeps it.',
  formula: 'granted(a, size, align) implies a mod max(align, natural(size)) = 0',
  why:
    'Judged on the absolute address. A strict 16-byte rule would accuse jemalloc, ' +
    'tcmalloc and mimalloc, which align sizes below 16 to 8; so natural alignment is a ' +
    'clause of the contract.',
  source:
    'C17 7.22.3 and 7.22.3.1; C23 7.24.3; POSIX posix_memalign; Rust GlobalAlloc::alloc; mimalloc #700',
  clause: (contract, subject) =>
    contract.alignment.natural === 1 && largestAlign(contract, subject) === 1
      ? undefined
      : 'alignment',
  evidence: ['misaligned'],
  countedBy: 'judges',
  onceBroken: 'goesOn',
  checkStep(moment) {
    const granted = grantOf(moment);
    if (granted === undefined || moment.step.kind === 'resizeInPlace') return 'notExercised';
    const align = requiredAlignment(moment, granted.requestedBytes, granted.old !== undefined);
    if (align === 1n) return 'notExercised';
    const remainder = granted.range.start % align;
    if (remainder === 0n) return 'holds';
    const clause = align === moment.step.align ? 'alignment.maximum' : 'alignment.natural';
    return finding(moment, 'alignment', clause, {
      kind: 'misaligned',
      grant: granted,
      align,
      remainder,
    });
  },
});

/** What was asked for counts; a realloc keeps it only where the contract says so. */
function requiredAlignment(moment: Moment, size: bigint, moved: boolean): bigint {
  const { contract, step, subject } = moment;
  const natural = naturalAlignment(contract, size, subject.sizeBits);
  const { keepsAlignment, newAlignment } = contract.realloc;
  // reallocarray has no argument for an alignment and C does not let it keep one.
  const kept = (keepsAlignment || newAlignment) && step.kind !== 'reallocArray';
  const asked = moved && !kept ? 1n : step.align;
  if (asked === 1n) return natural;
  return asked > natural || contract.alignment.natural === 'weak' ? asked : natural;
}
