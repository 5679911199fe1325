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
