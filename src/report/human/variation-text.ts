import { allocationName } from '../../core/allocation-name.js';
import { producesAllocation } from '../../core/program-literal.js';
import { requestsOf, type Program } from '../../core/program.js';
import type { Witness, WitnessVariation } from '../../core/result.js';
import { countText } from './number-text.js';

/** Quantities that fit two lines; what matters least is told first. */
const MOST = 6;

/**
 * What does not matter, as far as it was tried: quantities with which every other value breaks the
 * property as well, then those with which some do. Empty where nothing is known.
 */
export function variationText({ variations = [], program }: Witness): string {
  const broken = variations.filter((one) => one.broken.length > 0);
  const free = broken.filter((one) => one.kept.length === 0);
  const partly = broken.filter((one) => one.kept.length > 0);
  const told = [...free, ...partly].slice(0, MOST);
  if (told.length === 0) return '';
  const texts = told.map(
    (one) => `${words[one.of]} ${listed(one.broken)}${placeOf(one.request, program)}`,
  );
  return `The same with, one at a time: ${texts.join('; ')}.`;
}

const words: Readonly<Record<WitnessVariation['of'], string>> = {
  size: 'size',
  align: 'alignment',
  region: 'a region of',
  base: 'a base at',
  fill: 'a region full of',
};

/** The letter of the literal where the request makes an allocation; else its number. */
function placeOf(index: number | undefined, program: Program): string {
  if (index === undefined) return '';
  const before = requestsOf(program).slice(0, index + 1);
  const produces = before.map(({ kind, reference }) => producesAllocation(kind, reference));
  if (produces.at(-1) !== true) return ` in request ${index + 1}`;
  return ` for ${allocationName(produces.filter(Boolean).length - 1)}`;
}

/** `8, 17 or 64`. */
function listed(values: readonly (number | string)[]): string {
  const texts = values.map((value) => (typeof value === 'number' ? countText(value) : value));
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} or ${last}`;
}
