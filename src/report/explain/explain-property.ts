import { propertyOf } from '../../../properties/index.js';
import { presetNames } from '../../contract/presets/index.js';
import type { PropertyId } from '../../core/property-id.js';
import { wrapText } from '../human/wrap-text.js';
import { presetClaims } from './preset-claims.js';

/** A property in words: its claim, its formula, why it matters, where it comes from, who claims it. */
export function explainProperty(id: PropertyId): string {
  const property = propertyOf[id];
  const lines = [
    property.id,
    ...wrapText(property.claim, '  '),
    '',
    'Formula',
    ...wrapText(property.formula, '  '),
    '',
    'Why',
    ...wrapText(property.why, '  '),
    '',
    'Source',
    ...wrapText(property.source, '  '),
    '',
    'Claimed by',
    ...claimLines(id),
    '',
    `More: docs/properties/${property.id}.md`,
  ];
  return `${lines.join('\n')}\n`;
}

/** One line for each clause, with the presets that claim the property by it. */
function claimLines(id: PropertyId): string[] {
  const byClause = new Map<string, string[]>();
  const without: string[] = [];
  for (const preset of presetNames) {
    const clause = presetClaims(preset).get(id);
    if (clause === undefined) without.push(preset);
    else byClause.set(clause, [...(byClause.get(clause) ?? []), preset]);
  }
  return [
    ...[...byClause].flatMap(([clause, names]) =>
      wrapText(`clause ${clause}, in the presets ${names.join(', ')}`, '  '),
    ),
    ...(without.length === 0 ? [] : wrapText(`not claimed by ${without.join(', ')}`, '  ')),
  ];
}
