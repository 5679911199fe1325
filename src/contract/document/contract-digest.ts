import { createHash } from 'node:crypto';
import type { Contract } from './contract-schema.js';

/**
 * SHA-256 of a resolved contract, lower-case hex: two reports with the same digest judged by the
 * same clauses. The hashed text is the contract as JSON without spaces and with keys in code unit
 * order, as in RFC 8785; a contract holds no number that JSON would print in two ways.
 */
export function contractDigest(contract: Contract): string {
  return createHash('sha256').update(canonicalJson(contract)).digest('hex');
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
