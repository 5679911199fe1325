import { describe } from 'vitest';
import { propertyCases } from '../support/property-cases.js';
import { moved, scribbled } from '../support/scripted-answers.js';

describe('realloc-preserves', () => {
  const each = '{region=1024 observe=each}';
  propertyCases([
    {
      fact: 'accuses a realloc that loses the last byte of what it keeps',
      program: 'A=alloc(32) realloc(A,64)',
      answers: [0, moved(0, 64, 31)],
      leads: 'realloc-preserves',
      clause: 'realloc',
      evidence: {
        kind: 'damage',
        blamedStep: 2,
        victim: { allocation: 1 },
        damage: { aspect: 'reallocKept', firstOffset: 31n },
      },
    },
    {
      fact: 'accuses a shrink that moves and loses its last byte',
      program: 'A=alloc(32) realloc(A,16)',
      answers: [0, moved(0, 64, 15)],
      leads: 'realloc-preserves',
      evidence: { damage: { firstOffset: 15n } },
    },
    {
      fact: 'asks no more of a shrink than the new size',
      program: 'A=alloc(32) realloc(A,16)',
      answers: [0, moved(0, 64, 16)],
      leads: 'nothing',
      checks: { 'realloc-preserves': 1 },
    },
    {
      fact: 'asks no more of a growth than the old size',
      program: '{region=1024 fill=ones} A=alloc(32) realloc(A,64)',
      answers: [0, moved(0, 64, 32)],
      leads: 'nothing',
    },
    {
      fact: 'lets a block grow backwards over its own old place',
      program: 'A=alloc(32) realloc(A,64)',
      answers: [32, moved(32, 0, 32)],
      leads: 'nothing',
    },
    {
      fact: 'keeps an array of the old size through reallocArray',
      program: 'A=alloc(32) reallocArray(A,8,8)',
      answers: [0, moved(0, 64, 31)],
      leads: 'realloc-preserves',
    },
    {
      fact: 'lets a realloc stay where it is',
      program: 'A=alloc(32) realloc(A,64) realloc(A,8)',
      answers: [0, 0, 0],
      leads: 'nothing',
      checks: { 'realloc-preserves': 2 },
    },
    {
      fact: 'accuses a refused realloc that changed the block',
      program: 'A=alloc(32) realloc(A,64)',
      answers: [0, scribbled(8, null)],
      leads: 'realloc-preserves',
      evidence: { kind: 'damage', damage: { aspect: 'content', firstOffset: 8n } },
    },
    {
      fact: 'accuses the realloc when a block is granted again that it was refused for',
      program: 'A=alloc(32) realloc(A,64) B=alloc(32)',
      answers: [0, null, 0],
      leads: 'realloc-preserves',
      evidence: { kind: 'overlap', live: { allocation: 1 }, shared: { start: 65_536n } },
      checks: { 'no-overlap': 1 },
    },
    {
      fact: 'names both where the grant covers another block as well',
      program: 'A=alloc(32) B=alloc(32) realloc(A,64) C=alloc(64)',
      answers: [0, 32, null, 0],
      leads: 'no-overlap',
      then: ['realloc-preserves'],
    },
    {
      fact: 'lets a refused realloc leave everything as it was',
      program: `${each} A=alloc(32) realloc(A,64) free(A) B=alloc(32)`,
      answers: [0, null, true, 0],
      leads: 'nothing',
      checks: { 'realloc-preserves': 1 },
    },
    {
      fact: 'blames the request behind it for damage when a later realloc was granted',
      program: `${each} A=alloc(32) realloc(A,2000) realloc(A,16) B=alloc(8)`,
      answers: [0, null, 0, scribbled(0, 64)],
      leads: 'content-preserved',
    },
    {
      fact: 'calls damage by a refused resize in place damage',
      program: `${each} A=alloc(32) resizeInPlace(A,64)`,
      answers: [0, scribbled(0, false)],
      leads: 'content-preserved',
    },
    {
      fact: 'lets a refused realloc to 0 give the block back where the contract frees it',
      program: 'A=alloc(32) realloc(A,0) B=alloc(32)',
      answers: [0, null, 0],
      contract: { zeroSize: 'nullOrUnique', realloc: { toZero: 'free' } },
      leads: 'nothing',
    },
    {
      fact: 'lets it do so where the contract does not speak of size 0 otherwise',
      program: 'A=alloc(32) realloc(A,16) realloc(A,0) B=alloc(32)',
      answers: [0, 0, null, 0],
      contract: { realloc: { toZero: 'free' } },
      leads: 'nothing',
    },
    {
      fact: 'keeps the block live when a realloc to 0 is refused that would have granted another',
      program: 'A=alloc(32) realloc(A,16) realloc(A,0) B=alloc(32)',
      answers: [0, 0, null, 0],
      contract: { zeroSize: 'unique', realloc: { toZero: 'unique' } },
      leads: 'realloc-preserves',
    },
    {
      fact: 'lets a realloc to 0 grant another address and give the old block back',
      program: 'A=alloc(32) realloc(A,0) B=alloc(32)',
      answers: [0, 40, 0],
      contract: { zeroSize: 'unique', realloc: { toZero: 'unique' } },
      leads: 'nothing',
    },
    {
      fact: 'holds a realloc to its place where the contract says that it never moves',
      program: 'A=alloc(32) realloc(A,16)',
      answers: [0, moved(0, 64, 32)],
      contract: { realloc: { inPlaceOnly: true } },
      leads: 'realloc-preserves',
      clause: 'realloc.inPlaceOnly',
      evidence: { kind: 'notInPlace', before: { allocation: 1 } },
    },
    {
      fact: 'lets a realloc that never moves be refused or stay',
      program: 'A=alloc(32) realloc(A,64) realloc(A,16)',
      answers: [0, null, 0],
      contract: { realloc: { inPlaceOnly: true } },
      leads: 'nothing',
      checks: { 'realloc-preserves': 2 },
    },
    {
      fact: 'lets a realloc of null grant like alloc',
      program: '{region=1024 fill=ones} A=realloc(null,32) realloc(A,16)',
      answers: [64, 64],
      contract: { realloc: { ofNull: 'alloc', inPlaceOnly: true } },
      leads: 'nothing',
    },
  ]);
});
