import { alignment } from './alignment.js';
import { boundedGrowth } from './bounded-growth.js';
import { contentPreserved } from './content-preserved.js';
import { deterministic } from './deterministic.js';
import { failedCallNoEffect } from './failed-call-no-effect.js';
import { fullReclaim } from './full-reclaim.js';
import { inBounds } from './in-bounds.js';
import { invalidFree } from './invalid-free.js';
import { noFault } from './no-fault.js';
import { noOverlap } from './no-overlap.js';
import { noSpuriousNull } from './no-spurious-null.js';
import { nullOnExhaustion } from './null-on-exhaustion.js';
import { outsideUntouched } from './outside-untouched.js';
import { placement } from './placement.js';
import type { Property } from './property.js';
import { reallocPreserves } from './realloc-preserves.js';
import { reuseAfterFree } from './reuse-after-free.js';
import { usableSize } from './usable-size.js';
import { zeroed } from './zeroed.js';
import { zeroSize } from './zero-size.js';

/** Every property, in the order in which they lead within one step (S19). */
export const allProperties: readonly Property[] = [
  nullOnExhaustion,
  zeroSize,
  alignment,
  inBounds,
  noOverlap,
  reallocPreserves,
  zeroed,
  contentPreserved,
  outsideUntouched,
  usableSize,
  invalidFree,
  failedCallNoEffect,
  placement,
  reuseAfterFree,
  noSpuriousNull,
  fullReclaim,
  boundedGrowth,
  deterministic,
  noFault,
];
