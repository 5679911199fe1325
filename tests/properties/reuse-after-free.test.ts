import { describe } from 'vitest';
import { propertyCases } from '../support/property-cases.js';

const contract = { reuse: 'sameLayout', alignment: { natural: 8 } } as const;

describe('reuse-after-free', () => {
  propertyCases([
    {
      fact: 'accuses the refusal of the layout that was freed just now',
      program: 'A=alloc(16) free(A) B=alloc(16)',
      answers: [8, true, null],
      contract,
      leads: 'reuse-after-free',
      clause: 'reuse',
      evidence: {
        kind: 'notReused',
        freedStep: 2,
        freed: { allocation: 1, range: { start: 65_544n, end: 65_560n } },
        requestedBytes: 16n,
      },
    },
    {
      fact: 'says nothing where the contract claims only that all comes back',
      program: 'A=alloc(1) free(A) B=alloc(1)',
      answers: [0, true, null],
      contract: { reclaims: 'everything' },
      leads: 'nothing',
    },
    {
      fact: 'is content with a grant elsewhere',
      program: 'A=alloc(16) free(A) B=alloc(16)',
      answers: [0, true, 512],
      contract,
      leads: 'nothing',
      checks: { 'reuse-after-free': 1 },
    },
    ...(
      [
        ['another size', 'A=alloc(16) free(A) B=alloc(15)'],
        ['another alignment', 'A=alloc(16) free(A) B=alloc(16,8)'],
        ['an alignment above the natural one', 'A=alloc(16,16) free(A) B=alloc(16,16)'],
        ['another kind of request', 'A=alloc(16) free(A) B=allocZeroed(16)'],
        ['an array of the same bytes', 'A=alloc(16) free(A) B=allocArray(1,16)'],
      ] as const
    ).map(([what, program]) => ({
      fact: `lets ${what} be refused`,
      program,
      answers: [0, true, null],
      contract,
      leads: 'nothing' as const,
    })),
    {
      fact: 'lets another entry point refuse',
      program: 'A=memalign:alloc(16) free(A) B=alloc(16)',
      answers: [0, true, null],
      contract: { ...contract, entryPoints: ['memalign'] },
      subject: { entryPoints: ['plain', 'memalign'] },
      leads: 'nothing',
    },
    {
      fact: 'lets a refusal come one request later',
      program: 'A=alloc(16) B=alloc(8) free(A) free(B) C=alloc(16)',
      answers: [0, 16, true, true, null],
      contract,
      leads: 'nothing',
    },
    {
      fact: 'lets the layout be refused whose free was rejected',
      program: 'A=alloc(16) free(A) B=alloc(16)',
      answers: [0, false, null],
      contract,
      leads: 'nothing',
    },
    {
      fact: 'accuses up to 64 KiB',
      program: '{region=70000} A=alloc(65536) free(A) B=alloc(65536)',
      answers: [0, true, null],
      contract,
      leads: 'reuse-after-free',
    },
    {
      fact: 'lets more than 64 KiB be refused',
      program: '{region=70000} A=alloc(65537) free(A) B=alloc(65537)',
      answers: [0, true, null],
      contract,
      leads: 'nothing',
    },
    {
      fact: 'lets size 0 be refused',
      program: 'A=alloc(0) free(A) B=alloc(0)',
      answers: [0, true, null],
      contract: { ...contract, zeroSize: 'unique' },
      leads: 'nothing',
    },
    {
      fact: 'goes by the size that a block had when it was freed',
      program: 'A=alloc(16) realloc(A,32) free(A) B=alloc(32)',
      answers: [0, 0, true, null],
      contract,
      leads: 'reuse-after-free',
    },
    {
      fact: 'is not asked where the contract does not claim it',
      program: 'A=alloc(16) free(A) B=alloc(16)',
      answers: [0, true, null],
      contract: { reclaims: 'nothing' },
      leads: 'nothing',
    },
  ]);
});
