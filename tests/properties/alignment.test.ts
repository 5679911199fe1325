import { describe } from 'vitest';
import { propertyCases } from '../support/property-cases.js';
import { moved } from '../support/scripted-answers.js';

describe('alignment', () => {
  const alignment = { natural: 8, maximum: 64 } as const;
  propertyCases([
    {
      fact: 'accuses an address that is no multiple of what was asked',
      program: 'A=alloc(8,16)',
      answers: [8],
      leads: 'alignment',
      clause: 'alignment.maximum',
      evidence: { kind: 'misaligned', align: 16n, remainder: 8n },
    },
    {
      fact: 'accuses an address below the natural alignment',
      program: 'A=alloc(8)',
      answers: [4],
      contract: { alignment },
      leads: 'alignment',
      clause: 'alignment.natural',
    },
    {
      fact: 'judges the address, not the offset in a region at an odd base',
      program: '{region=1024 base=+8} A=alloc(8,16)',
      answers: [8],
      leads: 'nothing',
      checks: { alignment: 1 },
    },
    {
      fact: 'lets weak alignment give 4 bytes a multiple of 4',
      program: 'A=alloc(4) B=alloc(7)',
      answers: [4, 12],
      contract: { alignment: { natural: 'weak', maximum: 64 } },
      leads: 'nothing',
    },
    {
      fact: 'accuses weak alignment that gives 8 bytes a multiple of 4',
      program: 'A=alloc(8)',
      answers: [4],
      contract: { alignment: { natural: 'weak', maximum: 64 } },
      leads: 'alignment',
    },
    {
      fact: 'lets a realloc forget the alignment where the contract does not keep it',
      program: 'A=alloc(8,64) realloc(A,16)',
      answers: [0, moved(0, 72, 8)],
      contract: { alignment },
      leads: 'nothing',
    },
    {
      fact: 'accuses a realloc that forgets the alignment where the contract keeps it',
      program: 'A=alloc(8,64) realloc(A,16)',
      answers: [0, moved(0, 72, 8)],
      contract: { alignment, realloc: { keepsAlignment: true } },
      leads: 'alignment',
    },
    {
      fact: 'accuses a realloc that does not give the new alignment that it may be asked for',
      program: 'A=alloc(8) realloc(A,16,32)',
      answers: [0, moved(0, 48, 8)],
      contract: { alignment, realloc: { newAlignment: true } },
      leads: 'alignment',
    },
    {
      fact: 'lets a block that may not move keep an address which is weak for its new size',
      program: 'A=alloc(4) resizeInPlace(A,8)',
      answers: [4, true],
      contract: { alignment: { natural: 'weak', maximum: 64 } },
      leads: 'nothing',
      checks: { alignment: 1 },
    },
    {
      fact: 'lets weak alignment give what was asked for, although the size would get more',
      program: 'A=alloc(16,2)',
      answers: [2],
      contract: { alignment: { natural: 'weak', maximum: 64 } },
      leads: 'nothing',
      checks: { alignment: 1 },
    },
    {
      fact: 'accuses an address below the natural alignment when less was asked for',
      program: 'A=alloc(16,2)',
      answers: [2],
      contract: { alignment },
      leads: 'alignment',
      clause: 'alignment.natural',
    },
    {
      fact: 'counts no check where nothing is asked and nothing promised',
      program: 'A=alloc(8)',
      answers: [3],
      leads: 'nothing',
      checks: { alignment: 0 },
    },
    {
      fact: 'lets reallocArray forget it even there, for it cannot be told',
      program: 'A=alloc(8,64) reallocArray(A,2,8)',
      answers: [0, moved(0, 72, 8)],
      contract: { alignment, realloc: { keepsAlignment: true } },
      leads: 'nothing',
    },
  ]);
});
