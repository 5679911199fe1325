import { describe, expect, test } from 'vitest';
import { faultNames } from '../../../dist/src/core/fault.js';
import { loadText, openInstance, thrownBy } from './assemble.js';

describe('a throw is classified', () => {
  const faultOf = (body: string, more = ''): string => {
    const { target } = loadText(
      `(module ${more} (memory 1) (table 1 funcref) (type $void (func))
        (func $run (export "malloc") (param i32) (result i32) ${body})
        (func (export "free") (param i32)))`,
    );
    const thrown = thrownBy(() => openInstance(target).alloc(0, 0, 1));
    const { fault, message } = target.classify(thrown);
    return `${faultNames[fault]}: ${message}`;
  };

  test.each([
    ['unreachable', /^unreachable: RuntimeError: unreachable$/],
    ['(i32.load (i32.const -4))', /^accessViolation: .*out of bounds/],
    ['(i32.div_u (i32.const 1) (local.get 0))', /^arithmetic: .*divide by zero/],
    ['(i32.rem_u (i32.const 1) (local.get 0))', /^arithmetic: .*remainder by zero/],
    ['(i32.trunc_f32_u (f32.const nan))', /^arithmetic: .*float unrepresentable/],
    ['(call_indirect (type $void) (i32.const 0)) unreachable', /^badCall: /],
    ['(call_indirect (type $void) (i32.const 9)) unreachable', /^badCall: /],
    ['(call $run (local.get 0))', /^stackOverflow: .*Maximum call stack size exceeded$/],
  ])('%s', (body, expected) => {
    expect(faultOf(body)).toMatch(expected);
  });

  const importing = (name: string, params: string): string =>
    `(import "env" "${name}" (func $import (param ${params})))`;

  test.each([
    ['abort', '', 'abort: abort'],
    ['_abort_js', '', 'abort: abort_js'],
    ['__cxa_throw', '', 'abort: cxa_throw'],
    ['segfault', '', 'accessViolation: segfault'],
    ['__handle_stack_overflow', '', 'stackOverflow: handle_stack_overflow'],
    ['__wbg___wbindgen_throw_dd24417ed36fc46e', '', 'abort: wbg___wbindgen_throw_dd24417ed36fc46e'],
  ])('the import %s', (name, params, expected) => {
    expect(faultOf('(call $import) unreachable', importing(name, params))).toBe(expected);
  });

  test('proc_exit is an exit and says its code', () => {
    expect(faultOf('(call $import (i32.const 3)) unreachable', importing('proc_exit', 'i32'))).toBe(
      'exit: proc_exit(3)',
    );
  });

  test('__assert_fail says what was asserted', () => {
    const text = '(data (i32.const 16) "size > 0\\00heap.c\\00")';
    const { target } = loadText(
      `(module ${importing('__assert_fail', 'i32 i32 i32 i32')} (memory 1) ${text}
        (func (export "malloc") (param i32) (result i32)
          (call $import (i32.const 16) (i32.const 25) (i32.const 42) (i32.const 0)) unreachable)
        (func (export "free") (param i32)))`,
    );
    const thrown = thrownBy(() => openInstance(target).alloc(0, 1, 1));
    expect(target.classify(thrown).message).toBe('assertion failed: size > 0 at heap.c:42');
  });
});
