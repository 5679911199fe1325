import { describe } from 'vitest';
import { propertyCases } from '../support/property-cases.js';
import { thrown } from '../support/scripted-answers.js';

describe('failed-call-no-effect, by contents', () => {
  propertyCases([
    {
      fact: 'counts a refusal that live blocks have seen and survived',
      program: 'A=alloc(16) B=alloc(2000) C=alloc(2000)',
      answers: [0, null, null],
      leads: 'nothing',
      checks: { 'failed-call-no-effect': 2 },
    },
    {
      fact: 'counts none while nothing is live',
      program: 'A=alloc(2000) B=alloc(16)',
      answers: [null, 0],
      leads: 'nothing',
      checks: { 'null-on-exhaustion': 1, 'failed-call-no-effect': 0 },
    },
  ]);
});

describe('failed-call-no-effect, by capacity', () => {
  const main = { program: 'A=alloc(16) B=alloc(2000)', answers: [0, null] } as const;
  const before = {
    role: 'beforeRefusal',
    program: 'A=alloc(16) C=alloc(900)',
    answers: [0, 16],
  } as const;
  const afterwards = 'A=alloc(16) B=alloc(2000) C=alloc(900)';
  const contract = { reclaims: 'everything' } as const;
  propertyCases([
    {
      fact: 'accuses a refusal that takes away a grant which fitted before it',
      ...main,
      contract,
      others: [before, { role: 'afterRefusal', program: afterwards, answers: [0, null, null] }],
      leads: 'failed-call-no-effect',
      clause: 'reclaims',
      evidence: { kind: 'refusalChangedCapacity', refusedStep: 2, largestBytes: 900n, align: 1n },
    },
    {
      fact: 'is content where it still fits, wherever it lies',
      ...main,
      contract,
      others: [before, { role: 'afterRefusal', program: afterwards, answers: [0, null, 100] }],
      leads: 'nothing',
      checks: { 'failed-call-no-effect': 2 },
    },
    {
      fact: 'has no say where it did not fit before either',
      ...main,
      contract,
      others: [
        { ...before, answers: [0, null] },
        { role: 'afterRefusal', program: afterwards, answers: [0, null, null] },
      ],
      leads: 'nothing',
    },
    {
      fact: 'compares no requests of two sizes',
      ...main,
      contract,
      others: [
        { ...before, program: 'A=alloc(16) C=alloc(899)' },
        { role: 'afterRefusal', program: afterwards, answers: [0, null, null] },
      ],
      leads: 'nothing',
    },
    {
      fact: 'leaves a fault in one of the two to no-fault',
      ...main,
      contract,
      others: [
        before,
        { role: 'afterRefusal', program: afterwards, answers: [0, null, thrown('corrupt')] },
      ],
      leads: 'nothing',
      checks: { 'failed-call-no-effect': 1 },
    },
  ]);
});

describe('failed-call-no-effect, by placement', () => {
  const contract = { placement: { policy: 'bump' } } as const;
  const main = {
    program: 'A=alloc(16) B=alloc(2000) C=alloc(8)',
    answers: [0, null, 16],
  } as const;
  const without = { role: 'withoutRefused', program: 'A=alloc(16) B=alloc(8)' } as const;
  propertyCases([
    {
      fact: 'accuses a refusal without which a later grant lies elsewhere',
      ...main,
      contract,
      others: [{ ...without, answers: [0, 24] }],
      leads: 'failed-call-no-effect',
      clause: 'placement',
      evidence: {
        kind: 'differs',
        role: 'withoutRefused',
        otherStep: 2,
        answer: 'offset 16',
        otherAnswer: 'offset 24',
      },
    },
    {
      fact: 'accuses it although what fitted before the refusal fits behind it',
      ...main,
      contract,
      others: [
        { ...without, answers: [0, 24] },
        { role: 'beforeRefusal', program: 'A=alloc(16) C=alloc(900)', answers: [0, 16] },
        {
          role: 'afterRefusal',
          program: 'A=alloc(16) B=alloc(2000) C=alloc(900)',
          answers: [0, null, 16],
        },
      ],
      leads: 'failed-call-no-effect',
      clause: 'placement',
    },
    {
      fact: 'keeps a realloc to 0 whose null has freed its block',
      program: 'A=alloc(16) realloc(A,0) C=alloc(8)',
      answers: [0, null, 16],
      contract: { ...contract, realloc: { toZero: 'free' } },
      others: [
        {
          role: 'withoutRefused',
          program: 'A=alloc(16) realloc(A,0) C=alloc(8)',
          answers: [0, null, 16],
        },
      ],
      leads: 'nothing',
      checks: { 'failed-call-no-effect': 2 },
    },
    {
      fact: 'is content where it lies at the same offset of a region elsewhere',
      ...main,
      contract,
      others: [
        {
          ...without,
          program: '{region=1024 base=+64} A=alloc(16) B=alloc(8)',
          answers: [0, 16],
        },
      ],
      leads: 'nothing',
      checks: { 'failed-call-no-effect': 2 },
    },
    {
      fact: 'asks nothing of it without a placement model',
      ...main,
      others: [{ ...without, answers: [0, 24] }],
      leads: 'nothing',
    },
    {
      fact: 'asks nothing where the other run ended early',
      ...main,
      contract,
      others: [{ ...without, program: 'A=alloc(16)', answers: [0] }],
      leads: 'nothing',
      checks: { 'failed-call-no-effect': 1 },
    },
  ]);
});
