/**
 * Throws unless `value` is an integer in [min, max].
 *
 * `name` and `value` both appear in the message, with the bound that was missed, so that a caller
 * can mend the call without reading this code. An infinite `max` leaves the value unbounded above:
 * sizes are asked up to 2^53 - 1 and a large one is refused by the allocator, not by this check.
 *
 * @throws RangeError naming the argument, the bound and the value
 */
export function requireInteger(name: string, value: number, min: number, max = Infinity): void {
  if (!Number.isInteger(value)) {
    throw new RangeError(`${name} must be an integer, got ${value}`);
  }
  if (value < min) {
    throw new RangeError(`${name} must be at least ${min}, got ${value}`);
  }
  if (value > max) {
    throw new RangeError(`${name} must be at most ${max}, got ${value}`);
  }
}

/**
 * Throws unless `value` is a power of two in [min, max].
 *
 * @throws RangeError naming the argument, what was missed and the value
 */
export function requirePowerOfTwo(name: string, value: number, min: number, max = Infinity): void {
  requireInteger(name, value, min, max);
  // By doubling, which is exact at any size: bitwise operators see 32 bits, and the logarithm of
  // 2^50 + 1 rounds to 50.
  let power = 1;
  while (power < value) power *= 2;
  if (power !== value) {
    throw new RangeError(`${name} must be a power of two, got ${value}`);
  }
}
