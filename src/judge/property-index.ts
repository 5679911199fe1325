import { propertyIds, type PropertyId } from '../core/property-id.js';

/** Indices of the properties in `propertyIds`: where the fast judge counts their checks. */

const at = (id: PropertyId): number => propertyIds.indexOf(id);
export const EXHAUSTION = at('null-on-exhaustion');
export const ZERO_SIZE = at('zero-size');
export const ALIGNMENT = at('alignment');
export const BOUNDS = at('in-bounds');
export const OVERLAP = at('no-overlap');
export const REALLOC = at('realloc-preserves');
export const ZEROED = at('zeroed');
export const CONTENT = at('content-preserved');
export const OUTSIDE = at('outside-untouched');
export const REFUSED_CALL = at('failed-call-no-effect');
export const PLACEMENT = at('placement');
export const USABLE = at('usable-size');
export const INVALID_FREE = at('invalid-free');
export const REUSE = at('reuse-after-free');
export const SPURIOUS = at('no-spurious-null');
export const GROWTH = at('bounded-growth');
export const FAULT = at('no-fault');
