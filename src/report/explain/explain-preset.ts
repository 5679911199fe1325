import { parseContract } from '../../contract/document/parse-contract.js';
import { presets, type PresetName } from '../../contract/presets/index.js';
import type { ContractInput } from '../../contract/document/contract-schema.js';
import { propertyIds } from '../../core/property-id.js';
import { wrapText } from '../human/wrap-text.js';
import { presetClaims } from './preset-claims.js';

/**
 * A contract preset: the clauses in which it promises more than nothing, and the properties that
 * follow from them and that do not.
 */
export function explainPreset(name: PresetName): string {
  const written: ContractInput = presets[name];
  const claims = presetClaims(name);
  const idWidth = Math.max(...propertyIds.map((id) => id.length));
  const promised = clausesOf(parseContract(name, name)).filter(
    ({ path, value }) => path !== 'name' && value !== defaults().get(path),
  );
  const pathWidth = Math.max(...promised.map(({ path }) => path.length));
  const unclaimed = propertyIds.filter((id) => !claims.has(id));
  const lines = [
    `contract preset ${name}`,
    ...(written.extends === undefined ? [] : [`  extends ${written.extends}`]),
    '',
    'Clauses that are not the default (allocert explain <clause> says what they mean)',
    ...promised.map(({ path, value }) => `  ${path.padEnd(pathWidth)}  ${value}`),
    '',
    'Properties that it claims, and by which clause',
    ...[...claims].map(([id, clause]) => `  ${id.padEnd(idWidth)}  ${clause}`),
    ...(unclaimed.length === 0
      ? []
      : ['', ...wrapText(`Not claimed: ${unclaimed.join(', ')}.`, '')]),
    '',
    `More: docs/contracts/${name}.md`,
  ];
  return `${lines.join('\n')}\n`;
}

interface ClauseValue {
  readonly path: string;
  readonly value: string;
}

const defaults = (): ReadonlyMap<string, string> =>
  new Map(clausesOf(parseContract({}, 'defaults')).map(({ path, value }) => [path, value]));

/** Every clause by its path, `alignment.natural`, with its value as text. */
function clausesOf(document: object, prefix = ''): ClauseValue[] {
  return Object.entries(document).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? clausesOf(value, `${prefix}${key}.`)
      : [{ path: prefix + key, value: valueText(value) }],
  );
}

const valueText = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(valueText).join(', ')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
