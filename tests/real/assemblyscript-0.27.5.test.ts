import { expect, test } from 'vitest';
import { requestCount } from '../../dist/src/core/program.js';
import { compileAssemblyScript } from '../subjects/wasm/compile-assemblyscript.js';
import { certifySubject, violatedIn } from '../support/certify-subject.js';
import { wasmFile } from '../support/wasm-file.js';

// AssemblyScript 0.27.5 demands 2 GiB when the block for which its memory must grow has less than 16
// bytes. Where in a page the heap starts, which is where the program's own data ends, decides how
// many requests it takes to get there. A file of its own: two compilers in one thread declare the
// same globals.

/** So many bytes of data leave the heap no block at all in the first page. */
const DATA_BYTES = 63_472;
const source = `
export const data = memory.data(${DATA_BYTES});
export function heap_alloc(size: usize): usize { return heap.alloc(size); }
export function heap_realloc(block: usize, size: usize): usize { return heap.realloc(block, size); }
export function heap_free(block: usize): void { heap.free(block); }
`;

test('0.27.5 blows memory up in at most 2 requests', async () => {
  const locator = wasmFile(
    await compileAssemblyScript({ runtime: 'minimal', package: 'assemblyscript-0.27.5', source }),
  );
  const result = await certifySubject({ locator, seed: 1, runs: 150 });
  expect(violatedIn(result)).toEqual(['bounded-growth']);

  const growth = result.properties.find(({ id }) => id === 'bounded-growth')?.witness;
  expect(growth?.program.world.limitBytes).toBe(0);
  expect(growth?.finding.evidence).toMatchObject({ kind: 'blowUp' });
  expect(growth && requestCount(growth.program)).toBeLessThanOrEqual(2);
});
