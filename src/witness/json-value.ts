/** What JSON can hold. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * An integer as JSON: a number where a JS number is exact, else a decimal string (S39).
 *
 * A reader that takes 2^53 + 1 for a number silently gets 2^53; a string cannot be misread.
 */
export function exactNumber(value: bigint): number | string {
  const exact =
    value >= -BigInt(Number.MAX_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
  return exact ? Number(value) : value.toString();
}

/**
 * Plain data (a finding's evidence, an outcome, a damage event) as JSON. Absolute addresses become
 * offsets from `base`, so that two runs at different addresses give equal files; the keys that hold
 * addresses are `start`, `end` and `address`, and those named by `addressKeys`. Keys without a value
 * are left out.
 */
export function toJsonValue(
  value: unknown,
  base: bigint,
  addressKeys: readonly string[] = [],
): JsonValue {
  if (typeof value === 'bigint') return exactNumber(value);
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item) => toJsonValue(item, base, addressKeys));
  if (typeof value !== 'object') throw new TypeError(`${typeof value} has no form in JSON`);
  const isAddress = (key: string): boolean =>
    key === 'start' || key === 'end' || key === 'address' || addressKeys.includes(key);
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [
        key,
        typeof item === 'bigint' && isAddress(key)
          ? exactNumber(item - base)
          : toJsonValue(item, base, addressKeys),
      ]),
  );
}
