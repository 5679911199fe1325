import { describe } from 'vitest';
import type { ContractInput } from '../../dist/src/contract/contract-schema.js';
import { propertyCases } from '../support/property-cases.js';
import { moved } from '../support/scripted-answers.js';

describe('placement, bump', () => {
  const bump: ContractInput = { placement: { policy: 'bump' } };
  propertyCases([
    {
      fact: 'accuses a grant behind the place where the cursor is',
      program: 'A=alloc(3) B=alloc(8,8)',
      answers: [0, 16],
      contract: bump,
      leads: 'placement',
      clause: 'placement',
      evidence: { kind: 'misplaced', expected: 65_544n, outcome: { address: 65_552n } },
    },
    {
      fact: 'rounds the cursor up to the alignment asked',
      program: 'A=alloc(3) B=alloc(8,8)',
      answers: [0, 8],
      contract: bump,
      leads: 'nothing',
      checks: { placement: 2 },
    },
    {
      fact: 'rounds sizes up to whole granules, the last one of the region too',
      program: '{region=64} A=alloc(3) B=alloc(17) C=alloc(1) D=alloc(1)',
      answers: [0, 16, 48, null],
      contract: { placement: { policy: 'bump', granuleBytes: 16 }, nulls: 'exact' },
      leads: 'nothing',
      checks: { placement: 3, 'null-on-exhaustion': 1 },
    },
    {
      fact: 'accuses a grant behind the bytes asked where they are rounded up to granules',
      program: 'A=alloc(3) B=alloc(3)',
      answers: [0, 3],
      contract: { placement: { policy: 'bump', granuleBytes: 16 } },
      leads: 'placement',
      evidence: { expected: 65_552n },
    },
    {
      fact: 'rounds the address, not the offset',
      program: '{region=1024 base=+1} A=alloc(8,8)',
      answers: [7],
      contract: bump,
      leads: 'nothing',
    },
    {
      fact: 'leaves the cursor where it is for size 0, whatever its address',
      program: 'A=alloc(8) B=alloc(0) C=alloc(8)',
      answers: [0, 500, 8],
      contract: { ...bump, zeroSize: 'dangling' },
      leads: 'nothing',
      checks: { placement: 2 },
    },
    {
      fact: 'gives nothing back for a free',
      program: 'A=alloc(8) free(A) B=alloc(8)',
      answers: [0, true, 0],
      contract: bump,
      leads: 'placement',
    },
    {
      fact: 'starts anew behind a reset',
      program: 'A=alloc(8) reset B=alloc(8)',
      answers: [0, null, 0],
      contract: bump,
      leads: 'nothing',
    },
    {
      fact: 'starts where the data starts',
      program: 'A=alloc(8)',
      answers: [0],
      contract: { placement: { policy: 'bump', dataStart: 32 }, region: { smallestBytes: 64 } },
      leads: 'placement',
      evidence: { expected: 65_568n },
    },
    {
      fact: 'accuses a grant behind the end of the data, for the model refuses it',
      program: 'A=alloc(33)',
      answers: [0],
      contract: { placement: { policy: 'bump', dataEnd: 32 }, region: { smallestBytes: 64 } },
      leads: 'null-on-exhaustion',
      clause: 'placement',
      evidence: { kind: 'impossibleGrant', reason: 'model' },
    },
    {
      fact: 'lets a grant end where the data ends',
      program: 'A=alloc(32)',
      answers: [0],
      contract: { placement: { policy: 'bump', dataEnd: 32 }, region: { smallestBytes: 64 } },
      leads: 'nothing',
    },
    {
      fact: 'accuses a refusal of what the model grants, where refusals are exact',
      program: 'A=alloc(8) B=alloc(1016)',
      answers: [0, null],
      contract: { ...bump, nulls: 'exact' },
      leads: 'no-spurious-null',
      clause: 'nulls',
      evidence: { level: 'exact', gap: { start: 65_544n, end: 66_560n } },
    },
    {
      fact: 'lets it be refused where they are not',
      program: 'A=alloc(8) B=alloc(1016)',
      answers: [0, null],
      contract: bump,
      leads: 'nothing',
    },
    {
      fact: 'follows a realloc, whose place it does not know beforehand',
      program: 'A=alloc(8) realloc(A,16) B=alloc(8)',
      answers: [0, moved(0, 40, 8), 56],
      contract: bump,
      leads: 'nothing',
      checks: { placement: 2 },
    },
    {
      fact: 'expects nothing of sizes that the contract does not leave lawful',
      program: 'A=alloc(8)',
      answers: [100],
      contract: { ...bump, sizes: { smallest: 16, belowSmallest: 'roundedUp' } },
      leads: 'nothing',
    },
  ]);
});

