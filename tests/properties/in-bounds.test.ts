import { describe } from 'vitest';
import { propertyCases } from '../support/property-cases.js';

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
      fact: 'accuses a block that reaches into metadata, which is never granted',
      program: 'A=alloc(8) B=alloc(8)',
      answers: [16, 15],
      contract: { region: { smallestBytes: 64, metadata: [{ start: 8, end: 16 }] } },
      leads: 'in-bounds',
      then: ['no-overlap'],
      clause: 'region.metadata',
      evidence: { kind: 'outOfRegion', withheld: { start: 65_544n, end: 65_552n } },
    },
    {
      fact: 'lets a block lie next to metadata on either side',
      program: 'A=alloc(8) B=alloc(8)',
      answers: [16, 0],
      contract: { region: { smallestBytes: 64, metadata: [{ start: 8, end: 16 }] } },
      leads: 'nothing',
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
      fact: 'accuses a block that reaches into what lies between two pieces',
      program: 'append(16,32) A=alloc(24)',
      answers: [true, 1_001],
      asks: ['append'],
      leads: 'in-bounds',
    },
    {
      fact: 'lets a block fill the piece behind it',
      program: 'append(16,32) A=alloc(32) B=alloc(24)',
      answers: [true, 1_040, 1_000],
      asks: ['append'],
      leads: 'nothing',
    },
    {
      fact: 'lets a block reach from a piece into one that touches it',
      program: 'append(0,16) A=alloc(24)',
      answers: [true, 1_001],
      asks: ['append'],
      leads: 'nothing',
    },
    {
      fact: 'has no say on a grant of size 0',
      program: 'A=alloc(0)',
      answers: [5_000],
      leads: 'nothing',
      checks: { 'in-bounds': 0, 'no-overlap': 0 },
    },
  ]);
});
