import { describe } from 'vitest';
import type { ContractInput } from '../../dist/src/contract/document/contract-schema.js';
import { propertyCases } from '../support/property-cases.js';
import { thrown } from '../support/scripted-answers.js';

// The floor holds on a region of 64 KiB or more: 1,024 bytes are a 64th of it.
const region = '{region=65536}';
const floor = { kind: 'spuriousRefusal', level: 'floor' } as const;

describe('no-spurious-null on the floor', () => {
  propertyCases([
    {
      fact: 'accuses the refusal of a 64th of a fresh region',
      program: `${region} A=alloc(1024)`,
      answers: [null],
      leads: 'no-spurious-null',
      clause: 'region.smallestUsefulBytes',
      evidence: { ...floor, requestedBytes: 1_024n, capacityBytes: 65_536n, liveBytes: 0n },
    },
    {
      fact: 'lets a byte more be refused',
      program: `${region} A=alloc(1025)`,
      answers: [null],
      leads: 'nothing',
    },
    {
      fact: 'lets a region below the useful size refuse',
      program: '{region=65535} A=alloc(16)',
      answers: [null],
      leads: 'nothing',
    },
    {
      fact: 'lets an alignment above the natural one be refused',
      program: `${region} A=alloc(16,16)`,
      answers: [null],
      contract: { alignment: { natural: 8 } },
      leads: 'nothing',
    },
    {
      fact: 'accuses the refusal of the natural alignment when it is asked for',
      program: `${region} A=alloc(16,8)`,
      answers: [null],
      contract: { alignment: { natural: 8 } },
      leads: 'no-spurious-null',
    },
    {
      fact: 'lets aligned_alloc refuse a size that is no multiple of the alignment',
      program: `${region} A=aligned_alloc:alloc(12,8)`,
      answers: [null],
      contract: { alignment: { natural: 8 } },
      leads: 'nothing',
    },
    {
      fact: 'lets aligned_alloc refuse an alignment below the size of a pointer',
      program: `${region} A=aligned_alloc:alloc(2,2)`,
      answers: [null],
      contract: { alignment: { natural: 8 } },
      leads: 'nothing',
    },
    {
      fact: 'accuses aligned_alloc where it refuses a multiple of the alignment',
      program: `${region} A=aligned_alloc:alloc(24,8)`,
      answers: [null],
      contract: { alignment: { natural: 8 } },
      leads: 'no-spurious-null',
    },
    {
      fact: 'accuses the refusal to realloc the only block, where old and new are a 64th together',
      program: `${region} A=alloc(24) realloc(A,1000)`,
      answers: [0, null],
      leads: 'no-spurious-null',
      evidence: { ...floor, requestedBytes: 1_000n, liveBytes: 24n },
    },
    {
      fact: 'counts its grant',
      program: `${region} A=alloc(24) realloc(A,1000)`,
      answers: [0, 0],
      leads: 'nothing',
      checks: { 'no-spurious-null': 3 },
    },
    ...(
      [
        ['a realloc of a byte more', 'A=alloc(24) realloc(A,1001)', [0, null], {}],
        ['a shrink of a longer block', 'A=alloc(1025) realloc(A,1)', [0, null], {}],
        ['a realloc beside another block', 'A=alloc(8) B=alloc(8) realloc(A,8)', [0, 8, null], {}],
        ['a second realloc', 'A=alloc(8) realloc(A,8) realloc(A,8)', [0, 0, null], {}],
        ['a realloc of an aligned block', 'A=alloc(8,64) realloc(A,8)', [0, null], {}],
        ['a resize in place', 'A=alloc(8) resizeInPlace(A,16)', [0, false], {}],
        [
          'a realloc that may not move',
          'A=alloc(8) realloc(A,16)',
          [0, null],
          { realloc: { inPlaceOnly: true } },
        ],
      ] as const
    ).map(([what, program, answers, contract]) => ({
      fact: `lets ${what} be refused`,
      program: `${region} ${program}`,
      answers,
      contract,
      leads: 'nothing' as const,
    })),
    {
      fact: 'accuses the refusal of a second grant of another layout',
      program: `${region} A=alloc(1024) B=allocZeroed(16)`,
      answers: [0, null],
      leads: 'no-spurious-null',
    },
    {
      fact: 'lets it be refused behind a first grant above the 64th',
      program: `${region} A=alloc(1025) B=alloc(16)`,
      answers: [0, null],
      leads: 'nothing',
    },
    {
      fact: 'lets it be refused behind a first grant above the natural alignment',
      program: `${region} A=alloc(16,64) B=alloc(16)`,
      answers: [0, null],
      leads: 'nothing',
    },
    {
      fact: 'accuses the refusal of the fourth grant of one layout, init counted as well',
      program: `${region} A=alloc(16) B=alloc(16) C=alloc(16) D=alloc(16)`,
      answers: [0, 16, 32, null],
      leads: 'no-spurious-null',
      checks: { 'no-spurious-null': 5 },
    },
    {
      fact: 'lets the fifth be refused',
      program: `${region} A=alloc(16) B=alloc(16) C=alloc(16) D=alloc(16) E=alloc(16)`,
      answers: [0, 16, 32, 48, null],
      leads: 'nothing',
      checks: { 'no-spurious-null': 5 },
    },
    {
      fact: 'lets a third grant of another layout be refused',
      program: `${region} A=alloc(16) B=alloc(16) C=alloc(32)`,
      answers: [0, 16, null],
      leads: 'nothing',
    },
    {
      fact: 'lets a third grant be refused that repeats the second of two layouts',
      program: `${region} A=alloc(16) B=alloc(32) C=alloc(32)`,
      answers: [0, 16, null],
      leads: 'nothing',
    },
    {
      fact: 'lets a refusal follow a free, which is for reuse-after-free to judge',
      program: `${region} A=alloc(16) free(A) B=alloc(16)`,
      answers: [0, true, null],
      leads: 'nothing',
    },
    {
      fact: 'lets a refusal follow a refusal',
      program: `${region} A=alloc(2000) B=alloc(16)`,
      answers: [null, null],
      leads: 'nothing',
    },
    {
      fact: 'lets a refusal follow an array or a realloc',
      program: `${region} A=allocArray(2,8) B=alloc(16) reset C=alloc(16) realloc(C,8) D=alloc(16)`,
      answers: [0, null, null, 0, 0, null],
      leads: 'nothing',
    },
    {
      fact: 'accuses a refusal behind a reset, where the region is fresh again',
      program: `${region} A=alloc(2000) reset B=alloc(16)`,
      answers: [0, null, null],
      leads: 'no-spurious-null',
    },
    {
      fact: 'lets a refusal follow a reset where a piece was appended',
      program: `${region} append(16,16) reset B=alloc(16)`,
      answers: [true, null, null],
      asks: ['append'],
      leads: 'nothing',
    },
    {
      fact: 'lets a size be refused that the contract rounds up',
      program: `${region} A=alloc(16)`,
      answers: [null],
      contract: { sizes: { smallest: 32, belowSmallest: 'roundedUp' } },
      leads: 'nothing',
    },
    {
      fact: 'accuses the refusal of the largest lawful size, if it is below the 64th',
      program: `${region} A=alloc(512)`,
      answers: [null],
      contract: { sizes: { largest: 512 } },
      leads: 'no-spurious-null',
    },
    {
      fact: 'lets size 0 be refused',
      program: `${region} A=alloc(0)`,
      answers: [null],
      leads: 'nothing',
    },
    {
      fact: 'accuses a trap that would refuse',
      program: `${region} A=alloc(16)`,
      answers: [thrown('out of memory')],
      contract: { refusal: 'trap', refusalErrors: ['out of memory'] },
      leads: 'no-spurious-null',
    },
    {
      fact: 'accuses an init that refuses a lawful region',
      program: 'A=alloc(16)',
      answers: ['refuse init'],
      leads: 'no-spurious-null',
      clause: 'region.mayRefuseInit',
    },
    {
      fact: 'lets init refuse where the contract says that it may',
      program: 'A=alloc(16)',
      answers: ['refuse init'],
      contract: { region: { mayRefuseInit: true } },
      leads: 'nothing',
    },
  ]);
});

describe('no-spurious-null where memory grows', () => {
  const growing = { growable: true, regionIsGiven: false } as const;
  const contract: ContractInput = { requests: ['alloc', 'dealloc'] };
  propertyCases([
    {
      fact: 'counts as capacity what the limit leaves above the first footprint',
      program: '{region=1024 limit=131072} A=alloc(1024)',
      answers: [null],
      footprintBytes: 65_536,
      subject: growing,
      contract,
      leads: 'no-spurious-null',
      evidence: { ...floor, capacityBytes: 65_536n },
    },
    {
      fact: 'lets a limit refuse that leaves a byte less',
      program: '{region=1024 limit=131072} A=alloc(16)',
      answers: [null],
      footprintBytes: 65_537,
      subject: growing,
      contract,
      leads: 'nothing',
    },
    {
      fact: 'has no say without a limit',
      program: '{region=65536} A=alloc(16)',
      answers: [null],
      footprintBytes: 0,
      subject: growing,
      contract,
      leads: 'nothing',
    },
    {
      fact: 'has no say where the footprint is not measured',
      program: '{region=65536 limit=131072} A=alloc(16)',
      answers: [null],
      subject: growing,
      contract,
      leads: 'nothing',
    },
  ]);
});
