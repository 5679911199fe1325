import { describe, expect, test } from 'vitest';
import { SubjectError } from '../../../dist/src/core/errors.js';
import { readBinary } from '../../../dist/src/subjects/wasm/binary.js';
import { loadWasm } from '../../../dist/src/subjects/wasm/wasm-target.js';
import { assemble, thrownBy } from './assemble.js';
import { bumpModule } from './bump-module.js';

const module = assemble(`(module
  (import "env" "log" (func (param i32 i64) (result f64)))
  (import "env" "base" (global i32))
  (import "env" "table" (table 3 9 funcref))
  (memory (export "memory") 2 7)
  (global $stack_pointer (mut i32) (i32.const 4096))
  (global (mut f64) (f64.const 1.5))
  (global i64 (i64.const -1))
  (func (export "two") (param i32 i32) (result i32) (local.get 0))
  (data (i32.const 100) "hello")
  (data (global.get 0) "you")
  (data "passive"))`);

describe('a module says', () => {
  const binary = readBinary(module, 'fixture.wasm');

  test('the types of its functions, imported ones first', () => {
    expect(binary.functions).toEqual([
      { params: ['i32', 'i64'], results: ['f64'] },
      { params: ['i32', 'i32'], results: ['i32'] },
    ]);
  });

  test('what it imports, with limits', () => {
    expect(binary.imports.map(({ name, kind }) => `${name}:${kind}`)).toEqual([
      'log:function',
      'base:global',
      'table:table',
    ]);
    expect(binary.imports[2]).toMatchObject({
      element: 'anyfunc',
      limits: { minimum: 3, maximum: 9 },
    });
  });

  test('the limits of its memory in pages', () => {
    expect(binary.memories).toEqual([{ minimum: 2, maximum: 7, shared: false, wide: false }]);
  });

  test('its globals, also those that are not exported', () => {
    expect(binary.globals).toEqual([
      { type: 'i32', mutable: false, imported: true },
      { type: 'i32', mutable: true, imported: false },
      { type: 'f64', mutable: true, imported: false },
      { type: 'i64', mutable: false, imported: false },
    ]);
    expect(binary.globalNames.get(1)).toBe('stack_pointer');
  });

  test('where its active data segments lie', () => {
    expect(binary.dataSegments).toEqual([
      { at: { offset: 100, global: undefined }, length: 5 },
      { at: { offset: 0, global: 0 }, length: 3 },
    ]);
  });

  test('its exports with their indices', () => {
    expect(binary.exports).toEqual([
      { name: 'memory', kind: 'memory', index: 0 },
      { name: 'two', kind: 'function', index: 1 },
    ]);
  });
});

describe('what is no module is refused', () => {
  const refusal = (bytes: Uint8Array): string => {
    const thrown = thrownBy(() => loadWasm(bytes, { locator: 'a.wasm', name: 'a' }));
    expect(thrown).toBeInstanceOf(SubjectError);
    return (thrown as Error).message;
  };
  const head = [0x00, 0x61, 0x73, 0x6d];

  test.each([
    ['an empty file', [], 'a.wasm is no WebAssembly module: the file is empty.'],
    [
      'a PNG',
      [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
      'a.wasm is no WebAssembly module: it does not begin with the bytes 00 61 73 6d ("\\0asm").',
    ],
    [
      'the text format',
      [...new TextEncoder().encode(' (module)')],
      'a.wasm is no WebAssembly module: it is the text format. Assemble it first, for example with wat2wasm.',
    ],
    [
      'a header cut short',
      [...head, 1],
      'a.wasm is no WebAssembly module: it ends after 5 bytes, inside its header.',
    ],
    [
      'a component',
      [...head, 0x0d, 0, 1, 0],
      'a.wasm is no WebAssembly module: it is a component. ' +
        'Take its core module out first, for example with wasm-tools.',
    ],
    [
      'another version',
      [...head, 2, 0, 0, 0],
      'a.wasm is no WebAssembly module: its version is 2, only 1 is known.',
    ],
    [
      'a module without memory',
      [...head, 1, 0, 0, 0],
      'a.wasm has 0 memories; an allocator is certified in exactly one. Does it hold code only?',
    ],
  ])('%s', (_title, bytes, message) => {
    expect(refusal(new Uint8Array(bytes))).toBe(message);
  });

  test('a module cut short says so, wherever what is left is no module', () => {
    const whole = assemble(bumpModule('(data (i32.const 0) "static data of some length")'));
    let cuts = 0;
    for (let length = 0; length < whole.length; length++) {
      const cut = whole.slice(0, length);
      if (WebAssembly.validate(cut)) continue;
      expect(refusal(cut), `cut at ${length}`).toContain('a.wasm');
      cuts++;
    }
    expect(cuts).toBeGreaterThan(whole.length / 2);
  });

  test('a truncated section is named with the bytes that it needs', () => {
    const whole = assemble(bumpModule());
    expect(refusal(whole.subarray(0, 12))).toMatch(
      /^a\.wasm is truncated: its type section needs \d+ bytes from byte 10 on, but the file ends at 12\./,
    );
  });

  test('code that V8 refuses is told in its own words', () => {
    const whole = assemble(bumpModule());
    // The opcode behind the last local.get becomes one that does not exist.
    whole[whole.lastIndexOf(0x20)] = 0xff;
    expect(refusal(whole)).toMatch(/^a\.wasm cannot be compiled: CompileError: .*0xff/);
  });

  test('any byte changed is either read or refused as the subject’s fault', () => {
    const whole = assemble(bumpModule());
    for (let at = 8; at < whole.length; at++) {
      const changed = whole.slice();
      changed[at] ^= 0x5a;
      try {
        loadWasm(changed, { locator: 'changed.wasm', name: 'changed' });
      } catch (thrown) {
        expect(thrown, `byte ${at}`).toBeInstanceOf(SubjectError);
      }
    }
    expect(() => loadWasm(whole, { locator: 'a.wasm', name: 'a' })).not.toThrow();
  });
});
