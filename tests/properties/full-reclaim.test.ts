import { describe } from 'vitest';
import { propertyCases } from '../support/property-cases.js';
import { thrown } from '../support/scripted-answers.js';

describe('full-reclaim', () => {
  const contract = { reclaims: 'everything' } as const;
  const main = { program: 'A=alloc(16)', answers: [0], contract } as const;
  const calibrate = { role: 'calibrate', program: 'A=alloc(1000)', answers: [0] } as const;
  const drained = {
    role: 'drained',
    program: 'A=alloc(16) drain(reverse) B=alloc(1000)',
  } as const;
  propertyCases([
    {
      fact: 'accuses the refusal of what a fresh region granted',
      ...main,
      others: [calibrate, { ...drained, answers: [0, true, null] }],
      leads: 'full-reclaim',
      clause: 'reclaims',
      step: 1,
      evidence: { kind: 'notReclaimed', largestBytes: 1_000n, align: 1n },
    },
    {
      fact: 'accuses it for one order of frees of several',
      ...main,
      others: [
        calibrate,
        { ...drained, answers: [0, true, 0] },
        {
          role: 'drained',
          program: 'A=alloc(16) drain(address) B=alloc(1000)',
          answers: [0, true, null],
        },
      ],
      leads: 'full-reclaim',
    },
    {
      fact: 'accuses a region that holds a slot fewer than a fresh one',
      ...main,
      others: [
        {
          role: 'counted',
          program: 'A=alloc(16) free(A) fill(16,1,9) drain(address) fill(8,1,9)',
          answers: [0, true, 0, 16, null, true, true, 0, 16, null],
        },
        {
          role: 'recounted',
          program:
            'Z=alloc(16) drain(reverse) A=alloc(16) free(A) fill(16,1,9) drain(address) fill(8,1,9)',
          answers: [0, true, 0, true, 0, null, true, 0, null],
        },
      ],
      leads: 'full-reclaim',
      evidence: { kind: 'fewerGrants', unitBytes: 16n, freshGrants: 2, grants: 1 },
    },
    {
      fact: 'has no say on slots where the fresh region was not filled',
      ...main,
      others: [
        {
          role: 'counted',
          program: 'A=alloc(16) free(A) fill(16,1,2) drain(address) fill(8,1,2)',
          answers: [0, true, 0, 16, true, true, 0, 16],
        },
        {
          role: 'recounted',
          program:
            'Z=alloc(16) drain(reverse) A=alloc(16) free(A) fill(16,1,2) drain(address) fill(8,1,2)',
          answers: [0, true, 0, true, 0, null, true, 0, null],
        },
      ],
      leads: 'nothing',
      checks: { 'full-reclaim': 0 },
    },
    {
      fact: 'is content with a grant elsewhere',
      ...main,
      others: [calibrate, { ...drained, answers: [0, true, 24] }],
      leads: 'nothing',
      checks: { 'full-reclaim': 1 },
    },
    {
      fact: 'has no say where the fresh region refused it too',
      ...main,
      others: [
        { ...calibrate, answers: [null] },
        { ...drained, answers: [0, true, null] },
      ],
      leads: 'nothing',
      checks: { 'full-reclaim': 0 },
    },
    {
      fact: 'has no say where the region was shorter for a while',
      ...main,
      contract: { ...contract, region: { smallestBytes: 64, growGranuleBytes: 1 } },
      others: [
        calibrate,
        {
          role: 'drained',
          program: 'resize(512) append(0,512) B=alloc(1000)',
          answers: [true, true, null],
        },
      ],
      asks: ['append', 'resize'],
      leads: 'nothing',
      checks: { 'full-reclaim': 0 },
    },
    {
      fact: 'has no say where another size is asked for',
      ...main,
      others: [
        { ...calibrate, program: 'A=alloc(999)' },
        { ...drained, answers: [0, true, null] },
      ],
      leads: 'nothing',
      checks: { 'full-reclaim': 0 },
    },
    {
      fact: 'has no say where the request was never reached',
      ...main,
      others: [
        { ...calibrate, program: 'A=alloc(16)' },
        { ...drained, program: 'A=alloc(16) free(A)', answers: [0, true] },
      ],
      leads: 'nothing',
      checks: { 'full-reclaim': 0 },
    },
    {
      fact: 'leaves a fault to no-fault',
      ...main,
      others: [calibrate, { ...drained, answers: [0, true, thrown('corrupt')] }],
      leads: 'nothing',
      checks: { 'full-reclaim': 0 },
    },
    {
      fact: 'has no say behind a violation that corrupts',
      program: 'A=alloc(16) B=alloc(16)',
      answers: [0, 8],
      contract,
      others: [calibrate, { ...drained, answers: [0, true, null] }],
      leads: 'no-overlap',
    },
    {
      fact: 'is not asked where less is claimed',
      ...main,
      contract: { reuse: 'sameLayout' },
      others: [calibrate, { ...drained, answers: [0, true, null] }],
      leads: 'nothing',
    },
  ]);
});
