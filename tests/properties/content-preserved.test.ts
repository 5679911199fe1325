import { describe } from 'vitest';
import { propertyCases } from '../support/property-cases.js';
import { moved, scribbled } from '../support/scripted-answers.js';

// Regions of 1,024 bytes: offsets below 0 and from 1,024 on lie outside.

describe('content-preserved', () => {
  const two = 'A=alloc(32) B=alloc(32)';
  propertyCases([
    {
      fact: 'accuses whoever writes to the first byte of a live block',
      program: `{region=1024 observe=each} ${two}`,
      answers: [0, scribbled(0, 32)],
      leads: 'content-preserved',
      clause: 'requests',
      evidence: {
        kind: 'damage',
        blamedStep: 2,
        victim: { allocation: 1 },
        damage: { step: 2, aspect: 'content', firstOffset: 0n, lastOffset: 0n, badBytes: 1n },
      },
    },
    {
      fact: 'accuses whoever writes to the last byte of a live block',
      program: `{region=1024 observe=edges} ${two}`,
      answers: [0, scribbled(31, 32)],
      leads: 'content-preserved',
      evidence: { damage: { firstOffset: 31n } },
    },
    {
      fact: 'blames nobody where not every step is read back',
      program: `{region=1024 observe=full} ${two} free(B)`,
      answers: [0, scribbled(16, 32), true],
      leads: 'content-preserved',
      evidence: { blamedStep: undefined },
    },
    {
      fact: 'sees the damage before the block is freed',
      program: 'A=alloc(32) B=alloc(8) free(A)',
      answers: [0, scribbled(16, 32), true],
      leads: 'content-preserved',
      evidence: { damage: { step: 2 } },
    },
    {
      fact: 'tells damage of a block on its way into a realloc as damage',
      program: 'A=alloc(32) B=alloc(8) realloc(A,64)',
      answers: [0, scribbled(16, 32), moved(0, 64, 32)],
      leads: 'content-preserved',
    },
    {
      fact: 'lets the allocator write between live blocks',
      program: `{region=1024 observe=each} A=alloc(30) B=alloc(32)`,
      answers: [0, scribbled(31, 32)],
      leads: 'nothing',
      checks: { 'content-preserved': 5 },
    },
    {
      fact: 'lets the allocator write to a block that it was given back',
      program: `{region=1024 observe=each} ${two} free(A)`,
      answers: [0, 32, scribbled(0, true)],
      leads: 'nothing',
    },
    {
      fact: 'lets the allocator write into a block behind a reset',
      program: `{region=1024 observe=each} ${two} reset C=alloc(8)`,
      answers: [0, 32, scribbled(0, null), 64],
      leads: 'nothing',
    },
    {
      fact: 'lets the tail that a shrink gave back change',
      program: `{region=1024 observe=each} A=alloc(32) realloc(A,8) B=alloc(8)`,
      answers: [0, 0, scribbled(8, 64)],
      leads: 'nothing',
    },
    {
      fact: 'lets the old place of a moved block change',
      program: `{region=1024 observe=each} A=alloc(32) realloc(A,33) B=alloc(8)`,
      answers: [0, moved(0, 64, 32), scribbled(0, 128)],
      leads: 'nothing',
    },
    {
      fact: 'does not look into blocks above the fill limit',
      program: `{region=1024 observe=each} A=alloc(64) B=alloc(8)`,
      answers: [0, scribbled(0, 64)],
      contract: { fillLimitBytes: 63 },
      leads: 'nothing',
    },
    {
      fact: 'is not asked of a subject without memory',
      program: `{region=1024 observe=each} ${two}`,
      answers: [0, 32],
      subject: { hasMemory: false },
      leads: 'nothing',
    },
  ]);
});
