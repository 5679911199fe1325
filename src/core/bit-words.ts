/** Whether any of the bits `from` to `to`, both included, is set. */
export function anySet(words: Int32Array, from: number, to: number): boolean {
  const first = from >>> 5;
  const last = to >>> 5;
  if (first === last) return (words[first] & headMask(from) & tailMask(to)) !== 0;
  let seen = (words[first] & headMask(from)) | (words[last] & tailMask(to));
  for (let word = first + 1; word < last; word++) seen |= words[word];
  return seen !== 0;
}

/** Sets the bits `from` to `to`, both included. */
export function setBits(words: Int32Array, from: number, to: number): void {
  const first = from >>> 5;
  const last = to >>> 5;
  if (first === last) {
    words[first] |= headMask(from) & tailMask(to);
    return;
  }
  words[first] |= headMask(from);
  for (let word = first + 1; word < last; word++) words[word] = -1;
  words[last] |= tailMask(to);
}

/** Clears the bits `from` to `to`, both included. */
export function clearBits(words: Int32Array, from: number, to: number): void {
  const first = from >>> 5;
  const last = to >>> 5;
  if (first === last) {
    words[first] &= ~(headMask(from) & tailMask(to));
    return;
  }
  words[first] &= ~headMask(from);
  for (let word = first + 1; word < last; word++) words[word] = 0;
  words[last] &= ~tailMask(to);
}

const headMask = (from: number): number => -1 << (from & 31);
const tailMask = (to: number): number => -1 >>> (31 - (to & 31));
