import { describe } from 'vitest';
import { propertyCases } from '../support/property-cases.js';

describe('zero-size', () => {
  propertyCases([
    {
      fact: 'accuses a grant where the contract says null',
      program: 'A=alloc(0)',
      answers: [0],
      contract: { zeroSize: 'null' },
      leads: 'zero-size',
    },
    {
      fact: 'accuses a unique address inside a live block',
      program: 'A=alloc(16) B=alloc(0)',
      answers: [0, 8],
      contract: { zeroSize: 'unique' },
      leads: 'zero-size',
    },
    {
      fact: 'lets a unique address lie at the end of a block',
      program: 'A=alloc(16) B=alloc(0)',
      answers: [0, 16],
      contract: { zeroSize: 'unique' },
      leads: 'nothing',
      checks: { 'zero-size': 1 },
    },
    {
      fact: 'accuses two live unique addresses that are one',
      program: 'A=alloc(0) B=alloc(0)',
      answers: [8, 8],
      contract: { zeroSize: 'nullOrUnique' },
      leads: 'zero-size',
    },
    {
      fact: 'lets a unique address be had again behind its free',
      program: 'A=alloc(0) free(A) B=alloc(0)',
      answers: [8, true, 8],
      contract: { zeroSize: 'unique' },
      leads: 'nothing',
    },
    {
      fact: 'accuses a block granted over a live unique address',
      program: 'A=alloc(0) B=alloc(16)',
      answers: [8, 0],
      contract: { zeroSize: 'unique' },
      leads: 'zero-size',
    },
    {
      fact: 'lets a dangling address lie anywhere, in a live block too',
      program: 'A=alloc(16) B=alloc(0) C=alloc(0)',
      answers: [0, 8, 8],
      contract: { zeroSize: 'dangling' },
      leads: 'nothing',
      checks: { 'zero-size': 2 },
    },
    {
      fact: 'accuses a refusal where the contract says dangling, which takes no room',
      program: 'A=alloc(1024) B=alloc(0)',
      answers: [0, null],
      contract: { zeroSize: 'dangling' },
      leads: 'zero-size',
    },
    {
      fact: 'lets a full region refuse a unique address',
      program: 'A=alloc(1024) B=alloc(0)',
      answers: [0, null],
      contract: { zeroSize: 'unique' },
      leads: 'nothing',
    },
    {
      fact: 'has no say where the contract leaves size 0 undefined',
      program: 'A=alloc(16) B=alloc(0)',
      answers: [0, 8],
      leads: 'nothing',
    },
  ]);
});
