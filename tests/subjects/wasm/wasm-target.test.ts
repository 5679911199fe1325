import { describe, expect, test } from 'vitest';
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

  test('through emscripten’s import takes a fifth more at once, up to the limit', () => {
    const { target } = loadText(
      `(module
        (import "env" "emscripten_resize_heap" (func $resize (param i32) (result i32)))
        (memory (export "memory") 100)
        (func (export "malloc") (param i32) (result i32) (call $resize (local.get 0)))
        (func (export "free") (param i32)))`,
    );
    const pagesAfter = (asked: number, limit: number): number => {
      const instance = openInstance(target, { limitBytes: limit * PAGE });
      instance.alloc(0, asked * PAGE, 1);
      instance.refresh();
      return instance.end / PAGE;
    };
    expect(pagesAfter(101, 200)).toBe(120);
    expect(pagesAfter(130, 200)).toBe(130);
    expect(pagesAfter(101, 110)).toBe(110);
    expect(pagesAfter(111, 110)).toBe(100);
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
      `(module (memory 1)
        (func (export "malloc") (param i32) (result i32) (i32.const ${value}))
        (func (export "free") (param i32)))`,
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
