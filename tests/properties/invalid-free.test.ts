import { describe } from 'vitest';
import { propertyCases } from '../support/property-cases.js';
import { scribbled, thrown } from '../support/scripted-answers.js';

const asks = ['deallocNull', 'deallocInvalid', 'badAlign'] as const;
const free = (answer: 'ignored' | 'rejected' | 'abort') => ({
  contract: {
    free: { null: answer, foreign: answer, interior: answer, twice: answer, wrongSize: answer },
    alignment: { bad: 'rejected' as const },
  },
  asks,
});
/** One of each: foreign, interior, wrong size, null, and a second free. */
const each =
  'A=alloc(16) freeInvalid(foreign,+512) freeInvalid(interior,A,+8) freeInvalid(wrongSize,A,-8) ' +
  'free(null) free(A) freeInvalid(twice,A)';

describe('invalid-free', () => {
  propertyCases([
    {
      fact: 'lets every invalid free be rejected',
      program: each,
      answers: [0, false, false, false, false, true, false],
      ...free('rejected'),
      leads: 'nothing',
      checks: { 'invalid-free': 5 },
    },
    {
      fact: 'lets a free that is ignored answer what it likes',
      program: each,
      answers: [0, true, false, undefined, true, true, false],
      ...free('ignored'),
      leads: 'nothing',
      checks: { 'invalid-free': 5 },
    },
    ...(
      [
        ['foreign', 'freeInvalid(foreign,+512)'],
        ['interior', 'freeInvalid(interior,A,+8)'],
        ['wrongSize', 'freeInvalid(wrongSize,A,-8)'],
        ['null', 'free(null)'],
      ] as const
    ).flatMap(([invalid, request]) => [
      {
        fact: `accuses an allocator that accepts a free of what is ${invalid} and must reject it`,
        program: `A=alloc(16) ${request}`,
        answers: [0, true],
        ...free('rejected'),
        leads: 'invalid-free' as const,
        clause: `free.${invalid}`,
        evidence: { kind: 'invalidFreeAnswer', invalid, expected: 'rejected' },
      },
      {
        fact: `accuses an allocator that dies of a free of what is ${invalid} and must ignore it`,
        program: `A=alloc(16) ${request}`,
        answers: [0, thrown('corrupt')],
        ...free('ignored'),
        leads: 'invalid-free' as const,
        then: ['no-fault'] as const,
      },
      {
        fact: `accuses an allocator that returns from a free of what is ${invalid} and must not`,
        program: `A=alloc(16) ${request}`,
        answers: [0, false],
        ...free('abort'),
        leads: 'invalid-free' as const,
        evidence: { expected: 'abort' },
      },
      {
        fact: `lets an allocator die of a free of what is ${invalid} that says so`,
        program: `A=alloc(16) ${request}`,
        answers: [0, thrown('corrupt')],
        ...free('abort'),
        leads: 'nothing' as const,
        checks: { 'invalid-free': 1 },
      },
    ]),
    {
      fact: 'accuses a second free that is accepted',
      program: 'A=alloc(16) free(A) freeInvalid(twice,A)',
      answers: [0, true, true],
      ...free('rejected'),
      leads: 'invalid-free',
      clause: 'free.twice',
    },
    {
      fact: 'sends no second free once the place is granted again, for it would be lawful',
      program: 'A=alloc(16) free(A) B=alloc(16) freeInvalid(twice,A)',
      answers: [0, true, 0, true],
      ...free('rejected'),
      leads: 'nothing',
    },
    {
      fact: 'leaves damage by an invalid free to the property that it breaks',
      program: '{region=1024 observe=each} A=alloc(16) freeInvalid(foreign,+512)',
      answers: [0, scribbled(0, false)],
      ...free('rejected'),
      leads: 'content-preserved',
    },
    {
      fact: 'has no say where the contract leaves a free undefined, should it be asked',
      program: 'A=alloc(16) freeInvalid(foreign,+512)',
      answers: [0, true],
      contract: { free: { null: 'ignored', interior: 'rejected' }, alignment: { bad: 'rejected' } },
      asks,
      leads: 'nothing',
      checks: { 'invalid-free': 0 },
    },
    {
      fact: 'accuses a fault of a lawful request although an invalid free may abort',
      program: 'A=alloc(16)',
      answers: [thrown('corrupt')],
      ...free('abort'),
      leads: 'no-fault',
    },
    {
      fact: 'accuses a grant for an alignment that is none',
      program: 'A=badAlign(16,3)',
      answers: [0],
      ...free('ignored'),
      leads: 'invalid-free',
      clause: 'alignment.bad',
      evidence: { invalid: 'badAlign', expected: 'rejected' },
    },
    {
      fact: 'lets it be refused',
      program: 'A=badAlign(16,3)',
      answers: [null],
      ...free('ignored'),
      leads: 'nothing',
      checks: { 'invalid-free': 1 },
    },
    {
      fact: 'accuses an allocator that dies of it',
      program: 'A=badAlign(16,3)',
      answers: [thrown('corrupt')],
      ...free('ignored'),
      leads: 'invalid-free',
      then: ['no-fault'],
    },
    {
      fact: 'lets it be refused by a trap where traps refuse',
      program: 'A=badAlign(16,3)',
      answers: [thrown('no such alignment')],
      contract: {
        refusal: 'trap',
        refusalErrors: ['no such alignment'],
        free: { null: 'ignored', foreign: 'ignored' },
        alignment: { bad: 'rejected' },
      },
      asks,
      leads: 'nothing',
      checks: { 'invalid-free': 1 },
    },
  ]);
});
