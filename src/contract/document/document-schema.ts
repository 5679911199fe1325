import { z } from 'zod';
import { contractSchema } from './contract-schema.js';
import { alignments } from '../../core/alignments.js';
import { listInWords } from '../../core/list-in-words.js';
import { presetNames } from '../presets/index.js';

/** The part of JSON Schema that the contract's schema is written in. */
export interface SchemaNode {
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaNode[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly propertyNames?: SchemaNode;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly required?: readonly string[];
}

/**
 * The contract document as JSON Schema, draft 2020-12: shipped for editors, and read here for error
 * messages and documentation, so that none of them can say anything else than the check itself.
 */
export function contractJsonSchema(): SchemaNode {
  const schema = z.toJSONSchema(contractDocumentSchema, { io: 'input', reused: 'inline' });
  return {
    ...(schema as SchemaNode),
    ...{
      title: 'allocert contract',
      description: 'What an allocator promises. Every clause left out is the weakest promise.',
    },
  };
}

/**
 * A contract as a user writes it: the clauses, and the preset that they change.
 */
export const contractDocumentSchema = contractSchema.extend({
  $schema: z.string().optional().describe('Where editors find the JSON Schema; not read.'),
  extends: z
    .enum(presetNames)
    .optional()
    .describe(
      'Preset whose clauses hold where this document says nothing. Objects are ' +
        'merged, lists replaced.',
    ),
});

/** What may stand at a place of the document, in words: `"null", "zero" or a whole number`. */
export function describeAllowed(node: SchemaNode): string {
  return listInWords(alternatives(node));
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
