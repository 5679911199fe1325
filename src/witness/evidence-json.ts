import type { Evidence } from '../core/evidence.js';
import { toJsonValue, type JsonValue } from './json-value.js';

/**
 * Evidence as JSON, the form that witness files and reports share: every address an offset from the
 * region base, every integer exact.
 */
export function evidenceToJson(evidence: Evidence, base: bigint): JsonValue {
  // `expected` is an address only here; elsewhere it is a word or a list of bytes.
  return toJsonValue(evidence, base, evidence.kind === 'misplaced' ? ['expected'] : []);
}
