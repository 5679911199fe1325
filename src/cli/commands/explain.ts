import { presetNames } from '../../contract/presets/index.js';
import { UsageError } from '../../core/errors.js';
import { ExitCode, type ExitCodeValue } from '../../core/exit-code.js';
import { nearestWord } from '../../core/nearest-word.js';
import { propertyIds } from '../../core/property-id.js';
import { clauseNames, explainClause } from '../../report/explain/explain-clause.js';
import { explainPreset } from '../../report/explain/explain-preset.js';
import { explainProperty } from '../../report/explain/explain-property.js';
import { explainable } from '../../report/explain/explainable.js';

/** `allocert explain`: a property, a preset or a clause; alone: all of them in a line each. */
export function explainCommand(name: string | undefined): ExitCodeValue {
  process.stdout.write(name === undefined ? explainable() : explanation(name));
  return ExitCode.holds;
}

function explanation(name: string): string {
  const property = propertyIds.find((id) => id === name);
  if (property !== undefined) return explainProperty(property);
  const preset = presetNames.find((known) => known === name);
  if (preset !== undefined) return explainPreset(preset);
  if (clauseNames().includes(name)) return explainClause(name);
  const near = nearestWord(name, [...propertyIds, ...presetNames, ...clauseNames()]);
  throw new UsageError(
    `nothing is called "${name}".${near === undefined ? '' : ` Did you mean "${near}"?`} ` +
      'allocert explain lists all properties, presets and clauses.',
  );
}
