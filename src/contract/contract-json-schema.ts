import { z } from 'zod';
import { contractDocumentSchema } from './contract-document.js';

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
