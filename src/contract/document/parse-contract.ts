import { UsageError } from '../../core/errors.js';
import { nearestWord } from '../../core/nearest-word.js';
import { contractSchema, type Contract } from './contract-schema.js';
import { contradictions } from './contradictions.js';
import { listInWords } from '../../core/list-in-words.js';
import { isPresetName, presetNames, type PresetName } from '../presets/index.js';
import { shapeMistakes } from './shape-mistakes.js';
import { clausesOf, isObject, withPresets, type ContractDocument } from './with-presets.js';

/**
 * The contract that a document describes: `extends` resolved, objects merged, every clause present.
 *
 * `input` is a preset's name or a document as JSON.parse or a module gives it; `where` is how the
 * user knows it: a path, `--contract`. A contract cannot extend itself, because only presets can be
 * extended and they are fixed.
 *
 * @throws UsageError that lists every mistake: first those of shape, and where there are none, what
 *   the clauses say against one another
 */
export function parseContract(input: unknown, where: string): Contract {
  if (typeof input === 'string' && !isPresetName(input)) throw unknownPreset(input, where);
  const given = typeof input === 'string' ? { extends: input } : input;
  if (!isObject(given)) {
    const got = Array.isArray(input) ? 'a list' : input === null ? 'null' : `a ${typeof input}`;
    throw mistakesIn(where, [`a contract is an object, or the name of a preset; got ${got}.`]);
  }
  const document = inNewWords(given);
  const merged = withPresets(document);
  const wrongShape = shapeMistakes(merged);
  if (wrongShape.length > 0) throw mistakesIn(where, wrongShape);
  const clauses = contractSchema.parse(clausesOf(merged));
  const contract: Contract = { ...clauses, name: nameOf(document, clauses.name) };
  const conflicts = contradictions(contract, document);
  if (conflicts.length > 0) throw mistakesIn(where, conflicts);
  return contract;
}

/** The contract of a preset, resolved. @public */
export function preset(name: PresetName): Contract {
  return parseContract(name, `preset ${name}`);
}

/**
 * The document in the clauses of today. `reclaims: "sameLayout"` claimed the pair of a free and the same
 * request, and nothing of what comes back in all: `reuse` says that now. Contracts and witnesses that
 * were written before mean what they meant.
 */
function inNewWords(document: ContractDocument): ContractDocument {
  if (document['reclaims'] !== 'sameLayout') return document;
  return { reuse: 'sameLayout', ...document, reclaims: 'unjudged' };
}

/** A changed preset must not be reported under the name of the preset. */
function nameOf(document: ContractDocument, name: string): string {
  const isChanged = Object.keys(clausesOf(document)).length > 0;
  if (document['name'] !== undefined || !isChanged) return name;
  return document['extends'] === undefined ? name : `${name}, changed`;
}

function unknownPreset(name: string, where: string): UsageError {
  const near = nearestWord(name, presetNames);
  return new UsageError(
    `${where}: no preset is called "${name}".${near === undefined ? '' : ` Did you mean "${near}"?`} ` +
      `There are ${listInWords(presetNames, 'and')}.`,
  );
}

function mistakesIn(where: string, mistakes: readonly string[]): UsageError {
  const count = mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`;
  return new UsageError(
    [`${where}: ${count} in the contract.`, ...mistakes.map((line) => `  ${line}`)].join('\n'),
  );
}
