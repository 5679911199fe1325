/**
 * Chris Doty-Humphrey's sfc32 (PractRand): 128 bits of state, four additions a word. Every draw of
 * the generator comes from here, seeded by two words, so that a program is a function of its seeds.
 */
export class RandomWords {
  readonly state = new Int32Array(4);

  seed(a: number, b: number): void {
    const { state } = this;
    state[0] = a;
    state[1] = b;
    state[2] = 0x9e3779b9;
    state[3] = 1;
    // Seeds that differ in one bit, as counted ones do, need a few rounds to drift apart.
    for (let round = 0; round < 12; round++) this.next();
  }

  /** A signed 32-bit word. */
  next(): number {
    const { state } = this;
    const b = state[1];
    const c = state[2];
    const word = (((state[0] + b) | 0) + state[3]) | 0;
    state[3] = (state[3] + 1) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = (c + (c << 3)) | 0;
    state[2] = (((c << 21) | (c >>> 11)) + word) | 0;
    return word;
  }

  /** 0 to `bound` - 1; `bound` at most 2^21 keeps the bias below 2^-11. */
  below(bound: number): number {
    return Math.floor(((this.next() >>> 0) * bound) / 2 ** 32);
  }

  /** Whether one of `n` equal chances came up. */
  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  /** 0 to `most`, every power of two as likely as the next; `most` below 2^31. */
  logUniform(most: number): number {
    if (most <= 0) return 0;
    const bits = this.below(33 - Math.clz32(most));
    const value = bits === 0 ? 0 : (1 << (bits - 1)) | (this.next() & ((1 << (bits - 1)) - 1));
    return value > most ? most : value;
  }
}
