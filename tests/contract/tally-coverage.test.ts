import { describe, expect, test } from 'vitest';
import { parseContract, preset } from '../../dist/src/contract/document/parse-contract.js';
import type { Contract } from '../../dist/src/contract/document/contract-schema.js';
import type { Death } from '../../dist/src/core/execution.js';
import { glibc, sqlJs } from './describe-subject.js';
import { alloc, dealloc, realloc, tallyExecution } from './tally-execution.js';

const refused = { kind: 'refused' } as const;
const done = { kind: 'done', address: 0n } as const;

describe('answers', () => {
  test('count a grant and nothing that was refused', () => {
    const steps = [alloc(0n, 8n), { kind: 'alloc', size: 8n, outcome: refused } as const];
    expect(tallyExecution({ steps, regionBytes: 4_096n })).toEqual({
      'answered.alloc': 1,
      'align.natural': 1,
      'entry.plain': 1,
      'size.tiny': 1,
      exhausted: 1,
    });
  });

  test('name the alignment and the function of a grant', () => {
    const tally = tallyExecution({
      steps: [alloc(64n, 8n, { align: 64n, entry: 'aligned_alloc' })],
    });
    expect(tally).toMatchObject({ 'align.64': 1, 'entry.aligned_alloc': 1 });
    expect(tally).not.toHaveProperty('align.natural');
  });

  test('do not count a call that has not come back', () => {
    const steps = [{ kind: 'alloc', size: 8n, outcome: { kind: 'pending' } } as const];
    expect(tallyExecution({ steps })).toEqual({});
  });

  test('count a no of resizeInPlace and the refusal of a bad alignment', () => {
    const no = { kind: 'rejected', address: 0n } as const;
    const steps = [
      alloc(0n, 8n),
      { kind: 'resizeInPlace', allocation: 1, size: 16n, outcome: no },
      { kind: 'badAlign', size: 16n, second: 24n, outcome: refused },
    ] as const;
    expect(tallyExecution({ steps })).toMatchObject({
      'answered.resizeInPlace': 1,
      'answered.badAlign': 1,
    });
  });
});

describe('sizes', () => {
  test.each([
    [1n, 'size.tiny'],
    [16n, 'size.tiny'],
    [17n, 'size.small'],
    [512n, 'size.small'],
    [513n, 'size.page'],
    [8_192n, 'size.page'],
    [8_193n, 'size.large'],
  ])('%d bytes are %s', (size, goal) => {
    expect(tallyExecution({ steps: [alloc(0n, size)] })).toHaveProperty([goal], 1);
  });

  test('of 0 bytes count whatever is answered', () => {
    const steps = [alloc(0n, 0n), { kind: 'alloc', size: 0n, outcome: refused } as const];
    expect(tallyExecution({ steps })).toMatchObject({ 'size.zero': 2 });
  });

  test('beyond the region are impossible and exhaust nothing', () => {
    const steps = [{ kind: 'alloc', size: 4_097n, outcome: refused } as const];
    const tally = tallyExecution({ steps, regionBytes: 4_096n });
    expect(tally).toHaveProperty(['size.impossible'], 1);
    expect(tally).not.toHaveProperty('exhausted');
  });

  test('above PTRDIFF_MAX are impossible where nothing bounds the region', () => {
    const ask = (size: bigint) =>
      tallyExecution({ steps: [{ kind: 'alloc', size, outcome: refused }] }, preset('c17'), sqlJs);
    expect(ask(2n ** 31n)).toHaveProperty(['size.impossible'], 1);
    expect(ask(2n ** 31n - 1n)).not.toHaveProperty(['size.impossible']);
  });

  test('outside the bounds of the contract count for those', () => {
    const document = { sizes: { smallest: 8, belowSmallest: 'refused', largest: 64 } };
    const contract = parseContract({ ...document }, '');
    const steps = [7n, 65n].map((size) => ({ kind: 'alloc', size, outcome: refused }) as const);
    expect(tallyExecution({ steps }, contract)).toMatchObject({
      'size.belowSmallest': 1,
      'size.aboveLargest': 1,
    });
  });

  test('of arrays whose product exceeds the size type wrap', () => {
    const wraps = { size: 2n ** 16n, second: 2n ** 16n, outcome: refused } as const;
    const steps = [
      { kind: 'allocArray', ...wraps },
      { kind: 'reallocArray', ...wraps },
      { kind: 'allocArray', ...wraps, size: 2n ** 15n },
    ] as const;
    expect(tallyExecution({ steps }, preset('c17'), sqlJs)).toMatchObject({ 'product.wraps': 2 });
  });
});

