/** The contract of c/pool.c. */
export const poolContract = {
  extends: 'rust-global-alloc',
  name: 'pool',
  reclaims: 'everything',
  reuse: 'sameLayout',
  alignment: { natural: 1, maximum: 16 },
  region: {
    baseAlign: 16,
    sizeMultiple: 16,
    smallestBytes: 1_024,
    largestBytes: 4_096,
    smallestUsefulBytes: 1_024,
    freshBytes: 'any',
  },
};

/** A bug of c/pool.c, a program that it breaks, the property, and what a program alone says of it. */
export interface PoolProgram {
  readonly bug: number;
  readonly property: string;
  readonly literal: string;
  readonly says: RegExp;
}

export const poolPrograms: readonly PoolProgram[] = [
  {
    bug: 1,
    property: 'alignment',
    literal: '{region=1024} A=alloc(24,8)',
    says: /^step 1, A = alloc\(24, align 8\): A is at \S+, no multiple of 8$/m,
  },
  {
    bug: 2,
    property: 'no-overlap',
    literal: '{region=1024 observe=edges} A=alloc(48) B=alloc(1)',
    says: /^step 2, B = alloc\(1\): B is .* and overlaps A/m,
  },
  {
    bug: 3,
    property: 'zeroed',
    literal: '{region=1024 fill=noise:0} A=allocZeroed(1)',
    says: /^step 1, .*byte 0 of A is 0x38 and not zero/m,
  },
  {
    bug: 4,
    property: 'realloc-preserves',
    literal: '{region=1024} A=alloc(9) realloc(A,9)',
    says: /^step 2, realloc\(A, 9\): byte 1 of A is .*realloc keeps it/m,
  },
  {
    bug: 5,
    property: 'no-fault',
    literal: '{region=1024} A=alloc(1) realloc(A,1) realloc(A,1)',
    says: /^step 3, realloc\(A, 1\): (?:Segmentation fault|signal 11)/m,
  },
  {
    bug: 7,
    property: 'reuse-after-free',
    literal: '{region=1024} A=alloc(32) free(A) B=alloc(32)',
    says: /^step 3, B = alloc\(32\): refused, but must be granted: the same has just been freed/m,
  },
  {
    bug: 8,
    property: 'outside-untouched',
    literal: '{region=1024} A=alloc(401)',
    says: /^step 1, A = alloc\(401\): the byte at offset 1027 from the region's base has changed/m,
  },
  {
    bug: 9,
    property: 'null-on-exhaustion',
    literal: '{region=1024} A=alloc(PTRDIFF_MAX)',
    says: /^step 1, .*granted at \S+, but must be refused: at most 1024 bytes can be had/m,
  },
  {
    bug: 11,
    property: 'content-preserved',
    literal: '{region=1024} A=alloc(1) B=alloc(1) free(A) C=alloc(1) D=alloc(1)',
    says: /^step 5, D = alloc\(1\): byte 0 of C is 0x00 .*nobody wrote to it/m,
  },
  {
    bug: 12,
    property: 'no-fault',
    literal: '{region=1024} A=alloc(1) realloc(A,1) realloc(A,1)',
    says: /^step 3, realloc\(A, 1\): the process was ended/m,
  },
];
