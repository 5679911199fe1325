import { expect, test } from 'vitest';
import { loadWasm } from '../../../dist/src/subjects/wasm/wasm-target.js';
import { openInstance } from './assemble.js';
import { compileAssemblyScript } from './compile-assemblyscript.js';

// A file of its own: two compilers in one thread declare the same globals.

test('AssemblyScript 0.27.5 demands 2 GiB for a block of 8 bytes, and the demand is seen', async () => {
  const module = await compileAssemblyScript({
    runtime: 'minimal',
    package: 'assemblyscript-0.27.5',
  });
  const { target } = loadWasm(module, { locator: 'module.wasm', name: 'module' });
  const instance = openInstance(target, {}, { refusal: 'trap' });
  let granted = 0;
  const fill = (): void => {
    for (; granted < 10_000; granted++) {
      instance.alloc(0, 8, 1);
      instance.refresh();
    }
  };
  expect(fill).toThrow('unreachable');
  expect(granted).toBeGreaterThan(1_000);
  expect(instance.refresh()).toBe(true);
  expect(instance.demanded).toBeGreaterThan(2 ** 31);
});
