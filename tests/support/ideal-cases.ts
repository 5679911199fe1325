import { requestKindNames } from '../../dist/src/core/request-kind.js';
import type { SubjectDescription } from '../../dist/src/core/subject-description.js';
import type { IdealMemory } from './ideal-memory.js';

/** A kind of subject, as its adapter would describe it, and the memory that it has. */
export interface IdealCase {
  readonly name: string;
  readonly description: SubjectDescription;
  readonly memory: IdealMemory;
}

const KIB = 1_024;
const MIB = 1_048_576;

const grown = ['extend', 'append', 'resize', 'init', 'fill', 'drain'];

const described: SubjectDescription = {
  name: 'ideal',
  kind: 'module',
  locator: 'ideal',
  digest: '00',
  symbols: [],
  abi: 'allocert-module',
  sizeBits: 53,
  kinds: requestKindNames.filter((kind) => !grown.includes(kind)),
  entryPoints: ['plain'],
  hasMemory: true,
  regionIsGiven: true,
  growable: false,
  footprintMeasured: false,
  suggestedContract: undefined,
};

const givenMemory: IdealMemory = {
  kind: 'given',
  restBytes: 0,
  freeBytes: 0,
  mostBytes: 0,
  tellsEnd: true,
  hasHostDoor: false,
  measuresFootprint: false,
};

function given(
  name: string,
  kind: SubjectDescription['kind'],
  sizeBits: 32 | 53 | 64,
  more: Partial<SubjectDescription> = {},
): IdealCase {
  return { name, description: { ...described, kind, sizeBits, ...more }, memory: givenMemory };
}

function own(
  name: string,
  more: Partial<SubjectDescription>,
  memory: Partial<IdealMemory>,
): IdealCase {
  return {
    name,
    description: { ...described, regionIsGiven: false, ...more },
    memory: { ...givenMemory, kind: 'own', tellsEnd: false, ...memory },
  };
}

const families = [
  'malloc',
  'calloc',
  'aligned_alloc',
  'posix_memalign',
  'memalign',
  'realloc',
] as const;

const wasm = (
  restBytes: number,
  freeBytes: number,
): [Partial<SubjectDescription>, Partial<IdealMemory>] => [
  {
    kind: 'wasm',
    sizeBits: 32,
    growable: true,
    hasHostDoor: true,
    footprintMeasured: true,
    initialFootprintBytes: restBytes,
    showsOwnMemory: true,
    answersNumbers: true,
    modestAlign: 64,
  },
  {
    kind: 'host',
    restBytes,
    freeBytes,
    mostBytes: Math.max(256 * MIB, restBytes),
    tellsEnd: true,
    hasHostDoor: true,
    measuresFootprint: true,
  },
];

const native = (sizeBits: 32 | 64): [Partial<SubjectDescription>, Partial<IdealMemory>] => [
  {
    kind: 'native',
    sizeBits,
    entryPoints: families,
    growable: true,
    footprintMeasured: true,
    showsOwnMemory: true,
  },
  { kind: 'host', mostBytes: sizeBits === 32 ? 2 ** 31 : 2 ** 40, measuresFootprint: true },
];

const without = (
  [description, memory]: ReturnType<typeof native>,
  more: Partial<SubjectDescription>,
  moreMemory: Partial<IdealMemory> = {},
): [Partial<SubjectDescription>, Partial<IdealMemory>] => [
  { ...description, ...more },
  { ...memory, ...moreMemory },
];

const lab: Partial<SubjectDescription> = {
  growable: true,
  footprintMeasured: true,
};

const cannotLimit = 'nothing here can limit it';

export const idealCases: readonly IdealCase[] = [
  given('module given', 'module', 53),
  given('wasm given', 'wasm', 32),
  given('native given 64', 'native', 64),
  given('native given 32', 'native', 32),
  given('command given 64', 'command', 64),
  own('module unlimited', { growable: true, cannotLimit }, { kind: 'host', mostBytes: 2 ** 40 }),
  own(
    'module unlimited measured',
    { growable: true, cannotLimit, footprintMeasured: true },
    { kind: 'host', mostBytes: 2 ** 40, measuresFootprint: true },
  ),
  own(
    'module own',
    { tellsRegion: true },
    { restBytes: 512 * KIB, freeBytes: 512 * KIB, tellsEnd: true },
  ),
  own(
    'module own long',
    { tellsRegion: true },
    { restBytes: 64 * MIB, freeBytes: 64 * MIB, tellsEnd: true },
  ),
  own('wasm limited', ...wasm(128 * KIB, 64 * KIB)),
  own('wasm large at rest', ...wasm(16 * MIB, 15 * MIB)),
  own('wasm larger at rest', ...wasm(200 * MIB, 199 * MIB)),
  own(
    'wasm fixed',
    {
      kind: 'wasm',
      sizeBits: 32,
      footprintMeasured: true,
      showsOwnMemory: true,
      answersNumbers: true,
      initialFootprintBytes: 2 * MIB,
    },
    { restBytes: 2 * MIB, freeBytes: MIB, tellsEnd: true, measuresFootprint: true },
  ),
  own(
    'wasm fixed long',
    {
      kind: 'wasm',
      sizeBits: 32,
      footprintMeasured: true,
      showsOwnMemory: true,
      answersNumbers: true,
      initialFootprintBytes: 200 * MIB,
    },
    { restBytes: 200 * MIB, freeBytes: 199 * MIB, tellsEnd: true, measuresFootprint: true },
  ),
  own('native limited 64', ...native(64)),
  own('native limited 32', ...native(32)),
  own(
    'native koffi 64',
    ...without(
      native(64),
      { footprintMeasured: false, cannotLimit: 'driven through koffi' },
      { measuresFootprint: false },
    ),
  ),
  own(
    'native own 64',
    {
      kind: 'native',
      sizeBits: 64,
      entryPoints: families,
      footprintMeasured: true,
      tellsRegion: true,
      showsOwnMemory: true,
    },
    { restBytes: 64 * KIB, freeBytes: 64 * KIB, tellsEnd: true, measuresFootprint: true },
  ),
  {
    ...given('native lab 64', 'native', 64, lab),
    memory: { ...givenMemory, kind: 'heap', measuresFootprint: true },
  },
  {
    ...given('native lab 32', 'native', 32, lab),
    memory: { ...givenMemory, kind: 'heap', measuresFootprint: true },
  },
  own(
    'command own 32',
    { kind: 'command', sizeBits: 32, regionBytes: 32 * KIB },
    { restBytes: 32 * KIB, freeBytes: 32 * KIB, tellsEnd: true },
  ),
  own(
    'command grows 64',
    { kind: 'command', sizeBits: 64, growable: true, cannotLimit },
    { kind: 'host', mostBytes: 2 ** 40 },
  ),
  own(
    'command grows 32',
    { kind: 'command', sizeBits: 32, growable: true, cannotLimit, footprintMeasured: true },
    { kind: 'host', mostBytes: 2 ** 31, measuresFootprint: true },
  ),
];
