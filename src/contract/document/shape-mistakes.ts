import { listInWords } from '../../core/list-in-words.js';
import { nearestWord } from '../../core/nearest-word.js';
import {
  contractDocumentSchema,
  contractJsonSchema,
  type SchemaNode,
  describeAllowed,
  knownKeys,
} from './document-schema.js';

/**
 * What is wrong with the shape of a contract document, one sentence each: the path, the value found
 * there, the nearest word that is known and what is allowed. Empty where the shape is right.
 */
export function shapeMistakes(document: unknown): string[] {
  const checked = contractDocumentSchema.safeParse(document);
  if (checked.success) return [];
  const schema = contractJsonSchema();
  return checked.error.issues.flatMap((issue) => {
    const node = nodeAt(schema, issue.path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey(issue.path, key, node));
    }
    return [wrongValue(issue.path, valueAt(document, issue.path), node)];
  });
}

function unknownKey(path: readonly PropertyKey[], key: string, node: SchemaNode): string {
  const known = knownKeys(node);
  return (
    `${printPath([...path, key])}: no such key.${suggestion(key, known)} Known here: ` +
    `${listInWords(known, 'and')}.`
  );
}

function wrongValue(path: readonly PropertyKey[], value: unknown, node: SchemaNode): string {
  const allowed = describeAllowed(node);
  if (value === undefined) return `${printPath(path)}: is missing. Allowed: ${allowed}.`;
  const near = typeof value === 'string' ? suggestion(value, wordsOf(node)) : '';
  return `${printPath(path)}: got ${printValue(value)}.${near} Allowed: ${allowed}.`;
}

function suggestion(word: string, known: readonly string[]): string {
  const near = nearestWord(word, known);
  return near === undefined ? '' : ` Did you mean "${near}"?`;
}

/** The words among the values that are allowed here. */
function wordsOf(node: SchemaNode): string[] {
  const values = [node.const, ...(node.enum ?? []), ...(node.anyOf ?? []).flatMap(wordsOf)];
  return values.filter((value) => typeof value === 'string');
}

function nodeAt(schema: SchemaNode, path: readonly PropertyKey[]): SchemaNode {
  return path.reduce<SchemaNode>((node, key) => childOf(node, key) ?? {}, schema);
}

function childOf(node: SchemaNode, key: PropertyKey): SchemaNode | undefined {
  if (typeof key === 'number') return node.items;
  const own = node.properties?.[String(key)];
  if (own !== undefined) return own;
  if (typeof node.additionalProperties === 'object') return node.additionalProperties;
  return node.anyOf?.map((form) => childOf(form, key)).find((child) => child !== undefined);
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    document,
  );
}

/** `sizes.byKind.alloc`, `requests[2]`. */
function printPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the contract';
  return path
    .map((key, index) =>
      typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`,
    )
    .join('');
}

function printValue(value: unknown): string {
  const text = typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
