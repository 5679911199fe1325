import { UsageError } from '../../core/errors.js';
import { nearestWord } from '../../core/nearest-word.js';
import { contractSchema, type Contract } from './contract-schema.js';
import { contradictions } from './contradictions.js';
import { listInWords } from './document-schema.js';
import { presetNames, presets, type PresetName } from '../presets/index.js';
import { shapeMistakes } from './shape-mistakes.js';
import { createHash } from 'node:crypto';

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
  if (typeof input === 'string' && !Object.hasOwn(presets, input))
    throw unknownPreset(input, where);
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

type Document = Readonly<Record<string, unknown>>;

/** The document over the preset that it extends, over the preset that this one extends. */
function withPresets(document: Document): Document {
  const base = document['extends'];
  // An unknown name stays in the document, where the check of its shape reports it.
  if (typeof base !== 'string' || !Object.hasOwn(presets, base)) return document;
  const merged = mergeObjects(withPresets(presets[base as PresetName]), document);
  return { ...merged, extends: base };
}

function mergeObjects(base: Document, over: Document): Document {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const below = merged.get(key);
    merged.set(key, isObject(below) && isObject(value) ? mergeObjects(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/**
 * The document in the clauses of today. `reclaims: "sameLayout"` claimed the pair of a free and the same
 * request, and nothing of what comes back in all: `reuse` says that now. Contracts and witnesses that
 * were written before mean what they meant.
 */
function inNewWords(document: Document): Document {
  if (document['reclaims'] !== 'sameLayout') return document;
  return { reuse: 'sameLayout', ...document, reclaims: 'unjudged' };
}

/** A changed preset must not be reported under the name of the preset. */
function nameOf(document: Document, name: string): string {
  const isChanged = Object.keys(clausesOf(document)).length > 0;
  if (document['name'] !== undefined || !isChanged) return name;
  return document['extends'] === undefined ? name : `${name}, changed`;
}

function clausesOf(document: Document): Document {
  return Object.fromEntries(
    Object.entries(document).filter(([key]) => key !== 'extends' && key !== '$schema'),
  );
}

function isObject(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

/**
 * SHA-256 of a resolved contract, lower-case hex: two reports with the same digest judged by the
 * same clauses. The hashed text is the contract as JSON without spaces and with keys in code unit
 * order, as in RFC 8785; a contract holds no number that JSON would print in two ways.
 */
export function contractDigest(contract: Contract): string {
  return createHash('sha256').update(canonicalJson(contract)).digest('hex');
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
