// The files that follow from the contract's schema: the JSON Schema that editors read, and the list
// of fields in the documentation. `node scripts/make-contract-files.js` writes them; a test compares.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { parseContract } from '../dist/src/contract/document/parse-contract.js';
import { contractJsonSchema } from '../dist/src/contract/document/document-schema.js';
import { describeAllowed } from '../dist/src/contract/document/document-schema.js';

/** @typedef {import('../dist/src/contract/document/document-schema.js').SchemaNode} SchemaNode */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const begin = '<!-- fields: written by scripts/make-contract-files.js -->';
const end = '<!-- end of fields -->';

/** @returns {Promise<ReadonlyMap<string, string>>} texts by absolute path */
export async function contractFiles() {
  const schemaPath = join(root, 'schemas', 'contract.schema.json');
  const pagePath = join(root, 'docs', 'contracts', 'README.md');
  const schema = contractJsonSchema();
  const page = readFileSync(pagePath, 'utf8');
  const before = page.slice(0, page.indexOf(begin));
  const after = page.slice(page.indexOf(end) + end.length);
  const fields = fieldLines(schema, '').join('\n');
  const json = await format(JSON.stringify(schema), { printWidth: 100, parser: 'json' });
  const weakestPath = join(root, 'src', 'contract', 'document', 'weakest-contract.ts');
  return new Map([
    [schemaPath, json],
    [weakestPath, await weakestContract()],
    [pagePath, `${before}${begin}\n\n${fields}\n\n${end}${after}`],
  ]);
}

/** @returns {Promise<string>} the clauses that hold where a document says nothing, as a module */
async function weakestContract() {
  const weakest = parseContract({}, 'weakest');
  const placement = { policy: 'bump' };
  const placed = parseContract({ placement, nulls: 'exact' }, 'weakest').placement;
  const rest = Object.entries(placed ?? placement).filter(([key]) => key !== 'policy');
  const text = `// Written by scripts/make-contract-files.js.

import type { Contract } from './contract-schema.js';

/** Every clause as it is where a document leaves it out. */
export const weakestContract = ${JSON.stringify(weakest)} as const satisfies Contract;

/** What a placement policy is where a document names it and says no more. */
export const weakestPlacement = ${JSON.stringify(Object.fromEntries(rest))} as const;
`;
  return format(text, { printWidth: 100, singleQuote: true, parser: 'typescript' });
}

/**
 * One list entry for each field, objects by their fields.
 *
 * @param {SchemaNode} node
 * @param {string} path
 * @returns {string[]}
 */
function fieldLines(node, path) {
  return Object.entries(node.properties ?? {}).flatMap(([key, field]) => {
    const at = path === '' ? key : `${path}.${key}`;
    const isRequired = node.required?.includes(key) === true;
    if (field.properties === undefined) return [fieldLine(at, field, isRequired)];
    const intro = field.description === undefined ? [] : [`- \`${at}\`: ${field.description}`];
    return [...intro, ...fieldLines(field, at)];
  });
}

/**
 * @param {string} path
 * @param {SchemaNode} field
 * @param {boolean} isRequired
 * @returns {string}
 */
function fieldLine(path, field, isRequired) {
  const absent = isRequired ? 'required' : 'optional';
  const standard =
    field.default === undefined ? absent : `default \`${JSON.stringify(field.default)}\``;
  return `- \`${path}\` (${standard}): ${field.description ?? ''} Allowed: ${describeAllowed(field)}.`;
}
