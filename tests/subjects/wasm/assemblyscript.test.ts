import { describe, expect, test } from 'vitest';
import { faultNames } from '../../../dist/src/core/fault.js';
import { loadWasm } from '../../../dist/src/subjects/wasm/wasm-target.js';
import { openInstance, thrownBy } from './assemble.js';
import { compileAssemblyScript, objectsOnly } from './compile-assemblyscript.js';
import { randomRequests } from './random-requests.js';

const trap = { refusal: 'trap' } as const;
const load = (module: Uint8Array): ReturnType<typeof loadWasm> =>
  loadWasm(module, { locator: 'module.wasm', name: 'module' });

describe.each(['incremental', 'minimal', 'stub'] as const)('the %s runtime', (runtime) => {
  test('answers a thousand requests through its heap', async () => {
    const { description, target } = load(await compileAssemblyScript({ runtime }));
    expect(description).toMatchObject({
      abi: 'assemblyscript-heap',
      kinds: ['alloc', 'realloc', 'dealloc', 'deallocInvalid'],
      takesAlignment: false,
    });
    const tally = randomRequests(openInstance(target, {}, trap), description.kinds, 1_000);
    expect(tally).toMatchObject({ refused: 0, misplaced: 0, damaged: 0 });
    expect(tally.moves).toBeGreaterThan(10);
  });

  test('answers a thousand requests through pinned objects', async () => {
    const { description, target } = load(
      await compileAssemblyScript({ runtime, source: objectsOnly }),
    );
    expect(description).toMatchObject({
      abi: 'assemblyscript-objects',
      kinds: ['alloc', 'dealloc', 'deallocInvalid'],
    });
    const tally = randomRequests(openInstance(target, {}, trap), description.kinds, 1_000);
    expect(tally).toMatchObject({ refused: 0, misplaced: 0, damaged: 0 });
  });
});

test('unpinned objects are collected', async () => {
  const { target } = load(await compileAssemblyScript({ runtime: 'minimal', source: objectsOnly }));
  const instance = openInstance(target, {}, trap);
  for (let index = 0; index < 10_000; index++) {
    const address = instance.alloc(0, 1_000, 1);
    instance.dealloc(address, 1_000, 1);
    instance.refresh();
  }
  expect(instance.footprint).toBeLessThan(2 ** 20);
});

test('a request that cannot be met aborts with the words of the runtime', async () => {
  const { target } = load(await compileAssemblyScript({ runtime: 'minimal' }));
  const instance = openInstance(target, {}, trap);
  const { fault, message } = target.classify(thrownBy(() => instance.alloc(0, 2 ** 32 - 1, 1)));
  expect(faultNames[fault]).toBe('abort');
  expect(message).toMatch(/^abort: .*at ~lib\/rt\/tlsf\.ts:\d+:\d+$/);
});
