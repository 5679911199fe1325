/**
 * The public ids of the properties, in the order in which they lead within one step (S19). Never
 * renamed: they are part of reports, witnesses and certificates.
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

/** Lower leads. */
export const leadOrder: ReadonlyMap<PropertyId, number> = new Map(
  propertyIds.map((id, index) => [id, index]),
);
