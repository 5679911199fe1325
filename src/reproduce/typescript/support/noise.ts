/** The same bytes that allocert puts there, so that what depends on them shows again. */
const noise = new Uint8Array(65_536);
{
  const words = new Uint32Array(noise.buffer);
  let state = 0x2545f491;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
}
export const noiseByte = (address: number, seed: number): number =>
  noise[(address + ((Math.imul(seed, 0x9e3779b1) >>> 13) & 65_528)) & 65_535] ?? 0;
