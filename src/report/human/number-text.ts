/**
 * A whole number with thousands set apart by commas. Not by `toLocaleString`: the first call of it
 * loads the languages of the world, which takes longer than to judge a thousand programs.
 */
export const countText = (value: number | bigint): string =>
  String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 request`, `2 requests`; the plural only adds an s. */
export const plural = (value: number | bigint, noun: string): string =>
  `${countText(value)} ${noun}${value === 1 || value === 1n ? '' : 's'}`;

/**
 * A number of bytes for a reader. Near a large power of two it is written as such, because
 * `2^32 - 1` tells what is being asked and 4,294,967,295 does not.
 */
export function bytesText(bytes: bigint): string {
  return `${sizeText(bytes)} ${bytes === 1n ? 'byte' : 'bytes'}`;
}

/** The same without the unit, for arguments of requests. */
export function sizeText(bytes: bigint): string {
  if (bytes < 1n << 24n) return countText(bytes);
  const log2 = bytes.toString(2).length - 1;
  for (const exponent of [log2, log2 + 1]) {
    const difference = bytes - (1n << BigInt(exponent));
    if (difference === 0n) return `2^${exponent}`;
    if (difference > 0n && difference <= 4096n) return `2^${exponent} + ${difference.toString()}`;
    if (difference < 0n && difference >= -4096n)
      return `2^${exponent} - ${(-difference).toString()}`;
  }
  return countText(bytes);
}

/** A duration: 480 ms, 2.3 s, 4 min 10 s. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
