import type { SubjectDescription } from '../../dist/src/core/subject-description.js';

/** A module in a given region with every call of the port, changed as a test needs it. */
export function describeSubject(changed: Partial<SubjectDescription> = {}): SubjectDescription {
  return {
    name: 'subject',
    kind: 'module',
    locator: './subject.js',
    digest: '00',
    symbols: [],
    abi: 'allocert-module',
    sizeBits: 53,
    kinds: [
      'alloc',
      'allocZeroed',
      'allocArray',
      'realloc',
      'reallocArray',
      'resizeInPlace',
      'dealloc',
      'deallocNull',
      'deallocInvalid',
      'usable',
      'reset',
      'extend',
      'append',
      'resize',
      'badAlign',
    ],
    entryPoints: [],
    hasMemory: true,
    regionIsGiven: true,
    growable: false,
    footprintMeasured: false,
    suggestedContract: undefined,
    ...changed,
  };
}

/** A native malloc family. */
export const glibc = describeSubject({
  kind: 'native',
  locator: './libc.so.6',
  sizeBits: 64,
  symbols: ['malloc', 'free', 'calloc', 'realloc', 'aligned_alloc', 'posix_memalign'],
  entryPoints: ['malloc', 'calloc', 'realloc', 'aligned_alloc', 'posix_memalign'],
  kinds: ['alloc', 'allocArray', 'realloc', 'dealloc', 'deallocNull', 'badAlign'],
  regionIsGiven: false,
  growable: true,
});

/** A malloc family in WebAssembly without aligned_alloc. */
export const sqlJs = describeSubject({
  kind: 'wasm',
  locator: './sql.wasm',
  sizeBits: 32,
  symbols: ['memory', '_malloc', '_free'],
  entryPoints: ['malloc'],
  kinds: ['alloc', 'dealloc', 'deallocNull'],
  regionIsGiven: false,
  growable: true,
  footprintMeasured: true,
  answersNumbers: true,
  modestAlign: 64,
});
