import type { Contract } from './contract-schema.js';
import { clausesOf, isObject, mergeObjects, withPresets } from './with-presets.js';
import { presets, type PresetName } from '../presets/index.js';
import { weakestContract, weakestPlacement } from './weakest-contract.js';

/**
 * The contract of a preset with every clause present. The same as the check of a document gives, which
 * a test says of each: presets are data of this very package, and need no check when they are used.
 */
export function resolvedPreset(name: PresetName): Contract {
  const clauses = clausesOf(withPresets(presets[name]));
  const placement = clauses['placement'];
  const whole = isObject(placement)
    ? { ...clauses, placement: { ...weakestPlacement, ...placement } }
    : clauses;
  return mergeObjects(weakestContract, whole) as unknown as Contract;
}
