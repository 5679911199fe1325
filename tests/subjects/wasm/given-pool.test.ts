import { describe, expect, test } from 'vitest';
import { Answer } from '../../../dist/src/subjects/target.js';
import { loadText, openInstance } from './assemble.js';

const PAGE = 65_536;

describe('a module with the ABI of its own', () => {
  const own = `(module
    (memory (export "memory") 1)
    (global $base (mut i32) (i32.const 0))
    (global $cursor (mut i32) (i32.const 0))
    (global $end (mut i32) (i32.const 0))
    (func (export "allocert_init") (param $pool i32) (param $bytes i32) (result i32)
      (global.set $base (local.get $pool)) (global.set $cursor (local.get $pool))
      (global.set $end (i32.add (local.get $pool) (local.get $bytes)))
      (i32.ge_u (local.get $bytes) (i32.const 16)))
    (func (export "allocert_alloc") (param $size i32) (param $align i32) (result i32)
      (local $block i32)
      (local.set $block (i32.and
        (i32.add (global.get $cursor) (i32.sub (local.get $align) (i32.const 1)))
        (i32.sub (i32.const 0) (local.get $align))))
      (if (i32.gt_u (i32.add (local.get $block) (local.get $size)) (global.get $end)) (then (return (i32.const 0))))
      (global.set $cursor (i32.add (local.get $block) (local.get $size)))
      (local.get $block))
    (func (export "allocert_dealloc") (param i32 i32 i32))
    (func (export "allocert_resize_in_place") (param i32 i32 i32 i32) (result i32)
      (i32.le_u (local.get 2) (local.get 1)))
    (func (export "allocert_reset") (global.set $cursor (global.get $base)))
    (func (export "allocert_extend") (param i32) (result i32)
      (global.set $end (i32.add (global.get $end) (local.get 0))) (i32.const 1)))`;

  test('says that its region is given', () => {
    expect(loadText(own).description).toMatchObject({
      abi: 'allocert',
      regionIsGiven: true,
      growable: false,
      footprintMeasured: false,
      kinds: [
        ...['alloc', 'resizeInPlace', 'dealloc', 'deallocInvalid', 'reset', 'extend'],
        ...['deallocNull', 'badAlign'],
      ],
    });
  });

  test('resizes a block in place, or refuses by 0', () => {
    const instance = openInstance(loadText(own).target, { regionBytes: 4_096 });
    const block = instance.alloc(0, 64, 8);
    expect(instance.resizeInPlace(block, 64, 32, 8)).toBe(Answer.done);
    expect(instance.resizeInPlace(block, 32, 33, 8)).toBe(Answer.refused);
  });

  test('gets the pool that the world asks for', () => {
    const { target } = loadText(own);
    const instance = openInstance(target, { regionBytes: 1_000, baseOffset: 24 });
    expect(instance.base % PAGE).toBe(24);
    expect(instance.end - instance.base).toBe(1_000);
    expect(instance.alloc(0, 900, 8)).toBe(instance.base);
    expect(instance.alloc(0, 200, 8)).toBe(Answer.refused);
    expect(instance.reset()).toBe(Answer.done);
    expect(instance.alloc(0, 1_000, 8)).toBe(instance.base);
    expect(openInstance(target, { regionBytes: 1_000 }).alloc(0, 8, 8) % PAGE).toBe(0);
    expect(target.instancesMade).toBe(1);
  });

  test('finds the bytes of the world in it, and others around it', () => {
    const { target } = loadText(own);
    const instance = openInstance(target, { regionBytes: 4_096, fill: { kind: 'ones' } });
    const { memory, base, end, watched } = instance;
    expect(memory?.subarray(base, end).every((byte) => byte === 0xff)).toBe(true);
    for (const [from, to] of watched === undefined ? [] : [watched.before, watched.after]) {
      expect(to - from).toBeGreaterThanOrEqual(128);
      for (let address = from; address < to; address++) {
        expect(memory?.[address]).toBe(watched?.expected(address));
      }
    }
    expect(watched?.before[1]).toBe(base);
    expect(watched?.after[0]).toBe(end);
  });

  test('may refuse its pool', () => {
    const { target } = loadText(own);
    expect(() => openInstance(target, { regionBytes: 8 })).toThrow('init refused the region');
  });

  test('may be extended within the reserve', () => {
    const { target } = loadText(own);
    const instance = openInstance(target, { regionBytes: 1_024 }, { reserveBytes: 512 });
    expect(instance.alloc(0, 1_500, 1)).toBe(Answer.refused);
    expect(instance.extend(512)).toBe(Answer.done);
    expect(instance.refresh()).toBe(true);
    expect(instance.end - instance.base).toBe(1_536);
    expect(instance.alloc(0, 1_500, 1)).toBe(instance.base);
    expect(instance.extend(1)).toBe(Answer.refused);
  });
});
