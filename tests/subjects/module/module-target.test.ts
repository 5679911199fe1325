import { expect, test } from 'vitest';
import { defaultWorld, type World } from '../../../dist/src/core/world.js';
import type { LoadedTarget } from '../../../dist/src/subjects/loaded-target.js';
import { Answer, type Instance } from '../../../dist/src/subjects/target.js';
import type { RunSettings } from '../../../dist/src/subjects/subject.js';
import { loadFile, moduleFolder, settings } from './module-files.js';

const folder = moduleFolder();
let written = 0;

const load = (source: string): Promise<LoadedTarget> =>
  loadFile(folder.write(`target-${++written}.mjs`, source));

function open(
  { target }: LoadedTarget,
  world: Partial<World> = {},
  more: Partial<RunSettings> = {},
): Instance {
  const instance = target.open({ ...defaultWorld, ...world }, { ...settings, ...more });
  if (instance === 'refused') throw new Error('init was refused');
  return instance;
}

/** An allocator that answers what is asked for in place of a size. */
const echo = (answer: string): string => `export default { alloc: () => ${answer}, reset() {} };`;

test.each([
  ['0', 'null', 0],
  ['-0', 'null', 0],
  ['9007199254740991', 'null', 9_007_199_254_740_991],
  ['null', 'null', Answer.refused],
  ['undefined', 'null', Answer.refused],
  ['null', 'trap', Answer.refused],
  ['0', 'zero', Answer.refused],
  ['-1', 'minusOne', Answer.refused],
  ['0', 'minusOne', 0],
  ['-1', 'null', Answer.misencoded],
  ['NaN', 'null', Answer.misencoded],
  ['NaN', 'zero', Answer.misencoded],
  ['1.5', 'null', Answer.misencoded],
  ['2 ** 53', 'null', Answer.misencoded],
  ['Infinity', 'null', Answer.misencoded],
  ['"16"', 'null', Answer.misencoded],
  ['16n', 'null', Answer.misencoded],
  ['false', 'null', Answer.misencoded],
  ['Promise.resolve(16)', 'null', Answer.misencoded],
] as const)('an answer of %s under refusal %s is %d', async (answer, refusal, expected) => {
  const instance = open(await load(echo(answer)), {}, { refusal });
  expect(instance.alloc(0, 16, 1) + 0).toBe(expected);
});

test('answers of the other functions are told apart from garbage', async () => {
  const instance = open(
    await load(`export default {
      alloc: () => 8, reset() {},
      dealloc: (address) => address !== 3,
      resizeInPlace: (address) => [true, false, undefined][address],
      usableSize: (address) => [40, -1, NaN][address],
    };`),
  );
  expect([instance.dealloc(2, 8, 1), instance.dealloc(3, 8, 1)]).toEqual([
    Answer.done,
    Answer.rejected,
  ]);
  expect([0, 1, 2].map((address) => instance.resizeInPlace(address, 1, 2, 1))).toEqual([
    Answer.done,
    Answer.refused,
    Answer.misencoded,
  ]);
  expect([0, 1, 2].map((address) => instance.usable(address))).toEqual([
    40,
    Answer.misencoded,
    Answer.misencoded,
  ]);
});

test('a null reference reaches realloc as null', async () => {
  const instance = open(
    await load(
      `export default { alloc: () => 8, reset() {}, realloc: (old) => old === null ? 1 : 2 };`,
    ),
  );
  expect([instance.realloc(0, -1, 0, 8, 1), instance.realloc(0, 0, 8, 16, 1)]).toEqual([1, 2]);
});

const counter = (rest: string): string => `let next = 0; export default ${rest};`;

test.each([
  ['reset', false, 0, counter(`{ alloc: () => next++, reset() { next = 0; } }`)],
  [
    'an evaluation where a run asks for it',
    true,
    3,
    counter(`{ alloc: () => next++, reset() {} }`),
  ],
  ['a factory', true, 0, `export default () => { let next = 0; return { alloc: () => next++ }; };`],
  ['another evaluation of the file', false, 3, counter(`{ alloc: () => next++ }`)],
])('programs are kept apart by %s', async (_how, evaluateEach, evaluations, source) => {
  const loaded = await load(source);
  let moved = 0;
  await loaded.prepare?.(3, () => moved++, { evaluateEach });
  const answers = [1, 2, 3].map(() => {
    const instance = open(loaded, {}, { evaluateEach });
    return [instance.alloc(0, 1, 1), instance.alloc(0, 1, 1)];
  });
  expect(answers).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  expect(moved).toBe(evaluations);
});

test('CommonJS and TypeScript files are evaluated again too', async () => {
  for (const [ending, source] of [
    ['cjs', `let next = 0; module.exports = { alloc: () => next++ };`],
    ['ts', `let next: number = 0; export default { alloc: (): number => next++ };`],
  ]) {
    const loaded = await loadFile(folder.write(`again.${ending}`, source ?? ''));
    await loaded.prepare?.(2, () => undefined, {});
    expect([open(loaded).alloc(0, 1, 1), open(loaded).alloc(0, 1, 1)]).toEqual([0, 0]);
  }
});

