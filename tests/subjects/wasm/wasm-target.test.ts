import { describe, expect, test } from 'vitest';
import { EntryPoint } from '../../../dist/src/core/entry-point.js';
import { SubjectError } from '../../../dist/src/core/errors.js';
import { faultNames } from '../../../dist/src/core/fault.js';
import { Answer } from '../../../dist/src/subjects/target.js';
import { loadText, openInstance, thrownBy } from './assemble.js';
import { bumpModule } from './bump-module.js';

const PAGE = 65_536;

describe('each program finds the module as it was after its initialisation', () => {
  test('a global that is not exported is put back', () => {
    const { target } = loadText(bumpModule());
    const addresses = [1, 2, 3].map(() => {
      const instance = openInstance(target);
      return [instance.alloc(0, 100, 1), instance.alloc(0, 100, 1)];
    });
    expect(addresses).toEqual([
      [1_024, 1_128],
      [1_024, 1_128],
      [1_024, 1_128],
    ]);
    expect(target.instancesMade).toBe(1);
  });

  test('memory is put back, static data and untouched pages alike', () => {
    const { target } = loadText(
      bumpModule('(data (i32.const 70000) "abc")', '(memory (export "memory") 3)'),
    );
    openInstance(target).memory?.fill(0xff);
    const { memory } = openInstance(target);
    expect(memory?.subarray(69_998, 70_005)).toEqual(new Uint8Array([0, 0, 97, 98, 99, 0, 0]));
    expect(memory?.every((byte, at) => byte === 0 || (at >= 70_000 && at < 70_003))).toBe(true);
  });

  test('a program that grew memory is followed by a new instance', () => {
    const { target } = loadText(
      bumpModule(
        '(func (export "realloc") (param i32 i32) (result i32) (memory.grow (i32.const 1)))',
      ),
    );
    const grown = openInstance(target);
    expect(grown.realloc(0, 8, 8, 16, 1)).toBe(1);
    expect(grown.refresh()).toBe(true);
    expect(grown.end).toBe(2 * PAGE);
    expect(grown.footprint).toBe(2 * PAGE);
    expect(grown.memory?.length).toBe(2 * PAGE);
    const fresh = openInstance(target);
    expect(fresh.end).toBe(PAGE);
    expect(target.instancesMade).toBe(2);
  });

  test('a program that trapped is followed by a new instance', () => {
    const { target } = loadText(
      bumpModule('(func (export "calloc") (param i32 i32) (result i32) unreachable)'),
    );
    const instance = openInstance(target);
    target.classify(thrownBy(() => instance.allocArray(0, 1, 1)));
    expect(openInstance(target)).not.toBe(instance);
    expect(target.instancesMade).toBe(2);
  });

  test('constructors run once, not at every call', () => {
    const { target } = loadText(
      bumpModule(
        '(func (export "_initialize") (global.set $cursor (i32.add (global.get $cursor) (i32.const 4096))))',
      ),
    );
    openInstance(target).alloc(0, 8, 1);
    expect(openInstance(target).alloc(0, 8, 1)).toBe(1_024 + 4_096);
  });
});

test('a shared memory is put back and renewed like another', () => {
  const { target } = loadText(
    bumpModule(
      '(func (export "realloc") (param i32 i32) (result i32) (memory.grow (i32.const 1)))',
      '(memory (export "memory") 1 4 shared)',
    ),
  );
  openInstance(target).memory?.fill(0xff);
  const instance = openInstance(target);
  expect(instance.memory?.every((byte) => byte === 0)).toBe(true);
  expect(instance.realloc(0, 8, 8, 16, 1)).toBe(1);
  expect(instance.refresh()).toBe(true);
  expect(instance.end).toBe(2 * PAGE);
  expect(openInstance(target).end).toBe(PAGE);
});

describe('growth', () => {
  const growing = bumpModule(
    '(func (export "realloc") (param i32 i32) (result i32) (memory.grow (local.get 1)))',
  );

  test('is refused beyond the limit of the world, and the demand is told', () => {
    const { target } = loadText(growing);
    const instance = openInstance(target, { limitBytes: 3 * PAGE }, { refusal: 'minusOne' });
    expect(instance.realloc(0, 0, 0, 3, 1)).toBe(Answer.refused);
    expect(instance.refresh()).toBe(true);
    expect(instance.demanded).toBe(4 * PAGE);
    expect(instance.footprint).toBe(PAGE);
    expect(instance.realloc(0, 0, 0, 2, 1)).toBe(1);
    expect(instance.refresh()).toBe(true);
    expect(instance.footprint).toBe(3 * PAGE);
    expect(instance.refresh()).toBe(false);
    expect(instance.demanded).toBe(0);
  });

  test('is never limited to less than the module begins with', () => {
    const { target } = loadText(bumpModule('', '(memory (export "memory") 5)'));
    expect(openInstance(target, { limitBytes: PAGE }).end).toBe(5 * PAGE);
  });

  test('without a limit ends at 256 MiB, or at the pages asked for', () => {
    const most = (maxPages?: number): number => {
      const loaded = loadText(growing, maxPages === undefined ? {} : { maxPages });
      return loaded.target.pagesFor(0);
    };
    expect(most()).toBe(4_096);
    expect(most(17)).toBe(17);
  });

  test('through emscripten’s import really grows, or answers 0', () => {
    const { target } = loadText(
      `(module
        (import "env" "emscripten_resize_heap" (func $resize (param i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "malloc") (param i32) (result i32) (call $resize (local.get 0)))
        (func (export "free") (param i32)))`,
    );
    const instance = openInstance(target, { limitBytes: 4 * PAGE });
    expect(instance.alloc(0, 3 * PAGE - 5, 1)).toBe(1);
    expect(instance.refresh()).toBe(true);
    expect(instance.end).toBe(3 * PAGE);
    expect(instance.alloc(0, 2 ** 31 + 1, 1)).toBe(Answer.refused);
    expect(instance.refresh()).toBe(true);
    expect(instance.demanded).toBe(2 ** 31 + 1);
  });

  test('of an imported memory obeys the limit', () => {
    const { target } = loadText(
      `(module (import "env" "memory" (memory 1 100))
        (func (export "malloc") (param i32) (result i32) (memory.grow (local.get 0)))
        (func (export "free") (param i32)))`,
    );
    const instance = openInstance(target, { limitBytes: 2 * PAGE }, { refusal: 'minusOne' });
    expect(instance.alloc(0, 2, 1)).toBe(Answer.refused);
    expect(instance.alloc(0, 1, 1)).toBe(1);
  });
});

