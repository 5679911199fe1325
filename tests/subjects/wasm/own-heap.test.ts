import { describe, expect, test } from 'vitest';
import { openSession } from '../../../dist/src/engine/session.js';
import { certifySubject, witnessesIn } from '../../support/certify-subject.js';
import { wasmFile } from '../../support/wasm-file.js';
import { assemble } from './assemble.js';

/**
 * A heap in static data, of `bytes` bytes from 1,024 on, in a memory that is longer and is never grown:
 * it hands out one block behind the other, and begins again where all are freed.
 */
const staticHeap = (bytes: number, memory: string, more = ''): string => `(module
  (memory (export "memory") ${memory})
  (global $at (mut i32) (i32.const 1024))
  (global $live (mut i32) (i32.const 0))
  (func (export "malloc") (param $size i32) (result i32)
    (local $block i32)
    (if (i32.gt_u (local.get $size) (i32.const ${bytes})) (then (return (i32.const 0))))
    (local.set $size (i32.and (i32.add (local.get $size) (i32.const 15)) (i32.const -16)))
    (if (i32.eqz (local.get $size)) (then (local.set $size (i32.const 16))))
    (local.set $block (global.get $at))
    (if (i32.gt_u (i32.add (local.get $block) (local.get $size)) (i32.const ${1_024 + bytes}))
      (then (return (i32.const 0))))
    (global.set $at (i32.add (local.get $block) (local.get $size)))
    (global.set $live (i32.add (global.get $live) (i32.const 1)))
    (local.get $block))
  (func (export "free") (param $block i32)
    (if (i32.eqz (local.get $block)) (then (return)))
    (global.set $live (i32.sub (global.get $live) (i32.const 1)))
    (if (i32.eqz (global.get $live)) (then (global.set $at (i32.const 1024)))))
  ${more})`;

/** Tells where the heap lies. */
const tells = (
  bytes: number,
): string => `(func (export "allocert_region") (param $base i32) (param $end i32)
  (i32.store (local.get $base) (i32.const 1024))
  (i32.store (local.get $end) (i32.const ${1_024 + bytes})))`;

const certified = async (module: string, clauses: object = {}): Promise<string[]> => {
  const locator = wasmFile(assemble(module));
  const contract = { input: { extends: 'c17', ...clauses }, where: 'a test' };
  const result = await certifySubject({ locator, contract, seed: 1, runs: 400 });
  const doubts = result.properties
    .filter(({ verdict }) => verdict === 'inconclusive')
    .map(({ id, reason }) => `${id}: ${reason}`);
  return [...witnessesIn(result), ...doubts];
};

// Memories that cannot grow, and one that could.
const memories = ['2 2', '2'];

describe.each(memories)('a heap in static data of a memory of %s pages', (memory) => {
  test.each([8_192, 65_536])('of %i bytes is accused of nothing', async (bytes) => {
    expect(await certified(staticHeap(bytes, memory))).toEqual([]);
  });

  test.each([8_192, 65_536])('of %i bytes holds where it tells where it lies', async (bytes) => {
    expect(await certified(staticHeap(bytes, memory, tells(bytes)))).toEqual([]);
  });

  test.each([8_192, 65_536])('of %i bytes holds where the contract says so', async (bytes) => {
    expect(await certified(staticHeap(bytes, memory), { region: { ownBytes: bytes } })).toEqual([]);
  });
});

/** Hands out one block behind the other, and grows its memory for each that it has no room for. */
const growing = (refuses: string): string => `(module
  (memory (export "memory") 1)
  (global $at (mut i32) (i32.const 1024))
  (func (export "malloc") (param $size i32) (result i32)
    (local $block i32)
    (if ${refuses} (then (return (i32.const 0))))
    (if (i32.gt_u (local.get $size) (i32.const 0x7fffffff)) (then (return (i32.const 0))))
    (if (i32.eqz (local.get $size)) (then (local.set $size (i32.const 16))))
    (local.set $size (i32.and (i32.add (local.get $size) (i32.const 15)) (i32.const -16)))
    (local.set $block (global.get $at))
    (block $fits
      (loop $grow
        (br_if $fits (i32.le_u (i32.add (local.get $block) (local.get $size))
          (i32.shl (memory.size) (i32.const 16))))
        (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then (return (i32.const 0))))
        (br $grow)))
    (global.set $at (i32.add (local.get $block) (local.get $size)))
    (local.get $block))
  (func (export "free") (param i32)))`;

test('a heap that asks its host and refuses nearly everything is accused of it', async () => {
  const tiny = '(i32.gt_u (local.get $size) (i32.const 64))';
  const found = await certified(growing(tiny), { growth: 'unjudged' });
  expect(found.filter((line) => line.startsWith('no-spurious-null'))).toHaveLength(1);
});

test('one that takes all that its host gives is accused of nothing', async () => {
  expect(await certified(growing('(i32.const 0)'), { growth: 'unjudged' })).toEqual([]);
});

test('of a static heap that is shorter than the floor it is told that nobody tests it', async () => {
  const locator = wasmFile(assemble(staticHeap(8_192, '2 2')));
  const { properties, notTested } = await certifySubject({ locator, seed: 1, runs: 400 });
  const floor = properties.find(({ id }) => id === 'no-spurious-null');
  expect(floor).toMatchObject({ verdict: 'notApplicable', reasonKind: 'notTested' });
  expect(notTested.map(({ of, because }) => `${of}: ${because}`)).toEqual([
    'no-spurious-null: it has shown to hold 8192 bytes, and the floor begins at 65536',
  ]);
});

test('a module that tells where its heap lies is judged by that', async () => {
  const locator = wasmFile(assemble(staticHeap(16_384, '2', tells(16_384))));
  const session = await openSession({ locator });
  const { growable, regionBytes } = session.subject.description;
  await session.subject.close();
  expect({ growable, regionBytes }).toEqual({ growable: false, regionBytes: 16_384 });
});

test('one whose heap moves grows', async () => {
  const moves = `(func (export "allocert_region") (param $base i32) (param $end i32)
    (i32.store (local.get $base) (i32.const 1024))
    (i32.store (local.get $end) (global.get $at)))`;
  const locator = wasmFile(assemble(staticHeap(16_384, '2', moves)));
  const session = await openSession({ locator });
  const { growable, regionBytes } = session.subject.description;
  await session.subject.close();
  expect({ growable, regionBytes }).toEqual({ growable: true, regionBytes: undefined });
});
