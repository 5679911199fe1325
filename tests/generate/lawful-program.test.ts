import { describe, expect, it } from 'vitest';
import { termsOf } from '../../dist/src/contract/terms/terms.js';
import { parseContract, preset } from '../../dist/src/contract/document/parse-contract.js';
import type { Contract } from '../../dist/src/contract/document/contract-schema.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import type { SubjectDescription } from '../../dist/src/core/subject-description.js';
import { makePlan } from '../../dist/src/generate/generation-plan.js';
import { isLawful } from '../../dist/src/generate/lawful-program.js';
import { givenRegion, nativeMalloc, wasmModule } from './subjects.js';

const lawful = (contract: Contract, subject: SubjectDescription, text: string): boolean =>
  isLawful(makePlan(termsOf(contract, subject)), parseProgram(`allocert/1 ${text}`));

describe('isLawful', () => {
  it.each([
    ['{region=1024} A=alloc(8) free(A) reset', true],
    ['A=alloc(8)', false],
    ['{region=1029} A=alloc(8)', true],
    ['{region=512} A=alloc(8)', false],
    ['{region=1024 base=+16} A=alloc(8)', true],
    ['{region=1024 base=+8} A=alloc(8)', false],
    ['{region=1024 limit=4194304} A=alloc(8)', false],
    ['{region=1024} A=alloc(0)', false],
    ['{region=1024} A=alloc(remaining+1)', true],
    ['{region=1024} A=alloc(remaining)', false],
    ['{region=1024} A=alloc(8,64)', true],
    ['{region=1024} A=alloc(8,128)', false],
    ['{region=1024} A=memalign:alloc(8,64)', false],
    ['{region=1024} A=alloc(8) realloc(A,0)', false],
    ['{region=1024} A=realloc(null,8)', false],
    ['{region=1024} A=alloc(8) realloc(A,16,32)', false],
    ['{region=1024} free(null)', false],
    ['{region=1024} A=alloc(8) freeInvalid(twice,A)', false],
    ['{region=1024} A=alloc(SIZE_MAX)', false],
    ['{region=1024} A=alloc(PTRDIFF_MAX-15,16)', true],
    ['{region=1024} A=alloc(PTRDIFF_MAX-14,16)', false],
    ['{region=1024} A=alloc(8,32) realloc(A,PTRDIFF_MAX-31)', true],
    ['{region=1024} A=alloc(8,32) realloc(A,PTRDIFF_MAX-3)', false],
    ['{region=1024} A=alloc(8,32) resizeInPlace(A,PTRDIFF_MAX-30)', false],
    ['{region=1024} A=alloc(8) realloc(A,PTRDIFF_MAX-3)', true],
  ])('pool: %s is %s', (text, expected) => {
    expect(lawful(preset('pool'), givenRegion, text)).toBe(expected);
  });

  it.each([
    ['A=alloc(0) realloc(A,8) free(null)', true],
    ['A=alloc(8,16)', false],
    ['A=aligned_alloc:alloc(24,16)', true],
    ['A=aligned_alloc:alloc(24)', false],
    ['A=posix_memalign:alloc(24,8)', true],
    ['A=posix_memalign:alloc(24,4)', false],
    ['A=memalign:alloc(24,16)', false],
    ['A=posix_memalign:badAlign(24,3)', true],
    ['A=posix_memalign:badAlign(24,4)', true],
    ['A=posix_memalign:badAlign(24,1)', true],
    ['A=badAlign(24,3)', false],
    ['A=posix_memalign:badAlign(24,8)', false],
    ['A=posix_memalign:badAlign(24,0)', false],
    ['A=allocArray(2,SIZE_MAX/2+1)', true],
    ['A=alloc(2097152)', false],
    ['{limit=4194304} A=alloc(2097152)', true],
    ['{limit=1000000} A=alloc(8)', false],
    ['{limit=4194304} fill(32,1,8)', true],
    ['fill(32,1,8)', false],
    ['A=alloc(PTRDIFF_MAX+1)', true],
    ['A=alloc(PTRDIFF_MAX)', false],
  ])('posix: %s is %s', (text, expected) => {
    expect(lawful(preset('posix'), nativeMalloc, text)).toBe(expected);
  });

  it('rounds a size up to the alignment that goes with it, be it the natural one or one before', () => {
    const natural = parseContract({ extends: 'pool', alignment: { natural: 16 } }, 'a test');
    expect(lawful(natural, givenRegion, '{region=1024} A=alloc(PTRDIFF_MAX-15)')).toBe(true);
    expect(lawful(natural, givenRegion, '{region=1024} A=alloc(PTRDIFF_MAX-14)')).toBe(false);
    const lone = { ...givenRegion, takesAlignment: false };
    expect(lawful(natural, lone, '{region=1024} A=alloc(PTRDIFF_MAX-14)')).toBe(true);
    const another = parseContract({ extends: 'pool', realloc: { newAlignment: true } }, 'a test');
    const moved = '{region=1024} A=alloc(8,32) realloc(A,8,4) realloc(A,PTRDIFF_MAX';
    expect(lawful(another, givenRegion, `${moved}-31)`)).toBe(true);
    // The realloc before may have been refused.
    expect(lawful(another, givenRegion, `${moved}-3)`)).toBe(false);
  });

  it('knows a block of size 0 that must not be reallocated', () => {
    const bindgen = preset('wasm-bindgen');
    expect(lawful(bindgen, wasmModule, 'A=alloc(0) free(A)')).toBe(true);
    expect(lawful(bindgen, wasmModule, 'A=alloc(0) realloc(A,8)')).toBe(false);
  });

  it('lets a fatal free stand at the end only, and growth within the reserve', () => {
    const contract = parseContract(
      {
        requests: ['alloc', 'dealloc', 'deallocInvalid', 'extend', 'append', 'resize'],
        free: { twice: 'abort' },
        region: { growGranuleBytes: 8, reserveBytes: 64 },
      },
      'a test',
    );
    const on = (text: string): boolean => lawful(contract, givenRegion, `{region=65536} ${text}`);
    expect(on('A=alloc(8) free(A) freeInvalid(twice,A)')).toBe(true);
    expect(on('A=alloc(8) free(A) freeInvalid(twice,A) B=alloc(8)')).toBe(false);
    expect(on('extend(64)')).toBe(true);
    expect(on('extend(12)')).toBe(false);
    expect(on('extend(0)')).toBe(false);
    expect(on('extend(64) extend(8)')).toBe(false);
    expect(on('append(32,32)')).toBe(true);
    expect(on('append(12,32)')).toBe(false);
    expect(on('append(0,32)')).toBe(true);
    expect(on('append(32,0)')).toBe(false);
    expect(on('append(32,40)')).toBe(false);
    expect(on('resize(65600)')).toBe(true);
    expect(on('resize(65596)')).toBe(false);
    expect(on('resize(65608)')).toBe(false);
  });
});
