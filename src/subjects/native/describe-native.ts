import { createHash } from 'node:crypto';
import type { EntryPointName } from '../../core/entry-point.js';
import type { RequestKindName } from '../../core/request-kind.js';
import type { SubjectDescription } from '../../core/subject-description.js';
import type { ElfFile } from './elf-file.js';
import type { NativeAbi, NativeRole } from './native-abi.js';

/** What {@link describeNative} is made of. */
export interface DescribedNative {
  readonly locator: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly elf: ElfFile;
  readonly abi: NativeAbi;
  /** Whether the calls by which it asks its host for memory are seen. */
  readonly hasHostDoor: boolean;
}

/** What a native subject says of itself. The digest is that of the library's file. */
export function describeNative({
  locator,
  name,
  bytes,
  elf,
  abi,
  hasHostDoor,
}: DescribedNative): SubjectDescription {
  const has = (role: NativeRole): boolean => abi.functions[role] !== undefined;
  const lab = abi.convention === 'lab';
  return {
    name,
    kind: 'native',
    locator,
    digest: createHash('sha256').update(bytes).digest('hex'),
    symbols: elf.exports,
    abi: abi.name,
    sizeBits: elf.bits,
    kinds: kindsOf(abi),
    entryPoints: entryPointsOf(abi),
    takesAlignment: takesAlignment(abi),
    hasMemory: true,
    regionIsGiven: lab || has('init'),
    // Who tells where its heap lies has one, which may be found to grow all the same.
    growable: lab || !(has('init') || has('region')),
    // A lab asks by mem_sbrk, which is the driver's own.
    hasHostDoor: lab || (hasHostDoor && !has('init')),
    footprintMeasured: lab || !has('init'),
    showsOwnMemory: true,
    contentsComparedBy: 'sameProcess',
    ...(!lab && !has('init') && has('region') ? { tellsRegion: true } : {}),
    suggestedContract: abi.suggestedContract,
  };
}

const rolesOf: Readonly<Partial<Record<RequestKindName, NativeRole>>> = {
  alloc: 'alloc',
  allocZeroed: 'allocZeroed',
  allocArray: 'allocArray',
  realloc: 'realloc',
  reallocArray: 'reallocArray',
  dealloc: 'dealloc',
  deallocInvalid: 'dealloc',
  usable: 'usable',
  reset: 'reset',
  extend: 'extend',
  append: 'append',
  resize: 'resize',
};

function kindsOf(abi: NativeAbi): RequestKindName[] {
  const kinds = (Object.keys(rolesOf) as RequestKindName[]).filter((kind) => {
    const role = rolesOf[kind];
    return role !== undefined && abi.functions[role] !== undefined;
  });
  // Init over the same pool is a reset where the subject has none of its own.
  if (!kinds.includes('reset') && abi.functions.init !== undefined && abi.convention !== 'layout')
    kinds.push('reset');
  if (kinds.includes('dealloc')) kinds.push('deallocNull');
  if (takesAlignment(abi)) kinds.push('badAlign');
  return kinds;
}

const entryRoles: readonly (readonly [EntryPointName, NativeRole])[] = [
  ['aligned_alloc', 'alignedAlloc'],
  ['posix_memalign', 'posixMemalign'],
  ['memalign', 'memalign'],
];

const entryPointsOf = (abi: NativeAbi): EntryPointName[] =>
  entryRoles.filter(([, role]) => abi.functions[role] !== undefined).map(([entry]) => entry);

const takesAlignment = (abi: NativeAbi): boolean =>
  abi.convention === 'layout' || entryPointsOf(abi).length > 0;
