import { describe } from 'vitest';
import { propertyCases } from '../support/property-cases.js';
import { moved } from '../support/scripted-answers.js';

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
      evidence: { shared: { start: 65_600n, end: 65_601n } },
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
      fact: 'lets a resize in place and a reallocArray grow over their own place',
      program: 'A=alloc(16) resizeInPlace(A,32) reallocArray(A,8,8)',
      answers: [0, true, 0],
      leads: 'nothing',
      checks: { 'no-overlap': 3 },
    },
    {
      fact: 'lets everything be granted again behind a reset',
      program: 'A=alloc(16) reset B=alloc(16)',
      answers: [0, null, 0],
      leads: 'nothing',
    },
  ]);
});