describe('exhaustion', () => {
  const death: Death = { step: 1, fault: 'unreachable', detail: 0, phase: 'call', message: '' };
  const trapped = [{ kind: 'alloc', size: 64n, outcome: { kind: 'faulted' } }] as const;

  test('is a trap where the contract refuses by one', () => {
    const draft = { steps: trapped, death };
    expect(tallyExecution(draft, preset('assemblyscript'), sqlJs)).toHaveProperty('exhausted', 1);
    expect(tallyExecution(draft, preset('c17'), sqlJs)).not.toHaveProperty('exhausted');
  });

  test('is an error that the contract lists, and no other fault', () => {
    const tally = (fault: Death['fault'], message: string) =>
      tallyExecution(
        { steps: trapped, death: { ...death, fault, message } },
        preset('assemblyscript'),
        sqlJs,
      );
    expect(tally('exception', 'Error: Allocation too large')).toHaveProperty('exhausted', 1);
    expect(tally('exception', 'TypeError')).not.toHaveProperty('exhausted');
    expect(tally('accessViolation', '')).not.toHaveProperty('exhausted');
  });

  test('is not reached by what the limit of a growable region rules out', () => {
    const ask = (size: bigint, limitBytes: number) =>
      tallyExecution(
        { steps: [{ kind: 'alloc', size, outcome: refused }], world: { limitBytes } },
        preset('c17'),
        glibc,
      );
    expect(ask(4_096n, 4_096)).toHaveProperty('exhausted', 1);
    expect(ask(4_097n, 4_096)).not.toHaveProperty('exhausted');
    expect(ask(1_048_577n, 0)).not.toHaveProperty('exhausted');
  });

  test('counts the refused realloc of a live block', () => {
    const steps = [
      alloc(0n, 8n),
      { kind: 'realloc', allocation: 1, size: 64n, outcome: refused },
    ] as const;
    expect(tallyExecution({ steps })).toHaveProperty(['realloc.refused'], 1);
  });
});

describe('reallocs', () => {
  test('that grow, shrink, and grow what shrank', () => {
    const steps = [alloc(0n, 32n), realloc(1, 0n, 8n), realloc(1, 64n, 40n), realloc(1, 64n, 48n)];
    expect(tallyExecution({ steps })).toMatchObject({
      'answered.realloc': 3,
      'realloc.shrink': 1,
      'realloc.grow': 2,
      'realloc.shrinkThenGrow': 1,
    });
  });

  test('of null grant a block, and to 0 may end one', () => {
    const steps = [
      { ...realloc(1, 0n, 8n), allocation: undefined },
      { kind: 'realloc', allocation: 1, size: 0n, outcome: refused },
      dealloc(1),
    ] as const;
    const requests = ['alloc', 'realloc', 'dealloc'];
    const under = (toZero: 'free' | 'unique'): Contract =>
      parseContract({ extends: 'pool', requests, realloc: { toZero } }, 'a test');
    const ends = tallyExecution({ steps }, under('free'));
    expect(ends).toMatchObject({ 'realloc.ofNull': 1, 'realloc.toZero': 1 });
    expect(ends).not.toHaveProperty('coalesce.none');
    const leaves = tallyExecution({ steps }, under('unique'));
    expect(leaves).toMatchObject({ 'realloc.toZero': 1, 'coalesce.none': 1 });
  });

  test('a move leaves a free neighbour behind', () => {
    const steps = [alloc(0n, 16n), alloc(16n, 16n), realloc(1, 64n, 32n), dealloc(2)];
    expect(tallyExecution({ steps })).toHaveProperty(['coalesce.left'], 1);
  });

  test('in place they leave none', () => {
    const steps = [alloc(0n, 16n), alloc(16n, 16n), realloc(1, 0n, 8n), dealloc(2)];
    expect(tallyExecution({ steps })).toHaveProperty(['coalesce.none'], 1);
  });

  test('resizeInPlace keeps the block where it is', () => {
    const steps = [
      alloc(0n, 16n),
      { kind: 'resizeInPlace', allocation: 1, size: 8n, outcome: done } as const,
      realloc(1, 0n, 12n),
    ];
    expect(tallyExecution({ steps })).toHaveProperty(['realloc.shrinkThenGrow'], 1);
  });
});

describe('resets', () => {
  test('count while blocks are live, and make the region fresh', () => {
    const reset = { kind: 'reset', outcome: done } as const;
    const steps = [
      alloc(0n, 16n),
      dealloc(1),
      alloc(16n, 16n),
      reset,
      reset,
      alloc(0n, 16n, { kind: 'allocZeroed' }),
      dealloc(3),
    ];
    const tally = tallyExecution({ steps });
    expect(tally).toHaveProperty(['reset.withLive'], 1);
    expect(tally).not.toHaveProperty(['zeroed.afterFree']);
    expect(tally).toHaveProperty(['coalesce.none'], 1);
  });
});

describe('worlds', () => {
  test('count once an execution', () => {
    const fill = { kind: 'noise', seed: 1 } as const;
    const world = { fill, regionBytes: 1_025, baseOffset: 3, observe: 'full' } as const;
    expect(tallyExecution({ steps: [], world })).toEqual({
      'world.noise': 1,
      'world.oddLength': 1,
      'world.unalignedBase': 1,
      'contents.full': 1,
    });
  });
});

test('blocks live at once count once an execution, by every threshold', () => {
  const steps = Array.from({ length: 8 }, (_, index) => alloc(BigInt(index) * 16n, 16n));
  expect(tallyExecution({ steps })).toMatchObject({ 'live.4': 1, 'live.8': 1 });
});

test('overlapping grants of a broken allocator do not stop the count', () => {
  const steps = [
    alloc(0n, 64n),
    alloc(16n, 16n),
    dealloc(1),
    alloc(8n, 64n),
    dealloc(2),
    dealloc(4),
  ];
  expect(tallyExecution({ steps })['answered.dealloc']).toBe(3);
});
