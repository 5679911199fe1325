import { preset } from '../../dist/src/contract/document/parse-contract.js';
import { presetNames, type PresetName } from '../../dist/src/contract/presets/index.js';
import type { Contract } from '../../dist/src/contract/document/contract-schema.js';
import { requestKindNames } from '../../dist/src/core/request-kind.js';
import type { SubjectDescription } from '../../dist/src/core/subject-description.js';

/** A subject that has every request kind and takes a region. */
export const givenRegion: SubjectDescription = {
  name: 'every-kind',
  kind: 'module',
  locator: 'every-kind',
  digest: '',
  symbols: [],
  abi: 'allocert-module',
  sizeBits: 53,
  kinds: requestKindNames.filter((kind) => !['init', 'fill', 'drain'].includes(kind)),
  entryPoints: [],
  hasMemory: true,
  regionIsGiven: true,
  growable: false,
  footprintMeasured: false,
  suggestedContract: undefined,
};

export const nativeMalloc: SubjectDescription = {
  ...givenRegion,
  kind: 'native',
  sizeBits: 64,
  regionIsGiven: false,
  growable: true,
  entryPoints: ['malloc', 'calloc', 'aligned_alloc', 'posix_memalign', 'memalign', 'realloc'],
};

export const wasmModule: SubjectDescription = {
  ...givenRegion,
  kind: 'wasm',
  sizeBits: 32,
  regionIsGiven: false,
  growable: true,
};

/** Each preset with a subject that it is meant for. */
export const presetCases: readonly (readonly [PresetName, Contract, SubjectDescription])[] =
  presetNames.map((name) => [name, preset(name), subjectFor(name)]);

function subjectFor(name: PresetName): SubjectDescription {
  if (/^(c17|c23|posix)$/.test(name)) return nativeMalloc;
  return /wasm|assemblyscript|rust|zig/.test(name) ? wasmModule : givenRegion;
}
