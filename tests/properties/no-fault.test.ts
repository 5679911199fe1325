import { describe } from 'vitest';
import type { ContractInput } from '../../dist/src/contract/document/contract-schema.js';
import type { Execution } from '../../dist/src/core/execution.js';
import type { Answer } from '../support/scripted-allocator.js';
import { propertyCases } from '../support/property-cases.js';
import { thrown } from '../support/scripted-answers.js';

/** A trap as WebAssembly words it. */
const trap =
  (message: string): Answer =>
  () => {
    throw new WebAssembly.RuntimeError(message);
  };

describe('no-fault', () => {
  const traps: ContractInput = { refusal: 'trap', refusalErrors: ['out of memory'] };
  propertyCases([
    {
      fact: 'accuses an exception from a request for memory',
      program: 'A=alloc(16)',
      answers: [thrown('out of memory')],
      leads: 'no-fault',
      clause: 'requests',
      evidence: {
        ...{ kind: 'fault', request: 'alloc' },
        death: { step: 1, fault: 'exception', phase: 'call' },
      },
    },
    {
      fact: 'accuses an exception from a free',
      program: 'A=alloc(16) free(A)',
      answers: [0, thrown('corrupt')],
      leads: 'no-fault',
      clause: 'requests',
      evidence: { kind: 'fault', request: 'dealloc' },
    },
    {
      fact: 'lets an error refuse that the contract lists',
      program: 'A=alloc(16)',
      answers: [thrown('RangeError: out of memory, sorry')],
      contract: traps,
      leads: 'nothing',
    },
    {
      fact: 'accuses an error that it does not list',
      program: 'A=alloc(16)',
      answers: [thrown('out of luck')],
      contract: traps,
      leads: 'no-fault',
      clause: 'refusal',
    },
    {
      fact: 'accuses an error that it lists, from a free',
      program: 'A=alloc(16) free(A)',
      answers: [0, thrown('out of memory')],
      contract: traps,
      leads: 'no-fault',
      clause: 'requests',
    },
    {
      fact: 'lets unreachable refuse where traps refuse',
      program: 'A=alloc(16)',
      answers: [trap('unreachable')],
      contract: traps,
      leads: 'nothing',
    },
    {
      fact: 'lets an abort refuse where traps refuse',
      program: 'A=alloc(16) realloc(A,64)',
      answers: [0, trap('Aborted(OOM)')],
      contract: traps,
      leads: 'nothing',
    },
    {
      fact: 'accuses unreachable where null refuses',
      program: 'A=alloc(16)',
      answers: [trap('unreachable')],
      leads: 'no-fault',
      evidence: { death: { fault: 'unreachable' } },
    },
    {
      fact: 'accuses an access out of bounds even where traps refuse',
      program: 'A=alloc(16)',
      answers: [trap('memory access out of bounds')],
      contract: traps,
      leads: 'no-fault',
      evidence: { death: { fault: 'accessViolation' } },
    },
    {
      fact: 'accuses a division by zero even where traps refuse',
      program: 'A=alloc(16)',
      answers: [trap('divide by zero')],
      contract: traps,
      leads: 'no-fault',
      evidence: { death: { fault: 'arithmetic' } },
    },
    {
      fact: 'accuses a reset that dies',
      program: 'reset',
      answers: [thrown('corrupt')],
      leads: 'no-fault',
      evidence: { death: { step: 1 } },
    },
    {
      fact: 'counts every answer, a refusal too',
      program: 'A=alloc(2000) reset',
      answers: [null, null],
      leads: 'nothing',
      checks: { 'no-fault': 3 },
    },
  ]);
});

describe('a fault while a grant is written to', () => {
  const diesIn =
    (phase: 'fill' | 'verify' | 'call', fault: 'signal' | 'abort' = 'signal') =>
    (execution: Execution): Execution => ({
      ...execution,
      death: { step: 1, fault, detail: 11, phase, message: undefined },
    });
  propertyCases([
    {
      fact: 'accuses the grant, which is no memory, and not the request',
      program: 'A=alloc(16)',
      answers: [0],
      edit: diesIn('fill'),
      leads: 'in-bounds',
      clause: 'region',
      evidence: { kind: 'notUsableMemory', grant: { allocation: 1 }, death: { phase: 'fill' } },
    },
    {
      fact: 'accuses it as well while it is read back',
      program: 'A=alloc(16)',
      answers: [0],
      edit: diesIn('verify'),
      leads: 'in-bounds',
    },
    {
      fact: 'does not take it for a refusal, even where aborts refuse',
      program: '{region=65536} A=alloc(16)',
      answers: [0],
      edit: diesIn('fill', 'abort'),
      contract: { refusal: 'trap' },
      leads: 'in-bounds',
    },
    {
      fact: 'accuses the request of a signal within the call, whatever errors refuse',
      program: 'A=alloc(16)',
      answers: [0],
      edit: diesIn('call'),
      contract: { refusal: 'trap', refusalErrors: ['out of memory'] },
      leads: 'no-fault',
      checks: { 'in-bounds': 1 },
    },
    {
      fact: 'accuses nobody else when what died was no grant',
      program: 'A=alloc(0)',
      answers: [0],
      edit: diesIn('verify'),
      leads: 'nothing',
    },
  ]);
});
