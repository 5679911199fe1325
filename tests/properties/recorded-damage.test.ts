import { expect, test } from 'vitest';
import type { DamageEvent, Execution } from '../../dist/src/core/execution.js';
import { SubjectError, ToolBugError } from '../../dist/src/core/errors.js';
import { judgeScript, type ScriptedTrial } from '../support/judge-script.js';
import { moved, scribbled } from '../support/scripted-answers.js';

// Goal: nobody is accused of damage that the record contradicts. Method: true records, with one lie each.

const content: ScriptedTrial = {
  program: '{region=1024 observe=each} A=alloc(32) B=alloc(32)',
  answers: [0, scribbled(5, 32)],
};
const kept: ScriptedTrial = {
  program: '{region=1024 observe=each} A=alloc(32) realloc(A,64)',
  answers: [0, moved(0, 64, 31)],
};
const zeroed: ScriptedTrial = {
  program: '{region=1024 fill=ones observe=each} A=allocZeroed(32)',
  answers: [0],
};
const outside: ScriptedTrial = {
  program: '{region=1024 observe=each} A=alloc(32)',
  answers: [scribbled(1_024, 0)],
};

const lie =
  (changed: Partial<DamageEvent>) =>
  (execution: Execution): Execution => ({
    ...execution,
    damages: execution.damages.map((damage) => ({ ...damage, ...changed })),
  });

const all = { content, kept, zeroed, outside };

test.each(Object.entries(all))('a true record of %s damage is believed', async (_name, trial) => {
  const { leads } = await judgeScript({ ...trial, edit: lie({}) });
  expect(leads).not.toBe('nothing');
});

test.each([
  ['bytes that the block never held', content, { expected: Array<number>(16).fill(1) }],
  ['bytes of the generation behind a realloc', kept, { aspect: 'content' }],
  ['bytes of the generation before a realloc', content, { aspect: 'reallocKept' }],
  ['zero where the pattern was written', content, { expected: Array<number>(16).fill(0) }],
  ['the pattern where zero was promised', content, { aspect: 'zeroed' }],
  ['the pattern of another block', content, { allocation: 2 }],
  ['a block that was never granted', content, { allocation: 7 }],
  ['a byte behind the block', content, { lastOffset: 32n }],
  ['a byte behind what a realloc keeps', kept, { lastOffset: 32n }],
  ['a byte before the block', content, { firstOffset: -1n }],
  ['no bad byte', zeroed, { badBytes: 0n }],
  ['more bad bytes than lie between the first and the last', outside, { badBytes: 2n }],
  ['a first byte that is as it must be', outside, { expected: [3], seen: [3] }],
] satisfies readonly (readonly [string, ScriptedTrial, Partial<DamageEvent>])[])(
  'damage that names %s is a bug of the tool, not of the allocator',
  async (_lie, trial, changed) => {
    await expect(judgeScript({ ...trial, edit: lie(changed) })).rejects.toThrow(ToolBugError);
  },
);

test('behind a pipe such damage is the fault of the far side, which compares contents there', async () => {
  const told = judgeScript({
    ...content,
    subject: { contentsComparedBy: 'farSide' },
    edit: lie({ allocation: 7 }),
  });
  await expect(told).rejects.toThrow(SubjectError);
  await expect(told).rejects.toThrow(
    /^scripted\.js: damage recorded at step 2 cannot be: .* not live/,
  );
});
