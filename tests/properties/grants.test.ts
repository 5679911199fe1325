import { describe } from 'vitest';
import { propertyCases } from '../support/property-cases.js';
import { moved, thrown } from '../support/scripted-answers.js';

const word32 = { sizeBits: 32 } as const;
const growing = { growable: true, regionIsGiven: false } as const;

describe('alignment', () => {
  const alignment = { natural: 8, maximum: 64 } as const;
  propertyCases([
    {
      fact: 'accuses an address that is no multiple of what was asked',
      program: 'A=alloc(8,16)',
      answers: [8],
      leads: 'alignment',
      clause: 'alignment.maximum',
      evidence: { kind: 'misaligned', align: 16n, remainder: 8n },
    },
    {
      fact: 'accuses an address below the natural alignment',
      program: 'A=alloc(8)',
      answers: [4],
      contract: { alignment },
      leads: 'alignment',
      clause: 'alignment.natural',
    },
    {
      fact: 'judges the address, not the offset in a region at an odd base',
      program: '{region=1024 base=+8} A=alloc(8,16)',
      answers: [8],
      leads: 'nothing',
      checks: { alignment: 1 },
    },
    {
      fact: 'lets weak alignment give 4 bytes a multiple of 4',
      program: 'A=alloc(4) B=alloc(7)',
      answers: [4, 12],
      contract: { alignment: { natural: 'weak', maximum: 64 } },
      leads: 'nothing',
    },
    {
      fact: 'accuses weak alignment that gives 8 bytes a multiple of 4',
      program: 'A=alloc(8)',
      answers: [4],
      contract: { alignment: { natural: 'weak', maximum: 64 } },
      leads: 'alignment',
    },
    {
      fact: 'lets a realloc forget the alignment where the contract does not keep it',
      program: 'A=alloc(8,64) realloc(A,16)',
      answers: [0, moved(0, 72, 8)],
      contract: { alignment },
      leads: 'nothing',
    },
    {
      fact: 'accuses a realloc that forgets the alignment where the contract keeps it',
      program: 'A=alloc(8,64) realloc(A,16)',
      answers: [0, moved(0, 72, 8)],
      contract: { alignment, realloc: { keepsAlignment: true } },
      leads: 'alignment',
    },
    {
      fact: 'lets reallocArray forget it even there, for it cannot be told',
      program: 'A=alloc(8,64) reallocArray(A,2,8)',
      answers: [0, moved(0, 72, 8)],
      contract: { alignment, realloc: { keepsAlignment: true } },
      leads: 'nothing',
    },
  ]);
});

describe('in-bounds', () => {
  propertyCases([
    {
      fact: 'accuses a block whose last byte lies behind the region',
      program: 'A=alloc(24)',
      answers: [1_001],
      leads: 'in-bounds',
      evidence: { kind: 'outOfRegion' },
    },
    {
      fact: 'lets a block end where the region ends',
      program: 'A=alloc(24)',
      answers: [1_000],
      leads: 'nothing',
      checks: { 'in-bounds': 1, 'no-overlap': 1 },
    },
    {
      fact: 'accuses a block that starts before the region',
      program: 'A=alloc(24)',
      answers: [-1],
      leads: 'in-bounds',
    },
    {
      fact: 'accuses an answer that is no address',
      program: 'A=alloc(24)',
      answers: ['first'],
      leads: 'in-bounds',
      evidence: { kind: 'notAnAddress' },
    },
    {
      fact: 'compares with the region as it is after the call',
      program: 'extend(16) A=alloc(1040)',
      answers: [true, 0],
      leads: 'nothing',
    },
    {
      fact: 'has no say on a grant of size 0',
      program: 'A=alloc(0)',
      answers: [5_000],
      leads: 'nothing',
    },
  ]);
});

