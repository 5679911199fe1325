import { printProgram } from '../../dist/src/core/program-literal.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { propertyIds } from '../../dist/src/core/property-id.js';
import { requestKindNames } from '../../dist/src/core/request-kind.js';
import { entryPointNames } from '../../dist/src/core/entry-point.js';
import { requestsOf } from '../../dist/src/core/program.js';
import type { Evidence, Finding, Holder } from '../../dist/src/core/evidence.js';
import type { Death, Execution, Step, StepOutcome } from '../../dist/src/core/execution.js';
import type { PropertyResult, SubjectResult, Witness } from '../../dist/src/core/result.js';
import type { PropertyId } from '../../dist/src/core/property-id.js';

/** Region base of the hand-made executions: far from 0, so that a forgotten subtraction shows. */
export const BASE = 0x10000n;
export const REGION = { start: BASE, end: BASE + 1024n };

/** Bytes [start, end) of the region, held by the allocation that step `allocation` granted. */
export const holder = (allocation: number, start: bigint, end: bigint): Holder => ({
  allocation,
  range: { start: BASE + start, end: BASE + end },
});

export const granted = (offset: bigint): StepOutcome => ({
  kind: 'granted',
  address: BASE + offset,
});

export const death: Death = {
  step: 3,
  fault: 'accessViolation',
  detail: 0,
  phase: 'call',
  message: 'memory access out of bounds\n    at wasm-function[7]',
};

/**
 * An execution of a program literal in which step n is request n - 1, with the answers given in
 * order. Only for literals of plain sizes.
 */
export function execution(text: string, outcomes: readonly StepOutcome[]): Execution {
  const program = parseProgram(text);
  const requests = requestsOf(program);
  const init: Step = step({
    index: 0,
    request: -1,
    kind: 'init',
    outcome: { kind: 'done', address: 0n },
  });
  const steps = requests.map((request, index) =>
    step({
      index: index + 1,
      request: index,
      kind: requestKindNames[request.kind],
      entry: entryPointNames[request.entry],
      align: 1n << BigInt(request.alignLog2),
      allocation: request.reference < 0 ? undefined : request.reference + 1,
      size: BigInt(request.size.offset),
      second: BigInt(request.second.offset),
      outcome: outcomes.at(index) ?? { kind: 'done', address: 0n },
    }),
  );
  return {
    program,
    steps: [init, ...steps],
    extents: [
      {
        step: 0,
        region: REGION,
        footprintBytes: undefined,
        demandedBytes: 0n,
        hostRefusedBytes: 0n,
      },
    ],
    damages: [],
    death: undefined,
    skipped: 0,
    checks: { content: 0, zeroed: 0, reallocKept: 0, outside: 0, usable: 0 },
  };
}

function step(fields: Partial<Step> & Pick<Step, 'index' | 'request' | 'kind' | 'outcome'>): Step {
  return {
    entry: 'plain',
    align: 1n,
    thread: 0,
    allocation: undefined,
    size: 0n,
    second: 0n,
    untouched: 'no',
    ...fields,
  };
}

/** A = [0, 32), B = [32, 64), then a request for 16 bytes that is granted [24, 40). */
export const overlapping = execution(
  'allocert/1 {region=1024} A=alloc(32) B=alloc(32) C=alloc(16,8)',
  [granted(0n), granted(32n), granted(24n)],
);

export const overlapEvidence: Evidence = {
  kind: 'overlap',
  grant: holder(3, 24n, 40n),
  live: holder(1, 0n, 32n),
  shared: holder(3, 24n, 32n).range,
};

export function finding(property: PropertyId, evidence: Evidence, at = 3): Finding {
  return { property, clause: 'requests', step: at, evidence };
}

export function witness(
  found: Finding,
  main: Execution = overlapping,
  more: Partial<Witness> = {},
): Witness {
  return {
    finding: found,
    consequences: [],
    program: main.program,
    literal: printProgram(main.program),
    trial: { main, others: [] },
    shortest: true,
    proof: 'answers',
    failsIn: [5, 5],
    foundAtRequests: 41,
    file: '',
    ...more,
  };
}

const held = (id: PropertyId): PropertyResult => ({
  id,
  verdict: 'holds',
  clause: 'requests',
  checks: 1234,
  reason: '',
  reasonKind: undefined,
  witness: undefined,
  furtherWitnesses: [],
  untoldKinds: 0,
  seenOnce: undefined,
});

/** A result in which everything holds but for what `changed` says of single properties. */
export function result(
  changed: Partial<Record<PropertyId, Partial<PropertyResult>>> = {},
  more: Partial<SubjectResult> = {},
): SubjectResult {
  return {
    subject: {
      name: 'sample',
      kind: 'module',
      locator: './my allocator.mjs',
      digest: '9f2c'.repeat(16),
      symbols: ['alloc', 'dealloc'],
      abi: 'allocert-module',
      sizeBits: 53,
      kinds: ['alloc', 'dealloc'],
      entryPoints: [],
      hasMemory: true,
      regionIsGiven: true,
      growable: false,
      footprintMeasured: false,
      suggestedContract: undefined,
    },
    contract: {
      name: 'sample contract',
      digest: 'ab12'.repeat(16),
      because: 'the module exports it as "contract"',
      document: { name: 'sample contract' },
    },
    seed: 42,
    verdict: 'holds',
    bounds: { programs: 2000, requests: 123_456, longestProgram: 1000, elapsedMs: 2345 },
    coverage: [{ goal: 'exhausted', reached: 9, needed: 8 }],
    leftOut: [],
    notTested: [],
    properties: propertyIds.map((id) => ({ ...held(id), ...changed[id] })),
    ended: 'complete',
    notes: [],
    ...more,
  };
}

export const noFlags = { subject: [], campaign: [] };
