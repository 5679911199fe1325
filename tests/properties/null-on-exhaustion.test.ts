import { describe } from 'vitest';
import { propertyCases } from '../support/property-cases.js';
import { thrown } from '../support/scripted-answers.js';

const word32 = { sizeBits: 32 } as const;
const growing = { growable: true, regionIsGiven: false } as const;

describe('null-on-exhaustion', () => {
  propertyCases([
    {
      fact: 'accuses a grant of one byte more than the region has',
      program: 'A=alloc(1025)',
      answers: [0],
      leads: 'null-on-exhaustion',
      then: ['in-bounds'],
      evidence: { kind: 'impossibleGrant', reason: 'capacity', boundBytes: 1_024n },
    },
    {
      fact: 'accuses a grant of one byte more than live blocks leave',
      program: 'A=alloc(1000) B=alloc(25)',
      answers: [0, 999],
      leads: 'null-on-exhaustion',
      then: ['no-overlap'],
      evidence: { reason: 'capacity', boundBytes: 24n },
    },
    {
      fact: 'lets the last byte of a region be granted',
      program: 'A=alloc(1000) B=alloc(24) C=alloc(1)',
      answers: [0, 1_000, null],
      leads: 'nothing',
      checks: { 'null-on-exhaustion': 1 },
    },
    {
      fact: 'does not count a block against its own realloc',
      program: 'A=alloc(1000) realloc(A,1024)',
      answers: [0, 0],
      leads: 'nothing',
    },
    {
      fact: 'accuses a fault in answer to what cannot fit',
      program: 'A=alloc(1025)',
      answers: [thrown('out of memory')],
      leads: 'null-on-exhaustion',
      then: ['no-fault'],
      evidence: { kind: 'impossibleFault' },
    },
    {
      fact: 'lets a trap refuse where the contract says so',
      program: 'A=alloc(1025)',
      answers: [thrown('out of memory')],
      contract: { refusal: 'trap', refusalErrors: ['out of memory'] },
      leads: 'nothing',
      checks: { 'null-on-exhaustion': 1 },
    },
    {
      fact: 'accuses a product that wraps in the width of the subject',
      program: 'A=allocArray(65536,65537)',
      answers: [0],
      subject: word32,
      leads: 'null-on-exhaustion',
      then: ['in-bounds'],
      evidence: { reason: 'productWraps' },
    },
    {
      fact: 'accuses a size that wraps when it is rounded up to its alignment',
      program: 'A=alloc(SIZE_MAX-14,16)',
      answers: [0],
      subject: word32,
      leads: 'null-on-exhaustion',
      then: ['in-bounds'],
      evidence: { reason: 'sumWraps' },
    },
    {
      fact: 'holds a growable region without a limit to PTRDIFF_MAX only',
      program: 'A=alloc(PTRDIFF_MAX+1)',
      answers: [0],
      subject: { ...growing, ...word32 },
      leads: 'null-on-exhaustion',
      then: ['in-bounds'],
      evidence: { reason: 'ptrdiffMax' },
    },
    {
      fact: 'holds a growable region to its limit',
      program: '{region=1024 limit=4096} A=alloc(4097)',
      answers: [0],
      subject: growing,
      leads: 'null-on-exhaustion',
      then: ['in-bounds'],
      evidence: { reason: 'limit', boundBytes: 4_096n },
    },
    {
      fact: 'does not hold a growable region to what it has',
      program: '{region=1024 limit=4096} A=alloc(4096)',
      answers: [0],
      subject: growing,
      leads: 'in-bounds',
    },
    {
      fact: 'does not count a block against its own resize in place',
      program: 'A=alloc(1000) resizeInPlace(A,1024)',
      answers: [0, true],
      leads: 'nothing',
    },
    {
      fact: 'never holds a growable region to less than it has',
      program: '{region=4096 limit=1024} A=alloc(4096)',
      answers: [0],
      subject: growing,
      leads: 'nothing',
    },
    {
      fact: 'accuses a size that the contract lets be refused only',
      program: 'A=alloc(7)',
      answers: [0],
      contract: { sizes: { smallest: 8, belowSmallest: 'refused' } },
      leads: 'null-on-exhaustion',
      evidence: { reason: 'contract' },
    },
  ]);
});
