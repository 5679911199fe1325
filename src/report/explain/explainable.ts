import { allProperties } from '../../../properties/index.js';
import { presetNames } from '../../contract/presets/index.js';
import { wrapText } from '../human/wrap-text.js';
import { clauseNames } from './explain-clause.js';

/** Everything that `allocert explain` can explain. */
export function explainable(): string {
  const width = Math.max(...allProperties.map(({ id }) => id.length));
  const indent = ' '.repeat(width + 4);
  const lines = [
    'Properties',
    ...allProperties.flatMap(({ id, claim }) => {
      const [first = '', ...rest] = wrapText(claim, indent);
      return [`  ${id.padEnd(width)}  ${first.trimStart()}`, ...rest];
    }),
    '',
    'Contract presets',
    ...wrapText(presetNames.join(', '), '  '),
    '',
    'Contract clauses',
    ...wrapText(clauseNames().join(', '), '  '),
    '',
    'allocert explain <name> says more of any of them.',
  ];
  return `${lines.join('\n')}\n`;
}
