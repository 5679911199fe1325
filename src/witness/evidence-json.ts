import type { Evidence } from '../core/evidence.js';
import { toJsonValue, type JsonValue } from './json-value.js';

/**
 * Evidence as JSON, the form that witness files and reports share: every address an offset from the
 * region base, every integer exact, and of a holder only what its type says.
 */
export function evidenceToJson(evidence: Evidence, base: bigint): JsonValue {
  const plain = Object.fromEntries(
    Object.entries(evidence).map(([key, value]) => [key, onlyHolder(value)]),
  );
  // `expected` is an address only here; elsewhere it is a word or a list of bytes.
  return toJsonValue(plain, base, evidence.kind === 'misplaced' ? ['expected'] : []);
}

/** The properties hand on live intervals where a holder is asked for; the rest is the model's. */
function onlyHolder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!('allocation' in value) || !('range' in value)) return value;
  return { allocation: value.allocation, range: value.range };
}
