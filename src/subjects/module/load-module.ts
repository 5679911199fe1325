import { createHash } from 'node:crypto';
import { SubjectError } from '../../core/errors.js';
import type { SubjectDescription, SubjectKind } from '../../core/subject-description.js';
import type { LoadedTarget } from '../loaded-target.js';
import type { Allocator } from '../module-port.js';
import { readSubjectFile } from '../subject-file.js';
import { describeAllocator } from './describe-allocator.js';
import { awaitedAllocators, importedAllocators } from './prepared-allocators.js';
import type { PreparedAllocators } from './prepared-allocators.js';
import { GivenRegion } from './given-region.js';
import { importError, importModule, type ImportedModule } from './import-module.js';
import { exportedContract, suggestContract } from './exported-contract.js';
import { ModuleInstance, nameOf } from './module-instance.js';
import { moduleTarget, type AllocatorSource } from './module-target.js';
import { probePool } from './probe-pool.js';

/** How a module is named to people. */
export interface ModuleNames {
  readonly kind: Extract<SubjectKind, 'module' | 'builtin'>;
  /** As the user wrote it. */
  readonly locator: string;
  readonly name: string;
}

/**
 * Loads a module whose default export is an allocator or makes one (see module-port.ts) into this
 * thread.
 *
 * Where fresh allocators come from, cheapest first: `reset` of an exported allocator, a call of a
 * factory, what an asynchronous factory promises, and for an allocator without `reset` another
 * evaluation of the file for each program. That takes about a millisecond, leaves imported files with
 * the state that they have, and is never given back by V8 until the thread ends. Give a factory or a
 * `reset` where speed matters. Where a program breaks something, `reset` is not relied on: what it
 * leaves behind would be blamed on a program that did nothing.
 *
 * @throws SubjectError if the file cannot be read, throws, or does not export an allocator
 */
export async function loadModule(path: string, names: ModuleNames): Promise<LoadedTarget> {
  const bytes = await readSubjectFile(path, names.locator);
  const module = await importModule(path, 0).catch((thrown: unknown) => {
    throw importError(path, names.locator, thrown);
  });
  const contract = exportedContract(module.contract, names.locator);
  const { source, probe, prepared } = await sourceOf(path, module, names.locator, contract);
  const instance = inspect(probe, source, names.locator);
  const shape = describeAllocator(probe, `${names.locator}: the allocator`);
  const isGiven = source.kind === 'pool';
  const growable = instance.footprint >= 0 || (!isGiven && !shape.functions.includes('region'));
  const description: SubjectDescription = {
    ...names,
    digest: createHash('sha256').update(bytes).digest('hex'),
    symbols: shape.functions,
    abi: 'allocert-module',
    sizeBits: shape.sizeBits,
    kinds: shape.kinds,
    entryPoints: ['plain'],
    ...(shape.takesAlignment ? {} : { takesAlignment: false }),
    hasMemory: instance.memory !== undefined,
    regionIsGiven: isGiven,
    ...(source.kind === 'pool' && source.lengthOnly === true
      ? { givesLengthOnly: true, baseModulus: 1 }
      : {}),
    growable,
    footprintMeasured: instance.footprint >= 0,
    ...(isGiven || growable ? {} : { tellsRegion: true }),
    ...(growable && !isGiven ? { cannotLimit: CANNOT_LIMIT } : {}),
    ...freshBy(source, probe),
    suggestedContract: suggestContract(contract),
  };
  const target = moduleTarget(source);
  return { description, target, contract, ...prepared };
}

/** What puts itself back may leave something behind, as a reset may. */
function freshBy({ kind }: AllocatorSource, probe: Allocator): Pick<SubjectDescription, 'freshBy'> {
  if (kind === 'reset') return { freshBy: 'reset' };
  if (kind !== 'prepared') return {};
  return { freshBy: probe.renew === undefined ? 'evaluation' : 'reset' };
}

const CANNOT_LIMIT =
  'the region may grow and nothing here can limit it; one that does not says so by region()';

