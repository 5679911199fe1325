import { describe, expect, test } from 'vitest';
import { SubjectError, UsageError } from '../../../dist/src/core/errors.js';
import { recogniseAbi, type Abi } from '../../../dist/src/subjects/wasm/abi.js';
import { readBinary } from '../../../dist/src/subjects/wasm/binary.js';
import { assemble, thrownBy } from './assemble.js';

/** A module that exports functions given as `name: parameters -> results`, all of i32. */
function moduleOf(functions: Readonly<Record<string, readonly [number, number]>>): string {
  const exports = Object.entries(functions).map(
    ([name, [params, results]]) =>
      `(func (export "${name}") (param ${'i32 '.repeat(params)}) (result ${'i32 '.repeat(results)}) unreachable)`,
  );
  return `(module (memory (export "memory") 1) ${exports.join('\n')})`;
}

const find = (
  functions: Readonly<Record<string, readonly [number, number]>>,
  named?: Readonly<Record<string, string>>,
): Abi => recogniseAbi(readBinary(assemble(moduleOf(functions)), 'a.wasm'), 'a.wasm', named);

/** Each operation with its call, as `export(arguments)`. */
function callsOf({ calls }: Abi): Record<string, string> {
  return Object.fromEntries(
    Object.entries(calls).map(([operation, { exportName, args }]) => [
      operation,
      `${exportName}(${args.join(', ')})`,
    ]),
  );
}

describe('the malloc family', () => {
  test('is known by malloc and free, and its arguments by their names', () => {
    const abi = find({
      ...{ malloc: [1, 1], free: [1, 0], calloc: [2, 1], realloc: [2, 1], memalign: [2, 1] },
      ...{ aligned_alloc: [2, 1], malloc_usable_size: [1, 1], reallocarray: [3, 1] },
    });
    expect(abi.name).toBe('malloc-family');
    expect(callsOf(abi)).toEqual({
      alloc: 'malloc(size)',
      allocArray: 'calloc(count, size)',
      realloc: 'realloc(address, newSize)',
      reallocArray: 'reallocarray(address, count, size)',
      dealloc: 'free(address)',
      alignedAlloc: 'aligned_alloc(align, size)',
      memalign: 'memalign(align, size)',
      usable: 'malloc_usable_size(address)',
    });
    expect(abi.suggestedContract?.preset).toBe('c17');
  });

  test('is asked for the promises of POSIX where posix_memalign exists', () => {
    const abi = find({ malloc: [1, 1], free: [1, 0], posix_memalign: [3, 1] });
    expect(abi.suggestedContract).toEqual({
      preset: 'posix',
      because: 'exports malloc, free and posix_memalign',
    });
  });

  test('may have underscores before its names', () => {
    expect(callsOf(find({ _malloc: [1, 1], _free: [1, 0] }))).toEqual({
      alloc: '_malloc(size)',
      dealloc: '_free(address)',
    });
  });

  test('may have a prefix where it is the only one', () => {
    expect(callsOf(find({ mi_malloc: [1, 1], mi_free: [1, 0], mi_realloc: [2, 1] }))).toEqual({
      alloc: 'mi_malloc(size)',
      dealloc: 'mi_free(address)',
      realloc: 'mi_realloc(address, newSize)',
    });
    expect(
      thrownBy(() => find({ a_malloc: [1, 1], a_free: [1, 0], b_malloc: [1, 1], b_free: [1, 0] })),
    ).toBeInstanceOf(SubjectError);
  });

  test('leaves out a function whose arity is another', () => {
    expect(callsOf(find({ malloc: [1, 1], free: [1, 0], realloc: [3, 1] }))).not.toHaveProperty(
      'realloc',
    );
  });

  test('may lack free', () => {
    expect(callsOf(find({ malloc: [1, 1] }))).toEqual({ alloc: 'malloc(size)' });
  });
});

