import { expect, test } from 'vitest';
import * as glue from '../../../dist/src/glue.js';
import type { Allocator } from '../../../dist/src/subjects/module-port.js';
import { assemble } from '../wasm/assemble.js';

/** A bump allocator behind the names of C; it grows by its own, and traps where that fails. */
const bump = assemble(`(module
  (memory (export "memory") 1 3)
  (global $next (mut i32) (i32.const 1024))
  (func $malloc (export "malloc") (param $size i32) (result i32) (local $at i32)
    (local.set $at (global.get $next))
    (if (i32.gt_u (local.get $size) (i32.const 100000)) (then (return (i32.const 0))))
    (global.set $next (i32.add (local.get $at) (local.get $size)))
    (if (i32.gt_u (global.get $next) (i32.shl (memory.size) (i32.const 16)))
      (then (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then (unreachable)))))
    (local.get $at))
  (func (export "free") (param i32))
  (func (export "realloc") (param i32 i32) (result i32) (call $malloc (local.get 1)))
  (func (export "aligned_alloc") (param $align i32) (param $size i32) (result i32)
    (local.get $align)))`);

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly malloc: (size: number) => number;
}
const instantiate = (): WebAssembly.Instance =>
  new WebAssembly.Instance(new WebAssembly.Module(bump as BufferSource));

/** Glue as emscripten writes it; \`shown\` is what of its memory is to be seen. */
function moduleOf(shown: (memory: WebAssembly.Memory) => object): object {
  const exports = instantiate().exports as unknown as Exports & { readonly free: unknown };
  return { _malloc: exports.malloc, _free: exports.free, ...shown(exports.memory) };
}

test('emscripten: sizes have 32 bits, 0 is a refusal, and no more functions than there are', () => {
  const allocator = glue.emscripten(moduleOf((wasmMemory) => ({ wasmMemory })));
  expect([allocator.sizeBits, allocator.takesAlignment, allocator.contract]).toEqual([
    32,
    false,
    'c17',
  ]);
  expect([allocator.alloc(16, 1), allocator.alloc(2 ** 32 - 1, 1)]).toEqual([1_024, null]);
  expect(Object.keys(allocator)).not.toContain('realloc');
});

test('memory is looked up each time, by wasmMemory, HEAPU8 or an export, or by whoever loads', async () => {
  const grown = (allocator: Allocator): readonly unknown[] => {
    const before = allocator.memory?.byteLength;
    allocator.alloc(70_000, 1);
    return [before, allocator.memory?.byteLength, allocator.footprint?.()];
  };
  const expected = [65_536, 131_072, 131_072];
  expect(grown(glue.emscripten(moduleOf((wasmMemory) => ({ wasmMemory }))))).toEqual(expected);
  const views = moduleOf((memory) => ({
    get HEAPU8() {
      return new Uint8Array(memory.buffer);
    },
  }));
  // A spread would call the getter once.
  const kept = Object.create(views, Object.getOwnPropertyDescriptors(views)) as object;
  expect(glue.emscripten(kept).memory?.byteLength).toBe(65_536);
  expect(grown(glue.mallocExports(instantiate()))).toEqual(expected);
  expect(grown(glue.mallocExports(instantiate().exports))).toEqual(expected);
  const hidden = glue.emscripten(() => moduleOf(() => ({})));
  expect(grown(await hidden())).toEqual(expected);
  expect(() => glue.emscripten(moduleOf(() => ({})))).toThrow('Give a function that loads it');
});

test('alignments go to aligned_alloc where it is there', async () => {
  const allocator = await glue.mallocExports(() => instantiate())();
  expect(allocator.takesAlignment).toBe(true);
  expect([allocator.alloc(8, 1), allocator.alloc(8, 4_096)]).toEqual([1_024, 4_096]);
  expect(allocator.realloc?.(null, 0, 24, 1)).toBe(1_032);
});

test('an allocator is put back, unless its memory has grown', async () => {
  const allocator = await glue.mallocExports(() => instantiate())();
  const first = allocator.memory;
  new Uint8Array(first as ArrayBuffer)[2_000] = 7;
  expect(allocator.renew?.()).toBe(true);
  expect(new Uint8Array(allocator.memory as ArrayBuffer)[2_000]).toBe(0);
  allocator.alloc(70_000, 1);
  expect(allocator.renew?.()).toBe(false);
});

test('out of memory that may not grow is a refusal, any other abort is none', () => {
  const aborting = (message: string): Allocator =>
    glue.emscripten({
      ...moduleOf((wasmMemory) => ({ wasmMemory })),
      _malloc: () => {
        throw new WebAssembly.RuntimeError(message);
      },
    });
  expect(aborting('Aborted(OOM). Build with -sASSERTIONS').alloc(9, 1)).toBeNull();
  expect(aborting('Aborted(Cannot enlarge memory arrays)').alloc(9, 1)).toBeNull();
  expect(() => aborting('Aborted(assertion failed)').alloc(9, 1)).toThrow('assertion failed');
});

test('wasm-bindgen: an alignment is taken where malloc has two parameters, addresses are unsigned', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const calls: number[][] = [];
  const old = glue.wasmBindgen({
    memory,
    __wbindgen_malloc: (size: number) => -size,
    __wbindgen_free: (...words: number[]) => calls.push(words),
  });
  expect([old.takesAlignment, old.alloc(16, 1), old.contract]).toEqual([
    false,
    2 ** 32 - 16,
    'wasm-bindgen',
  ]);
  old.dealloc?.(64, 8, 4);
  expect(calls).toEqual([[64, 8, 4]]);
  const late = glue.wasmBindgen({
    memory,
    __wbindgen_malloc: (size: number, align: number) => size + align,
    __wbindgen_free: () => 0,
  });
  expect([late.takesAlignment, late.alloc(16, 8)]).toEqual([true, 24]);
});

test('AssemblyScript: heap functions, or objects pinned while they live and collected now and then', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const heap = glue.assemblyScript({ memory, heap_alloc: () => 16, heap_free: () => 0 });
  expect([heap.alloc(9, 1), heap.sizeBits, heap.contract]).toEqual([16, 32, 'assemblyscript']);
  let collections = 0;
  const objects = glue.assemblyScript({
    memory,
    __new: (size: number, id: number) => size + id,
    __pin: (address: number) => address,
    __unpin: () => undefined,
    __collect: () => collections++,
  });
  expect(objects.alloc(100, 1)).toBe(101);
  for (let frees = 0; frees < 64; frees++) objects.dealloc?.(101, 100, 1);
  expect(collections).toBe(2);
});

test('what is missing is named', async () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  expect(() => glue.emscripten({ wasmMemory: memory })).toThrow('the glue has no malloc');
  expect(() => glue.assemblyScript({ memory })).toThrow('no heap_alloc or __new');
  const kept = moduleOf((wasmMemory) => ({ wasmMemory }));
  const factory = glue.emscripten(() => kept);
  await factory();
  await expect(factory()).rejects.toThrow('the glue keeps the instance that it made first');
});
