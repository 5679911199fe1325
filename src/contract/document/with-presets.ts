import { isPresetName, presets } from '../presets/index.js';

export type ContractDocument = Readonly<Record<string, unknown>>;

/** The document over the preset that it extends, over the preset that this one extends. */
export function withPresets(document: ContractDocument): ContractDocument {
  const base = document['extends'];
  // An unknown name stays in the document, where the check of its shape reports it.
  if (typeof base !== 'string' || !isPresetName(base)) return document;
  const merged = mergeObjects(withPresets(presets[base]), document);
  return { ...merged, extends: base };
}

export function mergeObjects(base: ContractDocument, over: ContractDocument): ContractDocument {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const below = merged.get(key);
    merged.set(key, isObject(below) && isObject(value) ? mergeObjects(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/** The clauses of a document, without what only says where they come from. */
export function clausesOf(document: ContractDocument): ContractDocument {
  return Object.fromEntries(
    Object.entries(document).filter(([key]) => key !== 'extends' && key !== '$schema'),
  );
}

export function isObject(value: unknown): value is ContractDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
