import { alignments } from './schema-values.js';
import type { SchemaNode } from './contract-json-schema.js';

/** What may stand at a place of the document, in words: `"null", "zero" or a whole number`. */
export function describeAllowed(node: SchemaNode): string {
  return listInWords(alternatives(node));
}

/** `a, b or c`. */
export function listInWords(words: readonly string[], joint = 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1) ?? ''}`;
}

function alternatives(node: SchemaNode): string[] {
  if (node.anyOf !== undefined) return node.anyOf.flatMap(alternatives);
  if (node.const !== undefined) return [JSON.stringify(node.const)];
  if (node.enum !== undefined) return ofValues(node.enum);
  switch (node.type) {
    case 'boolean':
      return ['true', 'false'];
    case 'string':
      return ['a text'];
    case 'integer':
    case 'number':
      return [`a whole number of at least ${node.minimum ?? 0}`];
    case 'array':
      return [
        `a list, each ${node.items === undefined ? 'anything' : describeAllowed(node.items)}`,
      ];
    default:
      return [`an object with ${listInWords(knownKeys(node), 'and')}`];
  }
}

/** The keys that an object at this place can have. */
export function knownKeys(node: SchemaNode): string[] {
  return Object.keys(node.properties ?? {}).concat((node.propertyNames?.enum ?? []) as string[]);
}

function ofValues(values: readonly unknown[]): string[] {
  const powers = values.filter((value) => typeof value === 'number');
  const others = values
    .filter((value) => typeof value !== 'number')
    .map((value) => JSON.stringify(value));
  if (powers.length === 0) return others;
  return [`a power of two from 1 to ${alignments.at(-1) ?? 1}`, ...others];
}
