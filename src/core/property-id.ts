/**
 * The public ids of the properties, a closed list in the order of reports. Never renamed: they are
 * part of reports, witnesses and certificates. Which one leads within a step is said by the
 * specification alone, in properties/index.ts.
 */
export const propertyIds = [
  'null-on-exhaustion',
  'zero-size',
  'alignment',
  'in-bounds',
  'no-overlap',
  'realloc-preserves',
  'zeroed',
  'content-preserved',
  'outside-untouched',
  'usable-size',
  'invalid-free',
  'failed-call-no-effect',
  'placement',
  'reuse-after-free',
  'no-spurious-null',
  'full-reclaim',
  'bounded-growth',
  'deterministic',
  'no-fault',
] as const;

export type PropertyId = (typeof propertyIds)[number];
