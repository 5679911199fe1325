import type { PropertyId } from '../src/core/property-id.js';
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

/**
 * Every property by its id. The order of the lines is the order in which they lead where several break
 * in one step (S19), and nothing else says it. An id without a line does not compile.
 */
export const propertyOf: { readonly [Id in PropertyId]: Property<Id> } = {
  'null-on-exhaustion': nullOnExhaustion,
  'zero-size': zeroSize,
  alignment,
  'in-bounds': inBounds,
  'no-overlap': noOverlap,
  'realloc-preserves': reallocPreserves,
  zeroed,
  'content-preserved': contentPreserved,
  'outside-untouched': outsideUntouched,
  'usable-size': usableSize,
  'invalid-free': invalidFree,
  'failed-call-no-effect': failedCallNoEffect,
  placement,
  'reuse-after-free': reuseAfterFree,
  'no-spurious-null': noSpuriousNull,
  'full-reclaim': fullReclaim,
  'bounded-growth': boundedGrowth,
  deterministic,
  'no-fault': noFault,
};

/** The same as a list, first the one that leads. */
export const allProperties: readonly Property[] = Object.values(propertyOf);
