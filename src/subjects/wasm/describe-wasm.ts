import { createHash } from 'node:crypto';
import type { EntryPointName } from '../../core/entry-point.js';
import type { RequestKindName } from '../../core/request-kind.js';
import type { SubjectDescription } from '../../core/subject-description.js';
import type { Abi, AbiCall } from './abi.js';
import type { Operation } from './abi-recipes.js';
import type { WasmBinary } from './binary.js';

/** What {@link describeWasm} is made of. */
export interface DescribedWasm {
  readonly locator: string;
  readonly name: string;
  readonly binary: WasmBinary;
  readonly abi: Abi;
  /** Most pages that the memory may have. */
  readonly maxPages: number;
  readonly initialPages: number;
  /** Whether it can ask its host for memory in a way that is watched. */
  readonly asksHost: boolean;
}

/** Linear memory is small, so that a greater alignment is for those who ask for it (S28). */
const MODEST_ALIGN = 64;

/** What a wasm subject says of itself. The digest is that of the bytes as given. */
export function describeWasm(subject: DescribedWasm): SubjectDescription {
  const { abi, binary, maxPages, initialPages } = subject;
  const regionIsGiven = abi.calls.init !== undefined;
  const tellsRegion = !regionIsGiven && abi.calls.region !== undefined;
  return {
    name: subject.name,
    kind: 'wasm',
    locator: subject.locator,
    digest: createHash('sha256').update(binary.bytes).digest('hex'),
    symbols: binary.exports.map(({ name }) => name),
    abi: abi.name,
    sizeBits: 32,
    kinds: kindsOf(abi),
    entryPoints: entryPointsOf(abi),
    takesAlignment: takesAlignment(abi),
    hasMemory: true,
    regionIsGiven,
    growable: !regionIsGiven && !tellsRegion && maxPages > initialPages,
    hasHostDoor: !regionIsGiven && !tellsRegion && maxPages > initialPages && subject.asksHost,
    footprintMeasured: !regionIsGiven,
    initialFootprintBytes: initialPages * 65_536,
    showsOwnMemory: true,
    answersNumbers: true,
    modestAlign: MODEST_ALIGN,
    ...(tellsRegion ? { tellsRegion } : {}),
    ...notStarted(binary, abi),
    suggestedContract: abi.suggestedContract,
  };
}

/** What is told of a command that exports functions: to run its whole program is nobody's wish but its user's. */
function notStarted(
  { exports }: WasmBinary,
  { calls }: Abi,
): Pick<SubjectDescription, 'drivenThrough'> {
  const has = (wanted: string): boolean => exports.some(({ name }) => name === wanted);
  const isInitialised =
    calls.initialize !== undefined || has('_initialize') || has('__wasm_call_ctors');
  if (isInitialised || !has('_start')) return {};
  return {
    drivenThrough:
      'its exports alone: its start function _start, which runs a whole program, was not called; ' +
      '--export initialize=_start calls it once before the first request',
  };
}

/** Operations that bring a request kind; a kind is there if one of them is. */
const operationsOf: Readonly<Partial<Record<RequestKindName, readonly Operation[]>>> = {
  alloc: ['alloc', 'newObject'],
  allocZeroed: ['allocZeroed'],
  allocArray: ['allocArray'],
  realloc: ['realloc'],
  reallocArray: ['reallocArray'],
  resizeInPlace: ['resizeInPlace'],
  dealloc: ['dealloc', 'unpin'],
  deallocInvalid: ['dealloc', 'unpin'],
  usable: ['usable'],
  reset: ['reset'],
  extend: ['extend'],
  append: ['append'],
  resize: ['resize'],
};

function kindsOf(abi: Abi): RequestKindName[] {
  const kinds = (Object.keys(operationsOf) as RequestKindName[]).filter((kind) =>
    operationsOf[kind]?.some((operation) => abi.calls[operation] !== undefined),
  );
  // C and the own ABI say what a free of null does; elsewhere null is an address like another.
  const knowsNull = abi.name === 'malloc-family' || abi.name === 'allocert';
  if (knowsNull && kinds.includes('dealloc')) kinds.push('deallocNull');
  if (takesAlignment(abi)) kinds.push('badAlign');
  return kinds;
}

const entryOperations: readonly (readonly [EntryPointName, Operation])[] = [
  ['aligned_alloc', 'alignedAlloc'],
  ['posix_memalign', 'posixMemalign'],
  ['memalign', 'memalign'],
];

function entryPointsOf(abi: Abi): EntryPointName[] {
  return entryOperations
    .filter(([, operation]) => abi.calls[operation] !== undefined)
    .map(([entry]) => entry);
}

function takesAlignment(abi: Abi): boolean {
  const passesAlign = (call: AbiCall | undefined): boolean => call?.args.includes('align') ?? false;
  return entryPointsOf(abi).length > 0 || passesAlign(abi.calls.alloc);
}