describe('placement, first-fit', () => {
  const firstFit: ContractInput = {
    placement: {
      policy: 'first-fit',
      granuleBytes: 16,
      dataStart: 'bitmap',
      dataEnd: 'bitmap',
      alignsTo: 'request',
    },
    nulls: 'exact',
  };
  const three = 'A=alloc(16) B=alloc(16) C=alloc(16)';
  propertyCases([
    {
      fact: 'accuses a first block that is not right behind the bitmap',
      program: 'A=alloc(16)',
      answers: [32],
      contract: firstFit,
      leads: 'placement',
      evidence: { expected: 65_552n },
    },
    {
      fact: 'accuses a grant behind a hole that would do',
      program: `${three} free(A) D=alloc(16)`,
      answers: [16, 32, 48, true, 64],
      contract: firstFit,
      leads: 'placement',
      evidence: { expected: 65_552n },
    },
    {
      fact: 'takes the lowest hole',
      program: `${three} free(A) free(C) D=alloc(16)`,
      answers: [16, 32, 48, true, true, 16],
      contract: firstFit,
      leads: 'nothing',
      checks: { placement: 4 },
    },
    {
      fact: 'passes over a hole that is too short',
      program: `${three} free(A) D=alloc(17)`,
      answers: [16, 32, 48, true, 64],
      contract: firstFit,
      leads: 'nothing',
    },
    {
      fact: 'takes two freed neighbours for one hole',
      program: `${three} free(B) free(A) D=alloc(32)`,
      answers: [16, 32, 48, true, true, 16],
      contract: firstFit,
      leads: 'nothing',
    },
    {
      fact: 'keeps the rest of a block that is used in part',
      program: 'A=alloc(1) B=alloc(17) C=alloc(1)',
      answers: [16, 32, 64],
      contract: firstFit,
      leads: 'nothing',
    },
    {
      fact: 'looks for a run that starts at a multiple of the alignment',
      program: 'A=alloc(16,64) B=alloc(16) C=alloc(16,32)',
      answers: [64, 16, 32],
      contract: firstFit,
      leads: 'nothing',
    },
    {
      fact: 'has 63 blocks of 16 bytes in 1,024',
      program: 'A=alloc(1008)',
      answers: [null],
      contract: firstFit,
      leads: 'no-spurious-null',
      evidence: { level: 'exact' },
    },
    {
      fact: 'has no block more',
      program: 'A=alloc(1009)',
      answers: [null],
      contract: firstFit,
      leads: 'nothing',
      checks: { 'null-on-exhaustion': 1 },
    },
    {
      fact: 'has 3 blocks of 256 bytes in 1,024, from offset 256',
      program: 'A=alloc(768) B=alloc(1)',
      answers: [256, null],
      contract: {
        ...firstFit,
        placement: {
          policy: 'first-fit',
          granuleBytes: 256,
          dataStart: 'bitmap',
          dataEnd: 'bitmap',
        },
      },
      leads: 'nothing',
      checks: { placement: 1, 'null-on-exhaustion': 1 },
    },
    {
      fact: 'takes a bitmap byte for eight blocks',
      program: '{region=300} A=alloc(256) B=alloc(16) C=alloc(1)',
      answers: [16, 272, null],
      contract: firstFit,
      leads: 'nothing',
      checks: { placement: 2, 'null-on-exhaustion': 1 },
    },
    {
      fact: 'lets a dangling grant of size 0 take no room',
      program: 'A=alloc(0) B=alloc(64)',
      answers: [40, 16],
      contract: { ...firstFit, zeroSize: 'dangling' },
      leads: 'nothing',
    },
    {
      fact: 'lets a unique grant of size 0 take the block that it lies in',
      program: 'A=alloc(0) B=alloc(16)',
      answers: [16, 32],
      contract: { ...firstFit, zeroSize: 'unique' },
      leads: 'nothing',
    },
  ]);
});
