import { describe, expect, test } from 'vitest';
import { EntryPoint } from '../../../dist/src/core/entry-point.js';
import { Answer } from '../../../dist/src/subjects/target.js';
import { loadText, openInstance } from './assemble.js';

describe('aligned entry points', () => {
  const family = (more: string): string =>
    `(module (memory 1) ${more}
      (func (export "malloc") (param i32) (result i32) (i32.const 8))
      (func (export "aligned_alloc") (param i32 i32) (result i32)
        (i32.add (i32.mul (local.get 0) (i32.const 1000)) (local.get 1)))
      (func (export "memalign") (param i32 i32) (result i32) (i32.sub (local.get 0) (local.get 1)))
      (func (export "posix_memalign") (param $out i32) (param $align i32) (param $size i32) (result i32)
        (if (i32.eq (local.get $align) (i32.const 3)) (then (return (i32.const 22))))
        (i32.store (local.get $out) (i32.add (local.get $align) (local.get $size)))
        (i32.const 0))
      (func (export "free") (param i32)))`;
  const withStack = family('(global $__stack_pointer (mut i32) (i32.const 60000))');

  test('get alignment and size in C’s order', () => {
    const { target, description } = loadText(withStack);
    expect(description.entryPoints).toEqual(['aligned_alloc', 'posix_memalign', 'memalign']);
    const instance = openInstance(target);
    expect(instance.alloc(EntryPoint.plain, 32, 16)).toBe(8);
    expect(instance.alloc(EntryPoint.aligned_alloc, 32, 16)).toBe(16_032);
    expect(instance.alloc(EntryPoint.memalign, 32, 64)).toBe(32);
    expect(instance.alloc(EntryPoint.posix_memalign, 32, 64)).toBe(96);
  });

  test('posix_memalign refuses by its error, and gives the stack back', () => {
    const { target } = loadText(withStack);
    const instance = openInstance(target);
    for (let call = 0; call < 5_000; call++) {
      expect(instance.badAlign(EntryPoint.posix_memalign, 32, 3)).toBe(Answer.refused);
    }
    expect(instance.alloc(EntryPoint.posix_memalign, 32, 64)).toBe(96);
  });

  test('posix_memalign is left out where no stack can be found', () => {
    const { description } = loadText(family(''));
    expect(description.entryPoints).toEqual(['aligned_alloc', 'memalign']);
  });
});
