import { allProperties } from '../../../properties/index.js';
import { parseContract } from '../../contract/document/parse-contract.js';
import type { PresetName } from '../../contract/presets/index.js';
import type { PropertyId } from '../../core/property-id.js';
import { requestKindNames } from '../../core/request-kind.js';
import type { SubjectDescription } from '../../core/subject-description.js';

/** A subject that can do everything, so that only the contract decides what is claimed. */
const ableSubject: SubjectDescription = {
  name: 'any',
  kind: 'module',
  locator: 'any',
  digest: '',
  symbols: [],
  abi: '',
  sizeBits: 64,
  kinds: requestKindNames,
  entryPoints: [],
  hasMemory: true,
  regionIsGiven: true,
  growable: true,
  footprintMeasured: true,
  suggestedContract: undefined,
};

/** The clause by which a preset claims each property; a property that it does not claim is absent. */
export function presetClaims(preset: PresetName): ReadonlyMap<PropertyId, string> {
  const contract = parseContract(preset, preset);
  const claims = new Map<PropertyId, string>();
  for (const property of allProperties) {
    const clause = property.clause(contract, ableSubject);
    if (clause !== undefined) claims.set(property.id, clause);
  }
  return claims;
}
