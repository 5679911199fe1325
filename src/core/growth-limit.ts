import type { SubjectDescription } from './subject-description.js';
import type { World } from './world.js';

/**
 * Most bytes that the region of a subject that grows may have in a world; 0 where nothing limits it.
 * A given region that grows, the heap of a malloc lab, grows within the length that it is given.
 */
export function growthLimit(
  subject: Pick<SubjectDescription, 'growable' | 'regionIsGiven'>,
  world: Pick<World, 'limitBytes' | 'regionBytes'>,
): number {
  if (world.limitBytes > 0) return world.limitBytes;
  return subject.growable && subject.regionIsGiven ? world.regionBytes : 0;
}