describe('no-overlap', () => {
  const live = 'A=alloc(16) B=alloc(16) C=alloc(';
  propertyCases([
    {
      fact: 'accuses a block that shares one byte with the end of another',
      program: `${live}16)`,
      answers: [0, 64, 15],
      leads: 'no-overlap',
      evidence: { kind: 'overlap', shared: { start: 65_551n, end: 65_552n } },
    },
    {
      fact: 'accuses a block that shares one byte with the start of another',
      program: `${live}16)`,
      answers: [0, 64, 49],
      leads: 'no-overlap',
    },
    {
      fact: 'accuses a block that encloses a live one',
      program: `${live}100)`,
      answers: [0, 64, 40],
      leads: 'no-overlap',
    },
    {
      fact: 'accuses a block inside a live one',
      program: `${live}2)`,
      answers: [0, 64, 70],
      leads: 'no-overlap',
    },
    {
      fact: 'lets blocks touch on both sides',
      program: `${live}48)`,
      answers: [0, 64, 16],
      leads: 'nothing',
      checks: { 'no-overlap': 3 },
    },
    {
      fact: 'lets a freed place be granted again',
      program: 'A=alloc(16) free(A) B=alloc(16)',
      answers: [0, true, 0],
      leads: 'nothing',
    },
    {
      fact: 'accuses a grant where a block is live whose free was rejected',
      program: 'A=alloc(16) free(A) B=alloc(16)',
      answers: [0, false, 0],
      leads: 'no-overlap',
    },
    {
      fact: 'lets a realloc overlap its own old place',
      program: 'A=alloc(16) realloc(A,32)',
      answers: [16, moved(16, 8, 16)],
      leads: 'nothing',
      checks: { 'no-overlap': 2, 'realloc-preserves': 1 },
    },
    {
      fact: 'accuses a realloc that grows over its neighbour',
      program: 'A=alloc(16) B=alloc(16) realloc(A,17)',
      answers: [0, 16, 0],
      leads: 'no-overlap',
    },
    {
      fact: 'accuses a resize in place that was said to have been done over a neighbour',
      program: 'A=alloc(16) B=alloc(16) resizeInPlace(A,17)',
      answers: [0, 16, true],
      leads: 'no-overlap',
    },
    {
      fact: 'lets everything be granted again behind a reset',
      program: 'A=alloc(16) reset B=alloc(16)',
      answers: [0, null, 0],
      leads: 'nothing',
    },
  ]);
});

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
      fact: 'accuses a size that the contract lets be refused only',
      program: 'A=alloc(7)',
      answers: [0],
      contract: { sizes: { smallest: 8, belowSmallest: 'refused' } },
      leads: 'null-on-exhaustion',
      evidence: { reason: 'contract' },
    },
  ]);
});

describe('zero-size', () => {
  propertyCases([
    {
      fact: 'accuses a grant where the contract says null',
      program: 'A=alloc(0)',
      answers: [0],
      contract: { zeroSize: 'null' },
      leads: 'zero-size',
    },
    {
      fact: 'accuses a unique address inside a live block',
      program: 'A=alloc(16) B=alloc(0)',
      answers: [0, 8],
      contract: { zeroSize: 'unique' },
      leads: 'zero-size',
    },
    {
      fact: 'lets a unique address lie at the end of a block',
      program: 'A=alloc(16) B=alloc(0)',
      answers: [0, 16],
      contract: { zeroSize: 'unique' },
      leads: 'nothing',
      checks: { 'zero-size': 1 },
    },
    {
      fact: 'accuses two live unique addresses that are one',
      program: 'A=alloc(0) B=alloc(0)',
      answers: [8, 8],
      contract: { zeroSize: 'nullOrUnique' },
      leads: 'zero-size',
    },
    {
      fact: 'lets a unique address be had again behind its free',
      program: 'A=alloc(0) free(A) B=alloc(0)',
      answers: [8, true, 8],
      contract: { zeroSize: 'unique' },
      leads: 'nothing',
    },
    {
      fact: 'accuses a block granted over a live unique address',
      program: 'A=alloc(0) B=alloc(16)',
      answers: [8, 0],
      contract: { zeroSize: 'unique' },
      leads: 'zero-size',
    },
    {
      fact: 'lets a dangling address lie anywhere, in a live block too',
      program: 'A=alloc(16) B=alloc(0) C=alloc(0)',
      answers: [0, 8, 8],
      contract: { zeroSize: 'dangling' },
      leads: 'nothing',
      checks: { 'zero-size': 2 },
    },
    {
      fact: 'accuses a refusal where the contract says dangling, which takes no room',
      program: 'A=alloc(1024) B=alloc(0)',
      answers: [0, null],
      contract: { zeroSize: 'dangling' },
      leads: 'zero-size',
    },
    {
      fact: 'lets a full region refuse a unique address',
      program: 'A=alloc(1024) B=alloc(0)',
      answers: [0, null],
      contract: { zeroSize: 'unique' },
      leads: 'nothing',
    },
    {
      fact: 'has no say where the contract leaves size 0 undefined',
      program: 'A=alloc(16) B=alloc(0)',
      answers: [0, 8],
      leads: 'nothing',
    },
  ]);
});