describe('Rust', () => {
  test('passes layouts to alloc, dealloc and realloc', () => {
    const abi = find({ alloc: [2, 1], dealloc: [3, 0], realloc: [4, 1], alloc_zeroed: [2, 1] });
    expect(abi.name).toBe('rust-alloc');
    expect(callsOf(abi)).toEqual({
      alloc: 'alloc(size, align)',
      allocZeroed: 'alloc_zeroed(size, align)',
      realloc: 'realloc(address, oldSize, align, newSize)',
      dealloc: 'dealloc(address, size, align)',
    });
    expect(abi.suggestedContract?.preset).toBe('rust-global-alloc');
  });

  test('buffers for a host, without alignment, suggest no contract', () => {
    const abi = find({ alloc: [1, 1], dealloc: [2, 0] });
    expect(callsOf(abi)).toEqual({ alloc: 'alloc(size)', dealloc: 'dealloc(address, size)' });
    expect(abi.suggestedContract).toBeUndefined();
  });
});

describe('wasm-bindgen', () => {
  test('before 0.2.85 passes no alignment', () => {
    const abi = find({
      __wbindgen_malloc: [1, 1],
      __wbindgen_realloc: [3, 1],
      __wbindgen_free: [2, 0],
    });
    expect(callsOf(abi)).toEqual({
      alloc: '__wbindgen_malloc(size)',
      realloc: '__wbindgen_realloc(address, oldSize, newSize)',
      dealloc: '__wbindgen_free(address, size)',
    });
    expect(abi.suggestedContract?.preset).toBe('wasm-bindgen');
  });

  test('since passes it, and comes before a malloc of the same module', () => {
    const abi = find({
      ...{ __wbindgen_malloc: [2, 1], __wbindgen_realloc: [4, 1], __wbindgen_free: [3, 0] },
      ...{ malloc: [1, 1], free: [1, 0] },
    });
    expect(callsOf(abi)).toEqual({
      alloc: '__wbindgen_malloc(size, align)',
      realloc: '__wbindgen_realloc(address, oldSize, newSize, align)',
      dealloc: '__wbindgen_free(address, size, align)',
    });
  });

  test('behind minified names is known by three shapes that occur once', () => {
    const shapes = {
      __wbindgen_export_0: [2, 1],
      __wbindgen_export_1: [4, 1],
      __wbindgen_export_2: [3, 0],
      __wbindgen_export_3: [2, 0],
    } as const;
    expect(callsOf(find(shapes))).toEqual({
      alloc: '__wbindgen_export_0(size, align)',
      realloc: '__wbindgen_export_1(address, oldSize, newSize, align)',
      dealloc: '__wbindgen_export_2(address, size, align)',
    });
    // A closure of the shape of free makes it uncertain which is which.
    expect(thrownBy(() => find({ ...shapes, __wbindgen_export_4: [3, 0] }))).toBeInstanceOf(
      SubjectError,
    );
  });
});

describe('other conventions', () => {
  test('cabi_realloc allocates from null', () => {
    const abi = find({ cabi_realloc: [4, 1] });
    expect(callsOf(abi)).toEqual({
      alloc: 'cabi_realloc(0, 0, align, size)',
      realloc: 'cabi_realloc(address, oldSize, align, newSize)',
    });
    expect(abi.suggestedContract?.preset).toBe('wasm-cabi-realloc');
  });

  test.each([
    [{ __alloc: [1, 1], __realloc: [2, 1], __free: [1, 0] }, '__alloc(size)'],
    [{ __alloc: [2, 1], __realloc: [2, 1], __free: [1, 0] }, '__alloc(size, 0)'],
    [{ heap_alloc: [1, 1], heap_realloc: [2, 1], heap_free: [1, 0] }, 'heap_alloc(size)'],
    [{ 'heap.alloc': [1, 1], 'heap.realloc': [2, 1], 'heap.free': [1, 0] }, 'heap.alloc(size)'],
  ] as const)('AssemblyScript: %o', (functions, alloc) => {
    const abi = find(functions);
    expect(callsOf(abi)['alloc']).toBe(alloc);
    expect(abi.suggestedContract?.preset).toBe('assemblyscript');
  });

  test('AssemblyScript without wrappers gives pinned objects', () => {
    const abi = find({ __new: [2, 1], __pin: [1, 1], __unpin: [1, 0], __collect: [0, 0] });
    expect(abi.name).toBe('assemblyscript-objects');
    expect(callsOf(abi)['newObject']).toBe('__new(size, 1)');
  });

  test('allocert’s own ABI comes first', () => {
    const abi = find({
      ...{ allocert_alloc: [2, 1], allocert_dealloc: [3, 0], allocert_init: [2, 1] },
      ...{ malloc: [1, 1], free: [1, 0] },
    });
    expect(abi.name).toBe('allocert');
    expect(abi.suggestedContract?.preset).toBe('rust-global-alloc');
  });
});

