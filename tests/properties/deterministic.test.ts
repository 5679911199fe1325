import { describe } from 'vitest';
import { propertyCases } from '../support/property-cases.js';
import { thrown } from '../support/scripted-answers.js';

describe('deterministic', () => {
  const contract = { deterministic: 'claimed' } as const;
  const main = { program: 'A=alloc(16) free(A)', answers: [0, true], contract } as const;
  const again = { role: 'again', program: 'A=alloc(16) free(A)' } as const;
  propertyCases([
    {
      fact: 'accuses another address',
      ...main,
      others: [{ ...again, answers: [8, true] }],
      leads: 'deterministic',
      clause: 'deterministic',
      evidence: {
        kind: 'differs',
        role: 'again',
        otherStep: 1,
        answer: 'offset 0',
        otherAnswer: 'offset 8',
      },
    },
    {
      fact: 'accuses a refusal in place of a grant',
      ...main,
      others: [{ ...again, answers: [null, true] }],
      leads: 'deterministic',
      evidence: { answer: 'offset 0', otherAnswer: 'refused' },
    },
    {
      fact: 'accuses a rejected free in place of one that was done',
      ...main,
      others: [{ ...again, answers: [0, false] }],
      leads: 'deterministic',
      evidence: { otherStep: 2, answer: 'done', otherAnswer: 'rejected' },
    },
    {
      fact: 'accuses a fault of one of the runs',
      ...main,
      others: [{ ...again, answers: [0, thrown('corrupt')] }],
      leads: 'deterministic',
      evidence: { otherAnswer: 'faulted' },
    },
    {
      fact: 'accuses a run that does not get as far',
      ...main,
      others: [{ role: 'again', program: 'A=alloc(16)', answers: [0] }],
      leads: 'deterministic',
      evidence: { otherStep: 2, answer: 'done', otherAnswer: 'nothing' },
    },
    {
      fact: 'accuses a run that gets further, at the last step of the first',
      program: 'A=alloc(16)',
      answers: [0],
      contract,
      others: [{ ...again, answers: [0, true] }],
      leads: 'deterministic',
      step: 1,
      evidence: { otherStep: 2, answer: 'nothing' },
    },
    {
      fact: 'accuses another usable size',
      program: 'A=alloc(16) usable(A)',
      answers: [0, 16],
      contract: { ...contract, usableSize: 'atLeast' },
      asks: ['usable'],
      others: [{ role: 'again', program: 'A=alloc(16) usable(A)', answers: [0, 24] }],
      leads: 'deterministic',
      evidence: { answer: 'usable 16', otherAnswer: 'usable 24' },
    },
    {
      fact: 'compares offsets, not addresses',
      ...main,
      others: [
        {
          role: 'again',
          program: '{region=1024 base=+64} A=alloc(16) free(A)',
          answers: [0, true],
        },
      ],
      leads: 'nothing',
      checks: { deterministic: 1 },
    },
    {
      fact: 'counts no check without a second run',
      ...main,
      leads: 'nothing',
      checks: { deterministic: 0 },
    },
    {
      fact: 'lets the address of a grant of size 0 differ',
      program: 'A=alloc(0)',
      answers: [0],
      contract: { ...contract, zeroSize: 'dangling' },
      others: [{ role: 'again', program: 'A=alloc(0)', answers: [8] }],
      leads: 'nothing',
    },
    {
      fact: 'is not asked where the contract does not claim it',
      ...main,
      contract: {},
      others: [{ ...again, answers: [8, true] }],
      leads: 'nothing',
    },
  ]);
});
