/** Arithmetic on addresses that is exact for every integer below 2^53, unlike the bit operators. */
export const alignUp = (value: number, align: number): number => Math.ceil(value / align) * align;

export const alignDown = (value: number, align: number): number =>
  Math.floor(value / align) * align;

export const isPowerOfTwo = (value: number): boolean =>
  value >= 1 && Number.isInteger(Math.log2(value));

/** The smallest power of two that is not below `value`; 1 for values up to 1. */
export function nextPowerOfTwo(value: number): number {
  let power = 1;
  while (power < value) power *= 2;
  return power;
}
