import { largestAlign } from '../src/contract/requests/lawful-calls.js';
import { owedAlignment } from '../src/contract/terms/lawful-answer.js';
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
    const { terms, step } = moment;
    const moves = step.kind === 'realloc' || step.kind === 'reallocArray' ? step.kind : undefined;
    const resizes = granted.old === undefined ? undefined : moves;
    const align = owedAlignment(terms, granted.requestedBytes, step.align, resizes);
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
