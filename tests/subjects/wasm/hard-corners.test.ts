import { expect, test } from 'vitest';
import { loadWasm } from '../../../dist/src/subjects/wasm/wasm-target.js';
import { Answer } from '../../../dist/src/subjects/target.js';
import { loadText, openInstance, thrownBy } from './assemble.js';

// Modules that engines take and few compilers make: each is driven rightly, or refused in one
// message that says why.

/** A bump allocator from 64 KiB on, with a memory and whatever else is given. */
const bump = (memory: string, more = ''): string => `(module
  ${memory}
  (global $next (mut i32) (i32.const 65536))
  ${more}
  (func (export "malloc") (param $size i32) (result i32)
    global.get $next
    (global.set $next (i32.add (global.get $next) (i32.const 64))))
  (func (export "free") (param i32)))`;

const ownMemory = '(memory (export "memory") 4 16)';

const messageOf = (text: string): string => String(thrownBy(() => loadText(text)));

test.for([
  ['a shared memory', '(memory (export "memory") 4 16 shared)'],
  ['an imported memory', '(import "env" "memory" (memory 4 16))'],
  ['an imported shared memory', '(import "env" "memory" (memory 4 16 shared))'],
  ['a function that nobody knows', `(import "a" "b" (func (param i64))) ${ownMemory}`],
  ['an imported global', `(import "env" "base" (global i32)) ${ownMemory}`],
  ['an imported table', `(import "env" "table" (table 4 funcref)) ${ownMemory}`],
] as const)('a module with %s is driven', ([, memory]) => {
  const instance = openInstance(loadText(bump(memory)).target);
  expect([instance.alloc(0, 8, 1), instance.alloc(0, 8, 1)]).toEqual([65_536, 65_600]);
  expect(instance.end).toBe(4 * 65_536);
  instance.close();
});

test('exported mutable globals are put back for the next program', () => {
  const { target } = loadText(`(module ${ownMemory}
    (global $next (export "next") (mut i32) (i32.const 65536))
    (func (export "malloc") (param i32) (result i32)
      global.get $next
      (global.set $next (i32.add (global.get $next) (i32.const 64))))
    (func (export "free") (param i32)))`);
  for (let program = 0; program < 3; program++) {
    const instance = openInstance(target);
    expect([instance.alloc(0, 8, 1), instance.alloc(0, 8, 1)]).toEqual([65_536, 65_600]);
    instance.close();
  }
});

test('an address above 2 GiB is unsigned, though wasm answers a negative number', () => {
  const { target } = loadText(`(module (memory (export "memory") 1)
    (func (export "malloc") (param i32) (result i32) (i32.const 0x80000010))
    (func (export "free") (param i32)))`);
  expect(openInstance(target).alloc(0, 8, 1)).toBe(2 ** 31 + 16);
});

test('a start function that traps is told as its own failure', () => {
  const expected = /cannot be initialised: RuntimeError: unreachable\. Certify it through a module/;
  expect(messageOf(bump(ownMemory, '(func $start unreachable) (start $start)'))).toMatch(expected);
  expect(messageOf(bump(ownMemory, '(func (export "_initialize") unreachable)'))).toMatch(expected);
});

/** A bump allocator whose cursor is 0 until \`start\` sets it, which may end by an exit. */
const unset = (start: string): string => `(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  ${ownMemory}
  (global $next (mut i32) (i32.const 0))
  (func (export "${start}") (global.set $next (i32.const 65536)) (call $exit (i32.const 0)))
  (func (export "malloc") (param $size i32) (result i32)
    global.get $next
    (global.set $next (i32.add (global.get $next) (i32.const 64))))
  (func (export "free") (param i32)))`;

