import { describe } from 'vitest';
import type { Answer } from '../support/scripted-allocator.js';
import { propertyCases } from '../support/property-cases.js';
import { zeroedAt } from '../support/scripted-answers.js';

/** Zeroes a block of 33 bytes but for its first, and answers it. */
const zeroedButFirst: Answer = ({ bytes, base }) => {
  bytes.fill(0, base + 1, base + 33);
  return 0;
};

describe('zeroed', () => {
  propertyCases([
    {
      fact: 'accuses a zeroed grant whose last byte is not zero',
      program: '{region=1024 fill=ones} A=allocZeroed(33)',
      answers: [zeroedAt(0, 32)],
      leads: 'zeroed',
      evidence: {
        kind: 'damage',
        blamedStep: 1,
        victim: { allocation: 1 },
        damage: { aspect: 'zeroed', firstOffset: 32n, badBytes: 1n },
      },
    },
    {
      fact: 'accuses a zeroed grant whose first byte is not zero',
      program: '{region=1024 fill=ones} A=allocZeroed(33)',
      answers: [zeroedButFirst],
      leads: 'zeroed',
      evidence: { damage: { firstOffset: 0n } },
    },
    {
      fact: 'accuses an array on recycled memory that holds what was there',
      program: 'A=alloc(64) free(A) B=allocArray(4,8)',
      answers: [0, true, 0],
      leads: 'zeroed',
    },
    {
      fact: 'lets fresh zero memory be granted as it is',
      program: 'A=allocZeroed(32) B=allocArray(4,8)',
      answers: [0, 32],
      leads: 'nothing',
      checks: { zeroed: 2 },
    },
    {
      fact: 'lets the byte behind a zeroed grant be anything',
      program: '{region=1024 fill=ones} A=allocZeroed(33)',
      answers: [zeroedAt(0, 33)],
      leads: 'nothing',
      checks: { zeroed: 1 },
    },
    {
      fact: 'asks nothing of a plain grant',
      program: '{region=1024 fill=ones} A=alloc(33)',
      answers: [0],
      leads: 'nothing',
    },
    {
      fact: 'asks nothing of the tail that a realloc of a zeroed grant adds',
      program: '{region=1024 fill=ones} A=allocZeroed(8) realloc(A,16)',
      answers: [zeroedAt(0, 8), 0],
      leads: 'nothing',
      checks: { zeroed: 1 },
    },
    {
      fact: 'does not read a grant above the fill limit',
      program: '{region=1024 fill=ones} A=allocZeroed(64)',
      answers: [0],
      contract: { fillLimitBytes: 63 },
      leads: 'nothing',
    },
  ]);
});
