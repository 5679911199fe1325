/** Whether a value can be an alignment: a power of two, at least 1, exact as a number. */
export function isPowerOfTwo(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0 && Number.isInteger(Math.log2(value));
}