test('a memory that is detached or replaced is seen after the call', async () => {
  const instance = open(
    await load(`let memory = new ArrayBuffer(64);
      export default {
        get memory() { return memory; },
        alloc(size) {
          if (size === 1) memory = new ArrayBuffer(128);
          if (size === 2) structuredClone(memory, { transfer: [memory] });
          return 0;
        },
        reset() {},
      };`),
  );
  expect([instance.refresh(), instance.end]).toEqual([false, 64]);
  instance.alloc(0, 1, 1);
  expect([instance.refresh(), instance.end, instance.memory?.length]).toEqual([true, 128, 128]);
  instance.alloc(0, 2, 1);
  expect(() => instance.refresh()).toThrow('memory is detached');
});

test('region and footprint are read again after every call', async () => {
  const instance = open(
    await load(`let end = 100;
      export default {
        alloc: () => (end += 100), reset() {}, region: () => ({ base: 10, end }), footprint: () => end * 2,
      };`),
  );
  expect([instance.base, instance.end, instance.footprint]).toEqual([10, 100, 200]);
  instance.alloc(0, 1, 1);
  expect(instance.refresh()).toBe(true);
  expect([instance.base, instance.end, instance.footprint]).toEqual([10, 200, 400]);
  expect(instance.refresh()).toBe(false);
});

test('a factory may refuse a region, and may not claim more than it was given', async () => {
  const loaded = await load(`export default (pool) => pool.bytes < 4096 ? null : {
    alloc: () => null,
    region: () => ({ base: pool.base, end: pool.base + (pool.bytes === 8192 ? 8193 : pool.bytes) }),
  };`);
  expect(loaded.target.open({ ...defaultWorld, regionBytes: 64 }, settings)).toBe('refused');
  expect(open(loaded, { regionBytes: 4_096 }).end % 65_536).toBe(4_096);
  expect(() => open(loaded, { regionBytes: 8_192 })).toThrow('more than the pool');
});

test('an object that stands for a block is kept, and given back wherever the block is named', async () => {
  const loaded = await load(`
    let next = 0;
    const seen = (globalThis.seen ??= []);
    export default {
      alloc: (size) => ({ offset: (next += 16), slot: size }),
      realloc(block, old, size) {
        seen.push(['realloc', block]);
        return size > 99 ? null : { offset: block.offset, slot: size };
      },
      dealloc(block) { seen.push(['dealloc', block]); },
      usableSize: (block) => block.slot,
      resizeInPlace: (block, old, size) => size === block.slot,
      reset() { next = 0; },
    };`);
  const instance = open(loaded);
  const seen = (globalThis as unknown as { readonly seen: unknown[] }).seen;
  expect([instance.alloc(0, 5, 1), instance.alloc(0, 6, 1)]).toEqual([16, 32]);
  expect([instance.usable(16), instance.usable(32)]).toEqual([5, 6]);
  expect(instance.resizeInPlace(32, 6, 6, 1)).toBe(Answer.done);
  // A refused realloc leaves the object; a granted one brings another, also where nothing moved.
  expect(instance.realloc(0, 16, 5, 100, 1)).toBe(Answer.refused);
  expect(instance.realloc(0, 16, 5, 7, 1)).toBe(16);
  expect(instance.usable(16)).toBe(7);
  instance.dealloc(16, 7, 1);
  instance.dealloc(16, 7, 1);
  const [refused, granted, freed, twice] = seen as readonly (readonly [string, object])[];
  expect(refused).toEqual(['realloc', { offset: 16, slot: 5 }]);
  expect(granted?.[1]).toBe(refused?.[1]);
  expect(freed).toEqual(['dealloc', { offset: 16, slot: 7 }]);
  expect(twice?.[1]).toBe(freed?.[1]);
  instance.reset();
  instance.dealloc(16, 7, 1);
  expect(seen.at(-1)).toEqual(['dealloc', 16]);
});

test.each([
  ['{ address: 40 }', 40],
  ['{ offset: 48 }', 48],
  ['new Uint8Array(new ArrayBuffer(64), 24, 8)', 24],
  ['{ offset: -8 }', Answer.misencoded],
  ['{}', Answer.misencoded],
  ['() => 8', Answer.misencoded],
])('a block %s lies at %d', async (block, expected) => {
  expect(open(await load(echo(`(${block})`))).alloc(0, 16, 1)).toBe(expected);
});

test('a pool of which only the length is given has a memory of its own, or none', async () => {
  const own = await load(`export default ({ bytes }) => {
    const memory = new ArrayBuffer(bytes);
    return { memory, alloc: (size) => size <= bytes ? 0 : null };
  };`);
  expect(own.description).toMatchObject({
    ...{ regionIsGiven: true, givesLengthOnly: true, baseModulus: 1, hasMemory: true },
  });
  const instance = open(own, { regionBytes: 8_192, baseOffset: 3 });
  expect([instance.base, instance.end, instance.memory?.length]).toEqual([0, 8_192, 8_192]);
  expect([instance.alloc(0, 8_192, 1), instance.alloc(0, 8_193, 1)]).toEqual([0, Answer.refused]);
  expect(instance.watched).toBeUndefined();

  const none = await load('export default ({ bytes }) => ({ memory: null, alloc: () => bytes });');
  expect(none.description).toMatchObject({ givesLengthOnly: true, hasMemory: false });
  const numbers = open(none, { regionBytes: 100 });
  expect([numbers.base, numbers.end, numbers.memory]).toEqual([0, 100, undefined]);
});

test('a pool that is longer than was asked for is refused with what to do', async () => {
  const longer = 'export default (pool) => ({ memory: new ArrayBuffer(1 << 20), alloc() {} });';
  await expect(load(longer)).rejects.toThrow(
    'the allocator manages 1048576 bytes, and was given 4096: make the memory as long as the pool',
  );
});
