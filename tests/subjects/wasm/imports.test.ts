import { describe, expect, test } from 'vitest';
import { SubjectError } from '../../../dist/src/core/errors.js';
import { faultNames } from '../../../dist/src/core/fault.js';
import { loadText, openInstance, thrownBy } from './assemble.js';
import { bumpModule } from './bump-module.js';

const PAGE = 65_536;

describe('imports', () => {
  test('answer zero of their type, and files end at once', () => {
    const { target } = loadText(
      `(module
        (import "env" "now" (func $now (result i64)))
        (import "env" "random" (func $random (result f64)))
        (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
        (import "env" "flag" (global $flag (mut i64)))
        (memory 1)
        (func (export "malloc") (param i32) (result i32)
          (if (i64.ne (call $now) (i64.const 0)) (then unreachable))
          (if (i64.ne (global.get $flag) (i64.const 0)) (then unreachable))
          (global.set $flag (i64.const 7))
          (if (f64.ne (call $random) (f64.const 0)) (then unreachable))
          (call $prestat (i32.const 3) (i32.const 0)))
        (func (export "free") (param i32)))`,
    );
    expect(openInstance(target).alloc(0, 1, 1)).toBe(8);
    // The imported global was changed, and is put back.
    expect(openInstance(target).alloc(0, 1, 1)).toBe(8);
    expect(target.instancesMade).toBe(1);
  });

  test('that copy memory really copy, and only within it', () => {
    const { target } = loadText(
      `(module
        (import "env" "_emscripten_memcpy_js" (func $copy (param i32 i32 i32)))
        (memory 1) (data (i32.const 8) "copied")
        (func (export "malloc") (param i32) (result i32)
          (call $copy (i32.const 100) (i32.const 8) (local.get 0)) (i32.load (i32.const 100)))
        (func (export "free") (param i32)))`,
    );
    const instance = openInstance(target);
    expect(instance.alloc(0, 3, 1)).toBe(0x706f63);
    const thrown = thrownBy(() => instance.alloc(0, PAGE, 1));
    expect(faultNames[target.classify(thrown).fault]).toBe('accessViolation');
  });

  test('that a module cannot be initialised with are told with a way out', () => {
    const thrown = thrownBy(() =>
      loadText(bumpModule('(func (export "__wasm_call_ctors") unreachable)')),
    );
    expect(thrown).toBeInstanceOf(SubjectError);
    expect((thrown as Error).message).toBe(
      'fixture.wasm cannot be initialised: RuntimeError: unreachable. ' +
        'Certify it through a module of a few lines that loads it with its own glue.',
    );
  });

  test('of a dynamically linked module get their addresses', () => {
    const { target } = loadText(
      `(module
        (import "env" "memory" (memory 4))
        (import "env" "__indirect_function_table" (table 1 funcref))
        (import "env" "__stack_pointer" (global $sp (mut i32)))
        (import "env" "__memory_base" (global $base i32))
        (import "GOT.mem" "__heap_base" (global $heap (mut i32)))
        (import "GOT.mem" "value" (global $value (mut i32)))
        (import "GOT.func" "seven" (global $seven (mut i32)))
        (global (export "value") i32 (i32.const 16))
        (func (export "seven") (result i32) (i32.const 7))
        (type $answer (func (result i32)))
        (data (global.get $base) "static")
        (func (export "malloc") (param i32) (result i32)
          (if (i32.ne (call_indirect (type $answer) (global.get $seven)) (i32.const 7)) (then unreachable))
          (if (i32.ne (global.get $value) (i32.add (global.get $base) (i32.const 16))) (then unreachable))
          (if (i32.lt_u (global.get $heap) (global.get $sp)) (then unreachable))
          (global.get $heap))
        (func (export "free") (param i32)))`,
    );
    expect(openInstance(target).alloc(0, 1, 1)).toBeGreaterThan(1_024 + 65_536);
  });
});
