import { describe, expect, test } from 'vitest';
import { openSession } from '../../../dist/src/engine/session.js';
import { SubjectError } from '../../../dist/src/core/errors.js';
import { certifySubject, violatedIn } from '../../support/certify-subject.js';
import { wasmFile } from '../../support/wasm-file.js';
import { assemble, loadText } from './assemble.js';

/**
 * A bump allocator that takes `pages` from its host when it is first called, and then one by one what
 * it needs.
 */
const withArena = (pages: number): string => `(module
  (memory (export "memory") 1)
  (global $at (mut i32) (i32.const 0))
  (func $grow (param $pages i32) (result i32)
    (i32.ne (memory.grow (local.get $pages)) (i32.const -1)))
  (func (export "malloc") (param $size i32) (result i32)
    (local $block i32)
    (if (i32.gt_u (local.get $size) (i32.const 0x3fffffff)) (then (return (i32.const 0))))
    (if (i32.eqz (global.get $at)) (then
      (if (i32.eqz (call $grow (i32.const ${pages}))) (then (return (i32.const 0))))
      (global.set $at (i32.const 65536))))
    (local.set $block (global.get $at))
    (local.set $size (i32.and (i32.add (local.get $size) (i32.const 31)) (i32.const -16)))
    (if (i32.gt_u (i32.add (local.get $block) (local.get $size)) (i32.mul (memory.size) (i32.const 65536)))
      (then (if (i32.eqz (call $grow (i32.div_u (i32.add (local.get $size) (i32.const 65535)) (i32.const 65536))))
        (then (return (i32.const 0))))))
    (global.set $at (i32.add (local.get $block) (local.get $size)))
    (local.get $block))
  (func (export "free") (param i32)))`;

const certified = async (pages: number): Promise<string[]> => {
  const locator = wasmFile(assemble(withArena(pages)));
  // It takes back nothing.
  const contract = { input: { extends: 'c17', growth: 'noBlowUp' }, where: 'a test' };
  return violatedIn(await certifySubject({ locator, contract, seed: 1, runs: 64 }));
};

describe('what is taken for the first byte', () => {
  test('is measured before anything is judged', async () => {
    const session = await openSession({ locator: wasmFile(assemble(withArena(592))) });
    expect(session.subject.description.startUpBytes).toBe(592 * 65_536);
    await session.subject.close();
  });

  test('makes nobody blow memory up, and no limit is too small for it: an arena of 37 MiB', async () => {
    expect(await certified(592)).toEqual([]);
  });

  test('blows memory up where it is more than 64 MiB beside the slack', async () => {
    expect(await certified(1_600)).toContain('bounded-growth');
  });
});

describe('a heap whose beginning JavaScript has to set', () => {
  const module = (imports: string, start: number): string => `(module
    ${imports}
    (global $at (mut i32) (i32.const ${start}))
    (func (export "malloc") (param $size i32) (result i32)
      (global.set $at (i32.add (global.get $at) (i32.and (i32.add (local.get $size) (i32.const 15)) (i32.const -8))))
      (i32.sub (global.get $at) (i32.and (i32.add (local.get $size) (i32.const 15)) (i32.const -8))))
    (func (export "free") (param i32))
    (data (i32.const 1024) "static"))`;
  const old =
    '(import "env" "memory" (memory 2)) ' +
    '(import "env" "emscripten_resize_heap" (func (param i32) (result i32)))';

  test('is an error that says how to go on, where it would lie below static data', () => {
    expect(() => loadText(module(old, 8))).toThrow(SubjectError);
    expect(() => loadText(module(old, 8))).toThrow(/begins at 8, below its static data at 1024/);
  });

  test('is none of our business where it lies behind', () => {
    expect(() => loadText(module(old, 4_096))).not.toThrow();
  });

  test('is no concern of modules that bring their memory along', () => {
    expect(() => loadText(module('(memory (export "memory") 2)', 8))).not.toThrow();
  });
});