describe('functions that the user names', () => {
  const minified = { ta: [1, 1], ua: [1, 0], va: [2, 1], wa: [2, 1], free: [1, 0] } as const;

  test('are taken, and nothing beside them', () => {
    expect(callsOf(find(minified, { malloc: 'ta', free: 'ua' }))).toEqual({
      alloc: 'ta(size)',
      dealloc: 'ua(address)',
    });
  });

  test('choose the contract, and the reason says so', () => {
    const named = find(minified, { malloc: 'ta', free: 'ua' });
    expect(named.suggestedContract).toEqual({
      preset: 'c17',
      because: '--export says that ta is malloc, ua is free',
    });
  });

  test('what is called first is named as initialize, beside functions that are found or named', () => {
    const functions = { malloc: [1, 1], free: [1, 0], ab: [0, 0], cd: [2, 0] } as const;
    expect(callsOf(find(functions, { initialize: 'ab' }))).toEqual({
      alloc: 'malloc(size)',
      dealloc: 'free(address)',
      initialize: 'ab()',
    });
    const named = find(functions, { malloc: 'malloc', free: 'free', initialize: 'ab' });
    expect(named.calls.initialize?.exportName).toBe('ab');
    expect(find(functions).calls.initialize).toBeUndefined();
    expect(() => find(functions, { initialize: 'cd' })).toThrow(
      '--export initialize names cd, which takes i32, i32; what is called before the first request ' +
        'takes nothing',
    );
    expect(() => find(functions, { initialize: 'ef' })).toThrow('exports no such function');
  });

  test('may carry their argument order', () => {
    expect(
      callsOf(
        find(
          { get: [2, 1], put: [3, 0] },
          { alloc: 'get(align, size)', dealloc: 'put(size, address, 7)' },
        ),
      ),
    ).toEqual({ alloc: 'get(align, size)', dealloc: 'put(size, address, 7)' });
  });

  test.each([
    [
      { maloc: 'ta' },
      UsageError,
      /^--export maloc: that is no function of an allocator that is known\. Did you mean malloc\?/,
    ],
    [{ malloc: 'ta(bytes)' }, UsageError, /"bytes" is no argument\. Use size, align, address/],
    [
      { malloc: 'nothing' },
      SubjectError,
      /names nothing, but a\.wasm exports no such function\. It exports: ta, ua/,
    ],
    [
      { malloc: 'ua', free: 'ua' },
      SubjectError,
      /make no allocator: malloc is ua\(i32\) and answers nothing; free is ua\(i32\) and answers nothing\./,
    ],
  ])('%o is refused', (named, kind, message) => {
    const thrown = thrownBy(() => find(minified, named));
    expect(thrown).toBeInstanceOf(kind);
    expect((thrown as Error).message).toMatch(message);
  });
});

test('a module without an allocator is told what was looked for and what is there', () => {
  const thrown = thrownBy(() => find({ render: [2, 0], malloc: [2, 1] }));
  expect((thrown as Error).message).toBe(
    'a.wasm exports no allocator that is known. Looked for: allocert_alloc; __wbindgen_malloc and ' +
      '__wbindgen_free; heap.alloc and heap.free; malloc and free; alloc and dealloc; cabi_realloc; ' +
      '__new and __pin and __unpin and __collect; malloc. It exports: render, malloc. Export the ' +
      'allocating functions, or name them: --export malloc=my_alloc --export free=my_free, in the ' +
      'configuration exports: { "malloc": "my_alloc", "free": "my_free" }.',
  );
});

test('a function of 64-bit integers is no malloc', () => {
  const binary = readBinary(
    assemble(
      `(module (memory 1)
        (func (export "malloc") (param i64) (result i32) unreachable)
        (func (export "free") (param i32)))`,
    ),
    'a.wasm',
  );
  expect(() => recogniseAbi(binary, 'a.wasm')).toThrow(SubjectError);
});