test.for(['b', '_start'])(
  'what is named as initialize is called once, and may exit: %s',
  (name) => {
    const { target, description } = loadText(unset(name), { functions: { initialize: name } });
    for (let program = 0; program < 2; program++) {
      const instance = openInstance(target);
      expect([instance.alloc(0, 8, 1), instance.alloc(0, 8, 1)]).toEqual([65_536, 65_600]);
      instance.close();
    }
    expect(description.drivenThrough).toBeUndefined();
  },
);

test('the start function of a command is not called by itself, and offered by its name', () => {
  const { target, description } = loadText(unset('_start'));
  expect(openInstance(target).alloc(0, 8, 1)).toBe(Answer.refused);
  expect(description.drivenThrough).toMatch(/_start.* was not called; --export initialize=_start/);
});

/** A bump allocator that begins where an imported number says, behind other imports and data. */
const told = (global: string, memory: string): string => `(module
  (import "env" "${global}" (global $base i32))
  ${memory}
  (global $next (mut i32) (i32.const 0))
  (func (export "malloc") (param $size i32) (result i32)
    (global.set $next (i32.add (global.get $next) (i32.const 64)))
    (i32.add (global.get $base) (global.get $next)))
  (func (export "free") (param i32)))`;

test.for([
  ['DYNAMIC_BASE', `${ownMemory} (data (i32.const 2048) "data")`, 'below its static data at 1024'],
  ['c', '(import "env" "memory" (memory 4 16))', 'where null lies'],
] as const)(
  'a heap that begins at the made-up number env.%s ends with an error',
  ([name, memory, where]) => {
    expect(messageOf(told(name, memory))).toContain(
      `has a heap that begins at 64, ${where}: the JavaScript that loads it has to set the numbers ` +
        `that it imports (env.${name}). Certify it through a module of a few lines`,
    );
    // What a linker knows has its value, wherever that is.
    expect(
      openInstance(loadText(told('__heap_base', memory)).target).alloc(0, 8, 1),
    ).toBeGreaterThan(1_024);
  },
);

test.for([
  ['without a dylink section, compiled for 0', 'tableBase', 0],
  ['the same by its later name', '__table_base', 0],
] as const)('a table base %s', ([, name, expected]) => {
  const text = `(module
    (import "env" "table" (table 2 funcref))
    (import "env" "${name}" (global $base i32))
    ${ownMemory}
    (elem (global.get $base) $grant $free)
    (type $unary (func (param i32) (result i32)))
    (func $grant (type $unary) (i32.const 4096))
    (func $free (export "free") (param i32))
    (func (export "malloc") (type $unary)
      (call_indirect (type $unary) (local.get 0) (i32.const ${expected}))))`;
  expect(openInstance(loadText(text).target).alloc(0, 8, 1)).toBe(4_096);
});

test('a malloc of 64-bit sizes is told by what it takes', () => {
  const text = `(module ${ownMemory}
    (func (export "malloc") (param i64) (result i64) (i64.const 8))
    (func (export "free") (param i64)))`;
  expect(messageOf(text)).toMatch(
    /malloc takes i64 and answers i64, where sizes and addresses are i32\. free takes i64/,
  );
});

test('a module without a memory is told so', () => {
  const text = `(module (func (export "malloc") (param i32) (result i32) (i32.const 8))
    (func (export "free") (param i32)))`;
  expect(messageOf(text)).toMatch(/has 0 memories; an allocator is certified in exactly one/);
});

/** Sections behind the header of a module. */
const rawModule = (...sections: readonly number[]): Uint8Array =>
  Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections]);

test.for([
  ['a memory of 64-bit addresses', [5, 3, 1, 4, 1]],
  ['two memories', [5, 5, 2, 0, 4, 0, 4]],
] as const)('%s is refused as a fault of the file, not of the tool', ([, sections]) => {
  const load = (): unknown =>
    loadWasm(rawModule(...sections), { locator: 'fixture.wasm', name: 'fixture' });
  // Which words an engine finds depends on its version; that it is told as the subject's does not.
  expect(thrownBy(load)).toMatchObject({ name: 'SubjectError' });
});
