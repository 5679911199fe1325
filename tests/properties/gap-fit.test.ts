import { describe } from 'vitest';
import type { ContractInput } from '../../dist/src/contract/document/contract-schema.js';
import { propertyCases, type PropertyCase } from '../support/property-cases.js';

type Gap = NonNullable<ContractInput['gap']>;

/** Blocks of multiples of 16 behind a header of 8. Two headers are left to the neighbours of a gap. */
const headers: Gap = { granuleBytes: 16, overheadBytes: 8 };
const with_ = (gap: Partial<Gap>): Pick<PropertyCase, 'contract'> => ({
  contract: { nulls: 'gap', gap: { ...headers, ...gap } },
});
const accused = {
  answers: [null],
  leads: 'no-spurious-null',
  clause: 'nulls',
  evidence: { kind: 'spuriousRefusal', level: 'gap' },
} as const;
const fine = { answers: [null], leads: 'nothing' } as const;

describe('no-spurious-null by gaps', () => {
  const between = '{region=80} A=alloc(16) B=alloc(16) C=alloc(';
  propertyCases([
    {
      fact: 'accuses a refusal of what fills the region less three headers',
      program: 'A=alloc(1000)',
      ...accused,
      ...with_({}),
    },
    {
      fact: 'lets what needs another granule be refused',
      program: 'A=alloc(1001)',
      ...fine,
      ...with_({}),
    },
    {
      fact: 'accuses a refusal of what fits between two live blocks',
      program: `${between}24)`,
      ...accused,
      answers: [0, 64, null],
      evidence: { level: 'gap', liveBytes: 32n, gap: { start: 65_552n, end: 65_600n } },
      ...with_({}),
    },
    {
      fact: 'lets what does not fit between them be refused',
      program: `${between}25)`,
      ...fine,
      answers: [0, 64, null],
      ...with_({}),
    },
    {
      fact: 'does not add up two gaps',
      program: '{region=144} A=alloc(16) B=alloc(64)',
      ...fine,
      answers: [64, null],
      ...with_({}),
    },
    {
      fact: 'leaves metadata out of a gap',
      program: `${between}24)`,
      answers: [0, 64, null],
      leads: 'nothing',
      contract: {
        nulls: 'gap',
        gap: headers,
        region: {
          smallestBytes: 64,
          metadata: [{ start: 16, end: 24 }],
        },
      },
    },
    {
      fact: 'measures no gap behind a live block that overlaps metadata: that is out of bounds',
      program: '{region=80} A=alloc(40) B=alloc(24)',
      answers: [0, null],
      leads: 'in-bounds',
      clause: 'region.metadata',
      contract: {
        nulls: 'gap',
        gap: headers,
        region: {
          smallestBytes: 64,
          metadata: [{ start: 8, end: 24 }],
        },
      },
    },
    {
      fact: 'does not reach from a piece into one that touches it',
      program: '{region=80} append(0,80) A=alloc(57)',
      ...fine,
      answers: [true, null],
      asks: ['append'],
      ...with_({}),
    },
    {
      fact: 'accuses a refusal of what fits either of two pieces that touch',
      program: '{region=80} append(0,80) A=alloc(56)',
      ...accused,
      answers: [true, null],
      asks: ['append'],
      ...with_({}),
    },
    {
      fact: 'adds the alignment as slack',
      program: '{region=80} A=alloc(24,32)',
      ...accused,
      ...with_({ alignSlack: 'align' }),
    },
    {
      fact: 'lets the slack keep it from fitting',
      program: '{region=79} A=alloc(24,32)',
      ...fine,
      ...with_({ alignSlack: 'align' }),
    },
    {
      fact: 'adds a header to the slack where the contract says so',
      program: '{region=87} A=alloc(24,32)',
      ...fine,
      ...with_({ alignSlack: 'align+overhead' }),
    },
    {
      fact: 'adds no more than that',
      program: '{region=88} A=alloc(24,32)',
      ...accused,
      ...with_({ alignSlack: 'align+overhead' }),
    },
    {
      fact: 'adds no slack for an alignment that every granule has',
      program: '{region=48} A=alloc(24,16)',
      ...accused,
      ...with_({ alignSlack: 'align+overhead' }),
    },
    {
      fact: 'adds no slack where the contract knows none',
      program: '{region=48} A=alloc(24,64)',
      ...accused,
      ...with_({}),
    },
    {
      fact: 'rounds up to a power of two',
      program: '{region=79} A=alloc(40)',
      ...fine,
      ...with_({ rounding: 'powerOfTwo' }),
    },
    {
      fact: 'leaves a power of two as it is',
      program: '{region=80} A=alloc(56)',
      ...accused,
      ...with_({ rounding: 'powerOfTwo' }),
    },
    {
      fact: 'rounds up to a sixteenth of a power of two below it, as TLSF of 16 lists does',
      program: '{region=559} A=alloc(520)',
      ...fine,
      ...with_({ rounding: { tlsf: 4 } }),
    },
    {
      fact: 'rounds no further',
      program: '{region=560} A=alloc(520)',
      ...accused,
      ...with_({ rounding: { tlsf: 4 } }),
    },
    {
      fact: 'does not round small sizes that have a list of their own',
      program: '{region=48} A=alloc(17)',
      ...accused,
      ...with_({ rounding: { tlsf: 4 } }),
    },
    {
      fact: 'has no say on arrays and reallocs',
      program: 'A=allocArray(2,8) B=alloc(8) realloc(B,16)',
      ...fine,
      answers: [null, 0, null],
      ...with_({}),
    },
    {
      fact: 'has no say on size 0',
      program: 'A=alloc(0)',
      ...fine,
      ...with_({}),
    },
    {
      fact: 'is not asked where the contract does not say gap',
      program: 'A=alloc(16)',
      ...fine,
    },
  ]);
});