describe('answers', () => {
  const answering = (value: number): ReturnType<typeof loadText> =>
    loadText(
      `(module (memory 1) (func (export "malloc") (param i32) (result i32) (i32.const ${value})) (func (export "free") (param i32)))`,
    );

  test('are unsigned addresses', () => {
    expect(openInstance(answering(-16).target).alloc(0, 1, 1)).toBe(2 ** 32 - 16);
  });

  test('of zero refuse, unless the contract says otherwise', () => {
    const { target } = answering(0);
    expect(openInstance(target).alloc(0, 1, 1)).toBe(Answer.refused);
    expect(openInstance(target, {}, { refusal: 'null' }).alloc(0, 1, 1)).toBe(Answer.refused);
    expect(openInstance(target, {}, { refusal: 'trap' }).alloc(0, 1, 1)).toBe(0);
    expect(openInstance(target, {}, { refusal: 'minusOne' }).alloc(0, 1, 1)).toBe(0);
  });

  test('of minus one refuse where the contract says so', () => {
    const { target } = answering(-1);
    expect(openInstance(target, {}, { refusal: 'minusOne' }).alloc(0, 1, 1)).toBe(Answer.refused);
    expect(openInstance(target).alloc(0, 1, 1)).toBe(2 ** 32 - 1);
  });
});

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
      'fixture.wasm cannot be initialised with made-up imports: RuntimeError: unreachable. ' +
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

describe('aligned entry points', () => {
  const family = (more: string): string =>
    `(module (memory 1) ${more}
      (func (export "malloc") (param i32) (result i32) (i32.const 8))
      (func (export "aligned_alloc") (param i32 i32) (result i32) (i32.add (i32.mul (local.get 0) (i32.const 1000)) (local.get 1)))
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

describe('a module with the ABI of its own', () => {
  const own = `(module
    (memory (export "memory") 1)
    (global $base (mut i32) (i32.const 0)) (global $cursor (mut i32) (i32.const 0)) (global $end (mut i32) (i32.const 0))
    (func (export "allocert_init") (param $pool i32) (param $bytes i32) (result i32)
      (global.set $base (local.get $pool)) (global.set $cursor (local.get $pool))
      (global.set $end (i32.add (local.get $pool) (local.get $bytes)))
      (i32.ge_u (local.get $bytes) (i32.const 16)))
    (func (export "allocert_alloc") (param $size i32) (param $align i32) (result i32)
      (local $block i32)
      (local.set $block (i32.and (i32.add (global.get $cursor) (i32.sub (local.get $align) (i32.const 1))) (i32.sub (i32.const 0) (local.get $align))))
      (if (i32.gt_u (i32.add (local.get $block) (local.get $size)) (global.get $end)) (then (return (i32.const 0))))
      (global.set $cursor (i32.add (local.get $block) (local.get $size)))
      (local.get $block))
    (func (export "allocert_dealloc") (param i32 i32 i32))
    (func (export "allocert_reset") (global.set $cursor (global.get $base)))
    (func (export "allocert_extend") (param i32) (result i32)
      (global.set $end (i32.add (global.get $end) (local.get 0))) (i32.const 1)))`;

  test('says that its region is given', () => {
    expect(loadText(own).description).toMatchObject({
      abi: 'allocert',
      regionIsGiven: true,
      growable: false,
      footprintMeasured: false,
      kinds: ['alloc', 'dealloc', 'deallocInvalid', 'reset', 'extend', 'badAlign'],
    });
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

test('the description says what can be asked', () => {
  const { description } = loadText(bumpModule());
  expect(description).toMatchObject({
    name: 'fixture',
    kind: 'wasm',
    locator: 'fixture.wasm',
    abi: 'malloc-family',
    sizeBits: 32,
    kinds: ['alloc', 'dealloc', 'deallocInvalid', 'deallocNull'],
    entryPoints: [],
    takesAlignment: false,
    hasMemory: true,
    regionIsGiven: false,
    growable: true,
    footprintMeasured: true,
  });
  expect(description.symbols).toEqual(['memory', 'malloc', 'free']);
  expect(description.digest).toMatch(/^[0-9a-f]{64}$/);
});

test('a module whose memory is as large as it may become is not growable', () => {
  const { description } = loadText(bumpModule('', '(memory (export "memory") 2 2)'));
  expect(description.growable).toBe(false);
});
