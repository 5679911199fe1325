import { describe, expect, test } from 'vitest';
import { parseContract } from '../../dist/src/contract/document/parse-contract.js';
import { alloc, dealloc, tallyExecution } from './tally-execution.js';

describe('frees in the tally of coverage', () => {
  const three = [alloc(0n, 16n), alloc(16n, 16n), alloc(32n, 16n)];

  test.each([
    [[2], { 'coalesce.none': 1 }],
    [[1, 2], { 'coalesce.none': 1, 'coalesce.left': 1 }],
    [[3, 2], { 'coalesce.none': 1, 'coalesce.right': 1 }],
    [[1, 3, 2], { 'coalesce.none': 2, 'coalesce.both': 1 }],
  ])('of blocks %j have these neighbours', (order, expected) => {
    const tally = tallyExecution({ steps: [...three, ...order.map(dealloc)] });
    const sides = Object.entries(tally).filter(([goal]) => goal.startsWith('coalesce.'));
    expect(Object.fromEntries(sides)).toEqual(expected);
  });

  test('a block that was granted again is no free neighbour', () => {
    const steps = [...three, dealloc(1), alloc(4n, 8n), dealloc(2)];
    expect(tallyExecution({ steps })).toMatchObject({ 'coalesce.none': 2 });
  });

  test('of an empty block have no neighbours', () => {
    const tally = tallyExecution({ steps: [alloc(0n, 0n), dealloc(1)] });
    expect(Object.keys(tally).filter((goal) => goal.startsWith('coalesce.'))).toEqual([]);
  });

  test('of everything count once four blocks were live', () => {
    const steps = [...three, dealloc(1), dealloc(2), dealloc(3)];
    expect(tallyExecution({ steps })).not.toHaveProperty('emptied');
    const four = [...three, alloc(48n, 16n), ...[1, 2, 3, 4].map(dealloc)];
    expect(tallyExecution({ steps: four })).toMatchObject({ emptied: 1, 'live.4': 1 });
  });

  test('make a later zeroed grant one of used memory', () => {
    const zeroed = (size: bigint) => alloc(64n, size, { kind: 'allocZeroed' });
    expect(tallyExecution({ steps: [zeroed(8n)] })).not.toHaveProperty(['zeroed.afterFree']);
    const steps = [alloc(0n, 16n), dealloc(1), zeroed(16n), zeroed(17n)];
    expect(tallyExecution({ steps })).toHaveProperty(['zeroed.afterFree'], 1);
  });

  test('that are invalid count by their mode', () => {
    const rejected = { kind: 'rejected', address: 0n } as const;
    const steps = [0n, 1n, 2n, 3n].map(
      (second) => ({ kind: 'deallocInvalid', second, outcome: rejected }) as const,
    );
    expect(tallyExecution({ steps })).toMatchObject({
      'answered.deallocInvalid': 4,
      'invalidFree.foreign': 1,
      'invalidFree.interior': 1,
      'invalidFree.twice': 1,
      'invalidFree.wrongSize': 1,
    });
  });

  test('that must abort count when the subject dies of them', () => {
    const document = {
      requests: ['alloc', 'dealloc', 'deallocInvalid'],
      free: { twice: 'abort', foreign: 'ignored' },
    };
    const contract = parseContract(document, '');
    const free = (second: bigint) => ({
      steps: [{ kind: 'deallocInvalid', second, outcome: { kind: 'faulted' } } as const],
    });
    expect(tallyExecution(free(2n), contract)).toHaveProperty(['invalidFree.twice'], 1);
    expect(tallyExecution(free(0n), contract)).not.toHaveProperty(['invalidFree.foreign']);
  });
});
