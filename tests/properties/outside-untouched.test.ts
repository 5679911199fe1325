import { describe } from 'vitest';
import { propertyCases } from '../support/property-cases.js';
import { scribbled } from '../support/scripted-answers.js';

// Regions of 1,024 bytes: offsets below 0 and from 1,024 on lie outside.

describe('outside-untouched', () => {
  propertyCases([
    {
      fact: 'accuses a write to the byte behind the region',
      program: '{region=1024 observe=each} A=alloc(8)',
      answers: [scribbled(1_024, 0)],
      leads: 'outside-untouched',
      clause: 'region',
      evidence: { kind: 'damage', blamedStep: 1, damage: { firstOffset: 1_024n, badBytes: 1n } },
    },
    {
      fact: 'accuses a write to the byte before the region',
      program: 'A=alloc(8)',
      answers: [scribbled(-1, 0)],
      leads: 'outside-untouched',
      evidence: { blamedStep: undefined, damage: { firstOffset: -1n } },
    },
    {
      fact: 'accuses a write at the far end of what is watched, on both sides',
      program: 'A=alloc(8)',
      answers: [scribbled(1_024 + 127, 0)],
      leads: 'outside-untouched',
    },
    {
      fact: 'accuses a write 128 bytes before the region',
      program: 'A=alloc(8)',
      answers: [scribbled(-128, 0)],
      leads: 'outside-untouched',
    },
    {
      fact: 'lets the first and the last byte of the region be written',
      program: '{region=1024 observe=each} A=alloc(8) B=alloc(8)',
      answers: [scribbled(0, 8), scribbled(1_023, 16)],
      leads: 'nothing',
      checks: { 'outside-untouched': 4 },
    },
    {
      fact: 'lets an allocator write to what it was extended by',
      program: '{region=1024 observe=each} extend(16) A=alloc(8)',
      answers: [scribbled(1_039, true), scribbled(1_024, 0)],
      leads: 'nothing',
    },
    {
      fact: 'accuses a write to an extension that was refused',
      program: '{region=1024 observe=each} extend(16) A=alloc(8)',
      answers: [false, scribbled(1_024, 0)],
      leads: 'outside-untouched',
      evidence: { damage: { step: 2 } },
    },
    {
      fact: 'is not asked where the region is not given',
      program: '{region=1024 observe=each} A=alloc(8)',
      answers: [scribbled(1_024, 0)],
      subject: { regionIsGiven: false },
      contract: { requests: ['alloc', 'dealloc'] },
      leads: 'nothing',
    },
  ]);
});
