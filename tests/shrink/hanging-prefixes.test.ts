import { expect, test } from 'vitest';
import { HangingPrefixes } from '../../dist/src/engine/hanging-prefixes.js';
import { makeExecutionBatch, Header } from '../../dist/src/core/execution-batch.js';
import { Fault } from '../../dist/src/core/fault.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import type { ExecutionBatch } from '../../dist/src/core/execution-batch.js';

/** The record of one program that ended in step 2, its second request, by a fault. */
function endedAtSecond(fault: number): ExecutionBatch {
  const batch = makeExecutionBatch(1, 3, 0);
  batch.headers[Header.stepCount] = 3;
  batch.headers[Header.fault] = fault;
  [-1, 0, 1].forEach((request, step) => (batch.steps[step * 9] = request));
  return batch;
}

const hung = parseProgram('allocert/1 {region=64} A=alloc(1) B=alloc(2) C=alloc(3)');

test('what begins like a program that hung is known to hang', () => {
  const prefixes = new HangingPrefixes();
  expect(prefixes.note(hung, endedAtSecond(Fault.hang), 0)).toBe(true);
  const has = (literal: string): boolean => prefixes.has(parseProgram(literal));
  expect(has('allocert/1 {region=64} A=alloc(1) B=alloc(2)')).toBe(true);
  expect(has('allocert/1 {region=64} A=alloc(1) B=alloc(2) free(A)')).toBe(true);
  expect(has('allocert/1 {region=64} A=alloc(1)')).toBe(false);
  expect(has('allocert/1 {region=64} A=alloc(2) B=alloc(2)')).toBe(false);
  expect(has('allocert/1 {region=128} A=alloc(1) B=alloc(2)')).toBe(false);
});

test('other ends than a hang are not noted', () => {
  const prefixes = new HangingPrefixes();
  expect(prefixes.note(hung, endedAtSecond(Fault.exception), 0)).toBe(false);
  expect(prefixes.has(hung)).toBe(false);
});
