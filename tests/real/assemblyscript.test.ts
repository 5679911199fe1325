import { expect, test } from 'vitest';
import { compileAssemblyScript } from '../subjects/wasm/compile-assemblyscript.js';
import { certifySubject, witnessesIn } from '../support/certify-subject.js';
import { wasmFile } from '../support/wasm-file.js';

test.each(['incremental', 'minimal', 'stub'] as const)(
  'the %s runtime of AssemblyScript 0.28 is accused of nothing',
  async (runtime) => {
    const locator = wasmFile(await compileAssemblyScript({ runtime }));
    const result = await certifySubject({ locator, seed: 1, runs: 150 });
    expect(witnessesIn(result)).toEqual([]);
    expect(result).toMatchObject({
      contract: { name: 'assemblyscript' },
      bounds: { programs: 150 },
    });
    expect(result.properties.find(({ id }) => id === 'no-overlap')?.checks).toBeGreaterThan(1_000);
  },
);
