import type { NativeCallShape } from '../core/call-shape.js';

/** What a native subject has as its region: memory of the system, a given pool, a malloc lab's heap. */
export type RegionKind = 'own' | 'pool' | 'lab';

export function regionKind({ convention, functions }: NativeCallShape): RegionKind {
  if (convention === 'lab') return 'lab';
  return functions['init'] === undefined ? 'own' : 'pool';
}
