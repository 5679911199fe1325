import { describe, expect, test } from 'vitest';
import type { ContractInput } from '../../../dist/src/contract/document/contract-schema.js';
import { defaultWorld } from '../../../dist/src/core/world.js';
import { replay, type ReplayResult } from '../../../dist/src/engine/replay.js';
import { encodeBegin } from '../../../dist/src/subjects/command/encode-frames.js';
import { BeginFlag, FRAME_HEAD_BYTES } from '../../../dist/src/subjects/command/wire.js';
import { needsCompiler, settings } from '../native/native-corpus.js';
import { programFolder, wireSources } from './far-sides.js';

// The allocator of examples/c moves a block in realloc(p, 0), and when it is full answers null and
// keeps the old one.

const folder = programFolder();
const full = '{region=65536} A=alloc(8) fill(1000,1,100) fill(1,1,100) realloc(A,0) free(A)';

function replayUnder(toZero: 'unique' | 'free'): Promise<ReplayResult> {
  const contract: ContractInput = {
    extends: 'pool',
    requests: ['alloc', 'realloc', 'dealloc', 'reset'],
    zeroSize: 'unique',
    realloc: { toZero, ofZeroSize: true },
  };
  const locator = `command:${folder.compile('free-list', ['examples/c/free-list.c', ...wireSources])}`;
  return replay({
    locator,
    witness: { literal: `allocert/1 ${full}` },
    contract: { input: contract, where: 'the test' },
  });
}

describe('a realloc to 0 that a command refuses', () => {
  test('leaves the old block to be freed where it would have granted', async (context) => {
    needsCompiler(context);
    const { state, witness, trial } = await replayUnder('unique');
    expect([state, witness?.finding]).toEqual(['fixed', undefined]);
    expect(trial?.main.steps.at(-2)?.outcome.kind).toBe('refused');
    expect(trial?.main.steps.at(-1)).toMatchObject({ kind: 'dealloc', outcome: { kind: 'done' } });
  });

  test('has freed it where null is the answer that the contract announces', async (context) => {
    needsCompiler(context);
    const { witness, trial } = await replayUnder('free');
    expect(witness?.finding.property).toBe('full-reclaim');
    expect(trial?.main.skipped).toBe(1);
  });

  test('is told to the far side as what the terms of the contract say', () => {
    const flagsWhere = (reallocToZeroEnds: boolean): number =>
      encodeBegin(defaultWorld, { ...settings, reallocToZeroEnds })[FRAME_HEAD_BYTES + 30];
    expect(flagsWhere(true)).toBe(BeginFlag.reallocToZeroFrees);
    expect(flagsWhere(false)).toBe(0);
  });
});
