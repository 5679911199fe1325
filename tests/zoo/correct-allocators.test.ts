import { describe, expect, test } from 'vitest';
import * as appending from '../../dist/tests/zoo/correct/appending.js';
import * as bitmapFirstFit from '../../dist/tests/zoo/correct/bitmap-first-fit.js';
import * as buddy from '../../dist/tests/zoo/correct/buddy.js';
import * as bump from '../../dist/tests/zoo/correct/bump.js';
import * as collected from '../../dist/tests/zoo/correct/collected.js';
import * as committedSpace from '../../dist/tests/zoo/correct/committed-space.js';
import * as deferredCoalescing from '../../dist/tests/zoo/correct/deferred-coalescing.js';
import * as firstFitList from '../../dist/tests/zoo/correct/first-fit-list.js';
import * as goodFit from '../../dist/tests/zoo/correct/good-fit.js';
import * as growing from '../../dist/tests/zoo/correct/growing.js';
import * as idPool from '../../dist/tests/zoo/correct/id-pool.js';
import * as inPlaceOnly from '../../dist/tests/zoo/correct/in-place-only.js';
import * as nextFit from '../../dist/tests/zoo/correct/next-fit.js';
import * as offsetSpace from '../../dist/tests/zoo/correct/offset-space.js';
import * as quarantine from '../../dist/tests/zoo/correct/quarantine.js';
import * as quickLists from '../../dist/tests/zoo/correct/quick-lists.js';
import * as scattered from '../../dist/tests/zoo/correct/scattered.js';
import * as segregated from '../../dist/tests/zoo/correct/segregated.js';
import * as sliding from '../../dist/tests/zoo/correct/sliding.js';
import * as slotPool from '../../dist/tests/zoo/correct/slot-pool.js';
import * as strictLayouts from '../../dist/tests/zoo/correct/strict-layouts.js';
import * as tlsf from '../../dist/tests/zoo/correct/tlsf.js';
import * as trapOnFull from '../../dist/tests/zoo/correct/trap-on-full.js';
import * as zeroRefusal from '../../dist/tests/zoo/correct/zero-refusal.js';
import { Shadow } from '../../dist/tests/zoo/shadow.js';
import { makeAllocator, makePool } from '../../dist/tests/zoo/test-pool.js';

// Goal: the allocators that must never be accused are correct. Method: each is called at random in
// regions of odd lengths at odd bases full of noise, against a shadow that shares no code with the
// product; then everything is freed, and the largest grant of a fresh region is asked for again.

const modules = Object.entries({
  appending,
  bitmapFirstFit,
  buddy,
  bump,
  collected,
  committedSpace,
  deferredCoalescing,
  firstFitList,
  goodFit,
  growing,
  idPool,
  inPlaceOnly,
  nextFit,
  offsetSpace,
  quarantine,
  quickLists,
  scattered,
  segregated,
  sliding,
  slotPool,
  strictLayouts,
  tlsf,
  trapOnFull,
  zeroRefusal,
});

const regions = [
  [1, 0],
  [7, 3],
  [15, 1],
  [16, 15],
  [63, 9],
  [255, 11],
  [300, 0],
  [1_024, 0],
  [1_025, 7],
  [2_047, 14],
  [4_096, 5],
  [9_999, 13],
] as const;

describe.each(modules)('%s', (_name, module) => {
  // A factory without a parameter brings its own region, whatever pool there is.
  const tried = module.default.length === 0 ? regions.slice(0, 1) : regions;
  test.each(tried)('keeps its promises in %i bytes at base + %i', (bytes, offset) => {
    for (const seed of [1, 2]) {
      const pool = makePool(bytes, offset, seed - 1, 512);
      const allocator = makeAllocator(module.default, pool);
      if (allocator === undefined) {
        expect(module.contract.region?.mayRefuseInit).toBe(true);
        continue;
      }
      const shadow = new Shadow(allocator, module.contract, pool, seed);
      shadow.run(600);
      expect(shadow.granted + shadow.refused).toBeGreaterThan(0);
      if (module.contract.reclaims !== 'everything') continue;
      shadow.drain();
      const { largest, align } = largestGrant(module, pool, seed);
      const refusal = module.contract.refusal === 'zero' ? 0 : null;
      if (largest > 0) expect(answerOf(() => allocator.alloc(largest, align))).not.toBe(refusal);
      shadow.checkOutside();
    }
  });
});

type Module = (typeof modules)[number][1];

/** The largest size that a fresh allocator over a copy of the pool grants, by bisection. */
function largestGrant(module: Module, pool: ReturnType<typeof makePool>, seed: number) {
  const align = Math.min(module.contract.alignment?.maximum ?? 1, [1, 64][seed % 2]);
  const fresh = makePool(pool.bytes, pool.base % 4_096, 0);
  const granted = (size: number): boolean => {
    const answer = answerOf(() => makeAllocator(module.default, fresh)?.alloc(size, align));
    return answer !== null && !(answer === 0 && module.contract.refusal === 'zero');
  };
  let largest = 0;
  for (let step = 2 ** 26; step >= 1; step /= 2) if (granted(largest + step)) largest += step;
  return { largest, align };
}

/** Null for every refusal, also that by an exception. */
function answerOf(call: () => number | null | undefined): number | null {
  try {
    return call() ?? null;
  } catch {
    return null;
  }
}