interface Source {
  readonly source: AllocatorSource;
  /** An allocator to look at. */
  readonly probe: Allocator;
  readonly prepared?: PreparedAllocators;
}

async function sourceOf(
  path: string,
  module: ImportedModule,
  locator: string,
  contract: unknown,
): Promise<Source> {
  const exported = module.default;
  if (typeof exported === 'function') {
    const make = exported as (...pool: readonly unknown[]) => unknown;
    if (isClass(make)) {
      throw new SubjectError(
        `${locator}: the default export is the class ${make.name}; export what makes one: ` +
          '`export default (pool) => new TheClass(pool)`',
      );
    }
    return make.length === 0 ? madeSource(make, locator) : poolSource(make, locator, contract);
  }
  if (exported === undefined) throw noDefaultExport(module, locator);
  describeAllocator(exported, `${locator}: the default export`);
  const allocator = exported as Allocator;
  const prepared = importedAllocators(path, locator);
  if (allocator.reset !== undefined) {
    const source = { kind: 'reset', allocator, next: () => prepared.next() } as const;
    return { source, probe: allocator, prepared: whereAsked(prepared) };
  }
  return { source: { kind: 'prepared', allocators: prepared }, probe: allocator, prepared };
}

/** Evaluations cost time and memory: an allocator with a `reset` gets them where a run asks for them. */
function whereAsked(prepared: PreparedAllocators): PreparedAllocators {
  return {
    ...prepared,
    async prepare(programs, moved, settings) {
      if (settings.evaluateEach === true) await prepared.prepare(programs, moved, settings);
    },
  };
}

async function madeSource(make: () => unknown, locator: string): Promise<Source> {
  const made = probePool(make, undefined, undefined, locator);
  if (!(made instanceof Promise)) return { source: { kind: 'made', make }, probe: made };
  const prepared = awaitedAllocators(make, made, locator);
  await prepared.prepare(1, () => undefined, {});
  const probe = prepared.next();
  return { source: { kind: 'prepared', allocators: prepared }, probe, prepared };
}

function poolSource(
  make: (...pool: readonly unknown[]) => unknown,
  locator: string,
  contract: unknown,
): Source {
  const region = new GivenRegion();
  const probe = probePool(make, region, contract, locator);
  if (probe instanceof Promise) {
    throw new SubjectError(
      `${locator}: the factory is given a pool and answers a promise. A pool lives for one program; ` +
        'declare the factory without a parameter, or answer the allocator itself',
    );
  }
  const lengthOnly = probe.memory !== undefined && probe.memory !== region.memory.buffer;
  return { source: { kind: 'pool', make, region, lengthOnly }, probe };
}

/** What an instance says of memory, region and footprint, asked once. */
function inspect(probe: Allocator, source: AllocatorSource, locator: string): ModuleInstance {
  const given = source.kind === 'pool' ? source.region : undefined;
  const isOwn = source.kind === 'pool' && source.lengthOnly === true;
  try {
    const bytes = isOwn && given !== undefined ? given.end - given.base : undefined;
    return new ModuleInstance(probe, isOwn ? undefined : given, NaN, bytes);
  } catch (thrown) {
    if (thrown instanceof SubjectError) throw thrown;
    throw new SubjectError(
      `${locator}: ${thrown instanceof Error ? thrown.message : nameOf(thrown)}`,
    );
  }
}

function noDefaultExport(module: ImportedModule, locator: string): SubjectError {
  const exportsText =
    module.names.length === 0 ? 'It exports nothing' : `It exports: ${module.names.join(', ')}`;
  return new SubjectError(
    `${locator}: has no default export, so there is no allocator to certify. ${exportsText}. ` +
      'Write `export default { alloc(size, align) { ... }, dealloc(address, size, align) { ... } }`, ' +
      'or a function that makes such an object for a given pool',
  );
}

const isClass = (value: unknown): boolean =>
  /^class\b/.test(Function.prototype.toString.call(value));
