import { expect, test } from 'vitest';
import { compareOrdinary, requestsSent, type Told } from '../../dist/src/core/ordinariness.js';
import type { Evidence } from '../../dist/src/core/evidence.js';
import { execution, finding, overlapEvidence } from '../report/report-fixture.js';

const told = (literal: string, evidence: Evidence = overlapEvidence, answers = []): Told => {
  const main = execution(literal, answers);
  return { finding: finding('no-overlap', evidence, 1), program: main.program, trial: { main } };
};

test('fewer requests are more ordinary, and an extreme size is less than any number of them', () => {
  const short = told('allocert/1 A=alloc(16)');
  const long = told('allocert/1 A=alloc(16) B=alloc(16) C=alloc(16) D=alloc(16)');
  const extreme = told('allocert/1 A=alloc(SIZE_MAX-15)');
  const filled = told('allocert/1 fill(16,1,100)');
  const limited = told('allocert/1 {limit=65536} A=alloc(16)');
  const order = [extreme, limited, filled, long, short].sort(compareOrdinary);
  expect(order).toEqual([short, long, filled, limited, extreme]);
});

test('a block that leaves next to nothing of the region fills it', () => {
  const granted = { kind: 'granted', address: 0n } as const;
  const main = execution('allocert/1 A=alloc(1000) B=alloc(40)', [granted, granted]);
  const region = { start: 0n, end: 1_024n };
  const near: Told = {
    finding: finding('no-overlap', overlapEvidence, 2),
    program: main.program,
    trial: { main: { ...main, extents: main.extents.map((event) => ({ ...event, region })) } },
  };
  const long = told('allocert/1 A=alloc(16) B=alloc(16) C=alloc(16) D=alloc(16)');
  expect(compareOrdinary(near, long)).toBeGreaterThan(0);
});

test('a fill counts as what it asks for, and as one request where nothing was asked', () => {
  const filled = told('allocert/1 fill(16,1,3) A=alloc(1)');
  expect(requestsSent(filled)).toBe(2);
  const { main } = filled.trial;
  const [init, fill, grant] = main.steps;
  const steps = [init, fill, fill, fill, grant];
  expect(requestsSent({ ...filled, trial: { main: { ...main, steps } } })).toBe(4);
});

test('a size that could not be met is extreme, be it ever so small', () => {
  const grant = { allocation: 1, range: { start: 0n, end: 2_048n } };
  const impossible = told('allocert/1 {region=1024} A=alloc(2048)', {
    kind: 'impossibleGrant',
    grant,
    requestedBytes: 2_048n,
    boundBytes: 1_024n,
    reason: 'capacity',
  });
  const ordinary = told('allocert/1 {region=1024} A=alloc(16) B=alloc(16)');
  expect(compareOrdinary(impossible, ordinary)).toBeGreaterThan(0);
});
