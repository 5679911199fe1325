import { expect, test } from 'vitest';
import type { Finding } from '../../dist/src/core/evidence.js';
import {
  ExecutionStatus,
  Header,
  type ExecutionBatch,
} from '../../dist/src/core/execution-batch.js';
import { Fault, type FaultName } from '../../dist/src/core/fault.js';
import { RequestKind, type RequestKindName } from '../../dist/src/core/request-kind.js';
import { mayShow } from '../../dist/src/engine/may-show.js';
import { UNSURE } from '../../dist/src/judge/kernel-state.js';

test.for([
  ['alloc', 'accessViolation', true],
  ['realloc', 'accessViolation', true],
  ['dealloc', 'accessViolation', false],
  ['alloc', 'abort', false],
] as const)(
  'a death in %s by %s may be that of a request for memory by an access violation: %s',
  ([kind, fault, expected]) => {
    expect(mayShow(faultFinding('alloc'), diedIn(kind, fault), 0, UNSURE)).toBe(expected);
  },
);

test('a death in a free may be that of another free, and one in alloc not', () => {
  const died = faultFinding('dealloc');
  expect(mayShow(died, diedIn('dealloc', 'accessViolation'), 0, UNSURE)).toBe(true);
  expect(mayShow(died, diedIn('alloc', 'accessViolation'), 0, UNSURE)).toBe(false);
});

test('a grant that was written to may lie outside of the region where a piece was appended', () => {
  const grant = { allocation: 1, range: { start: 8n, end: 24n } };
  const finding: Finding = {
    ...{ property: 'in-bounds', clause: 'region', step: 1 },
    evidence: { kind: 'outOfRegion', grant, region: { start: 0n, end: 16n } },
  };
  expect(mayShow(finding, endedWith('append'), 0, UNSURE)).toBe(true);
  expect(mayShow(finding, endedWith('extend'), 0, UNSURE)).toBe(false);
});

function faultFinding(request: RequestKindName): Finding {
  const death = { step: 1, fault: 'accessViolation', detail: 11, phase: 'call' } as const;
  return {
    ...{ property: 'no-fault', clause: 'requests', step: 1 },
    evidence: { kind: 'fault', request, death: { ...death, message: undefined } },
  };
}

/** An execution that died in its second step. */
function diedIn(kind: RequestKindName, fault: FaultName): ExecutionBatch {
  const batch = endedWith(kind);
  batch.headers[Header.status] = ExecutionStatus.died;
  batch.headers[Header.fault] = Fault[fault];
  return batch;
}

/** An execution of two steps. */
function endedWith(kind: RequestKindName): ExecutionBatch {
  const headers = new Int32Array(16);
  headers[Header.stepCount] = 2;
  const steps = new Int32Array(18);
  steps[10] = RequestKind[kind];
  return { headers, steps, events: new Int32Array(0), messages: new Map() };
}
