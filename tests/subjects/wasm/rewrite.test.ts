import { expect, test } from 'vitest';
import { readBinary } from '../../../dist/src/subjects/wasm/binary.js';
import { reservedExport, rewriteModule } from '../../../dist/src/subjects/wasm/rewrite.js';
import { assemble } from './assemble.js';

function rewrite(text: string, maxPages: number): WebAssembly.Exports {
  const binary = readBinary(assemble(text), 'fixture.wasm');
  const module = new WebAssembly.Module(rewriteModule(binary, maxPages) as BufferSource);
  return new WebAssembly.Instance(module, {}).exports;
}

const pages = (memory: WebAssembly.Memory): number => memory.buffer.byteLength / 65_536;

test('mutable numbers that are not exported become visible, constants and references do not', () => {
  const exports = rewrite(
    `(module (memory 1)
      (global (mut i32) (i32.const 1))
      (global i32 (i32.const 2))
      (global (mut i64) (i64.const 3))
      (global (mut funcref) (ref.null func))
      (global (mut f32) (f32.const 4)))`,
    10,
  );
  expect(Object.keys(exports)).toEqual([
    reservedExport.global(0),
    reservedExport.global(2),
    reservedExport.global(4),
    reservedExport.memory,
  ]);
  expect((exports[reservedExport.global(2)] as WebAssembly.Global).value).toBe(3n);
});

test('what was exported keeps its name and meaning', () => {
  const exports = rewrite(
    '(module (memory (export "mem") 1) (func (export "f") (result i32) (i32.const 7)))',
    10,
  );
  expect((exports['f'] as () => number)()).toBe(7);
  expect(exports['mem']).toBe(exports[reservedExport.memory]);
});

test.each([
  ['(memory 1)', 3, 3],
  ['(memory 1 9)', 3, 3],
  ['(memory 1 2)', 3, 2],
  ['(memory 2)', 1, 2],
])('%s with a maximum of %d pages has at most %d', (memory, maxPages, expected) => {
  const exports = rewrite(`(module ${memory})`, maxPages);
  const exported = exports[reservedExport.memory] as WebAssembly.Memory;
  exported.grow(expected - pages(exported));
  expect(() => exported.grow(1)).toThrow(RangeError);
});

const growing = `(module
  (import "env" "unused" (func))
  (memory (export "memory") 1 20)
  (global (export "before") i32 (i32.const 5))
  (func $other (result i64) (i64.const 40))
  (func (export "grow") (param i32) (result i32)
    (drop (call $other))
    (block (br_if 0 (i32.eqz (local.get 0))))
    (memory.grow (local.get 0)))
  (func (export "grow_twice") (param i32 i32) (result i32)
    (i32.add (memory.grow (local.get 0)) (memory.grow (local.get 1)))))`;

interface Growing {
  grow(pages: number): number;
  grow_twice(first: number, second: number): number;
  readonly memory: WebAssembly.Memory;
}

function watched(text: string, maxPages: number): [Growing, WebAssembly.Global] {
  const binary = readBinary(assemble(text), 'fixture.wasm');
  const module = new WebAssembly.Module(rewriteModule(binary, maxPages) as BufferSource);
  const { exports } = new WebAssembly.Instance(module, { env: { unused: () => 0 } });
  return [
    exports as unknown as Growing,
    exports[reservedExport.door('demand')] as WebAssembly.Global,
  ];
}

test('memory.grow answers what it answered before, and its demand is kept', () => {
  const [module, demand] = watched(growing, 4);
  expect(module.grow(2)).toBe(1);
  expect(pages(module.memory)).toBe(3);
  expect(demand.value).toBe(3);
  expect(module.grow(5)).toBe(-1);
  expect(pages(module.memory)).toBe(3);
  expect(demand.value).toBe(8);
});

test('the largest of several demands is kept', () => {
  const [module, demand] = watched(growing, 20);
  expect(module.grow_twice(9, 1)).toBe(1 + 10);
  expect(demand.value).toBe(11);
  expect(module.grow(0)).toBe(11);
  expect(demand.value).toBe(11);
});

test('a demand whose sum wraps counts as all pages there are', () => {
  const [module, demand] = watched(growing, 20);
  expect(module.grow(-1)).toBe(-1);
  expect((demand.value as number) >>> 0).toBe(2 ** 32 - 1);
});

test('a refused demand detaches the view of the host', () => {
  const [module] = watched(growing, 1);
  const view = new Uint8Array(module.memory.buffer);
  expect(module.grow(1)).toBe(-1);
  expect(view.length).toBe(0);
});

test('the bytes of memory.grow inside other instructions are left alone', () => {
  const exports = rewrite(
    `(module (memory 1)
      (func (export "constant") (result i32) (i32.const 8256))
      (func (export "block") (result i32)
        (block (block unreachable)) (i32.const 1)))`,
    4,
  );
  expect((exports['constant'] as () => number)()).toBe(8_256);
  expect(exports[reservedExport.door('demand')]).toBeUndefined();
});
