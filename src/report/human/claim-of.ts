import { allProperties } from '../../../properties/index.js';
import type { PropertyId } from '../../core/property-id.js';

/** The claim of a property in one sentence. */
export function claimOf(id: PropertyId): string {
  return allProperties.find((property) => property.id === id)?.claim ?? '';
}
