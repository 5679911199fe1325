import {
  contractJsonSchema,
  type SchemaNode,
  describeAllowed,
} from '../../contract/document/document-schema.js';
import { wrapText } from '../human/wrap-text.js';

/** Paths of all clauses of the contract document, in its order: `alignment`, `alignment.natural`. */
export function clauseNames(): readonly string[] {
  return pathsOf(contractJsonSchema(), '');
}

/** A clause of the contract: what it means, what may be written, what it is if left out. */
export function explainClause(path: string): string {
  const node = path
    .split('.')
    .reduce<SchemaNode>((at, key) => at.properties?.[key] ?? {}, contractJsonSchema());
  const isGroup = node.properties !== undefined;
  const lines = [
    `contract clause ${path}`,
    ...(node.description === undefined ? [] : wrapText(node.description, '  ')),
    '',
    ...wrapText(`Allowed: ${describeAllowed(node)}`, '  '),
    ...(node.default === undefined || isGroup
      ? []
      : [`  Default: ${JSON.stringify(node.default)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function pathsOf(node: SchemaNode, prefix: string): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    key.startsWith('$') ? [] : [prefix + key, ...pathsOf(child, `${prefix}${key}.`)],
  );
}
