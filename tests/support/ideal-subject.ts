import type { Contract } from '../../dist/src/contract/document/contract-schema.js';
import { Fault } from '../../dist/src/core/fault.js';
import type { SubjectDescription } from '../../dist/src/core/subject-description.js';
import type { World } from '../../dist/src/core/world.js';
import { inProcessSubject } from '../../dist/src/subjects/in-process-subject.js';
import type { Contents } from '../../dist/src/subjects/contents.js';
import type { Subject } from '../../dist/src/subjects/subject.js';
import { Answer, type Instance, type Target } from '../../dist/src/subjects/target.js';
import type { WideWords } from '../../dist/src/subjects/wide-words.js';
import { IdealBlocks, roundUp, type IdealMemory } from './ideal-memory.js';
import { IdealRegion } from './ideal-region.js';

/**
 * An allocator without a fault under any contract: first fit without a byte of overhead, or exactly the
 * placement that the contract names. What is asked of it and never exercised is the plan's doing alone.
 * Its bytes are as they should be, and take no memory.
 */
export function idealSubject(
  contract: Contract,
  description: SubjectDescription,
  memory: IdealMemory,
): Subject {
  const wide: WideWords = { size: 0n, second: 0n, address: 0n };
  const parts = { contract, description, memory, wide };
  const target: Target = {
    ...(description.sizeBits === 64 ? { wide } : {}),
    open: (world) => new IdealInstance(parts, world),
    classify: (thrown) =>
      thrown instanceof GivesUp ? { fault: Fault.abort, message: 'abort' } : undefined,
  };
  return inProcessSubject({ description, target });
}

/** How it refuses where refusals are traps, and ends where the contract says so. */
class GivesUp extends Error {}

interface Parts {
  readonly contract: Contract;
  readonly description: SubjectDescription;
  readonly memory: IdealMemory;
  readonly wide: WideWords;
}

const perfect: Contents = {
  fill: () => undefined,
  matches: () => true,
  isZero: () => true,
  byteAt: () => 0,
};

class IdealInstance implements Instance {
  readonly memory = undefined;
  readonly contents: Contents;
  readonly demanded = 0;
  private readonly region: IdealRegion;
  private readonly blocks = new IdealBlocks();
  /** Sizes as they were asked, by address. */
  private readonly asked = new Map<number, number>();
  /** Where nothing is placed below, of a bump. */
  private cursor = 0;

  constructor(
    private readonly parts: Parts,
    world: World,
  ) {
    const { memory, contract, description } = parts;
    this.contents = description.hasMemory ? perfect : (undefined as unknown as Contents);
    this.region = new IdealRegion(memory, contract.placement, world);
  }

  get base(): number {
    return this.region.base;
  }

  get end(): number {
    return this.region.end;
  }

  get footprint(): number {
    return this.region.footprint;
  }

  get hostRefused(): number {
    return this.region.hostRefused;
  }

  get watched(): Instance['watched'] {
    const { regionIsGiven, hasMemory } = this.parts.description;
    if (!regionIsGiven || !hasMemory) return undefined;
    const { base, end } = this;
    return {
      before: [base - 128, base],
      after: [end, end + 128],
      expected: () => 0,
      intact: () => true,
    };
  }

  alloc(_entry: number, size: number, align: number): number {
    return this.grant('alloc', this.exact(size), align);
  }

  allocZeroed(_entry: number, size: number, align: number): number {
    return this.grant('allocZeroed', this.exact(size), align);
  }

  allocArray(_entry: number, count: number, size: number): number {
    return this.grant('allocArray', this.exactSecond(count) * this.exact(size), 1);
  }

  realloc(_entry: number, address: number, old: number, size: number, align: number): number {
    const from = old === 0 && this.isDangling ? -1 : address;
    return this.resized('realloc', from, this.exact(size), align);
  }

  reallocArray(_e: number, address: number, old: number, count: number, size: number): number {
    const from = old === 0 && this.isDangling ? -1 : address;
    return this.resized('reallocArray', from, this.exactSecond(count) * this.exact(size), 1);
  }

  resizeInPlace(address: number, _old: number, size: number): number {
    const isDone = this.stretched('resizeInPlace', address, this.exact(size));
    return isDone ? Answer.done : Answer.refused;
  }

  dealloc(address: number, size: number): number {
    const { free, placement } = this.parts.contract;
    if (size === 0 && this.isDangling) return Answer.done;
    const asked = this.asked.get(address);
    if (asked !== undefined && (free.wrongSize !== 'rejected' || asked === size)) {
      if (placement?.policy !== 'bump') this.release(address);
      return Answer.done;
    }
    const wrong = [free.foreign, free.interior, free.twice, free.wrongSize].find(
      (answer) => answer !== 'undefined',
    );
    return this.answerTo(wrong);
  }

  deallocNull(): number {
    return this.answerTo(this.parts.contract.free.null);
  }

  usable(address: number): number {
    return this.asked.get(address) ?? 0;
  }

  reset(): number {
    this.blocks.clear();
    this.asked.clear();
    this.cursor = 0;
    return Answer.done;
  }

  extend(): number {
    return Answer.refused;
  }

  append(): number {
    return Answer.refused;
  }

  resize(): number {
    return Answer.refused;
  }

  badAlign(): number {
    return this.refuse();
  }

  refresh(): boolean {
    const { region } = this;
    const { hasChanged } = region;
    region.hasChanged = false;
    if (!hasChanged) region.hostRefused = 0;
    return hasChanged;
  }

  close(): void {
    this.blocks.clear();
  }

  private exact(size: number): bigint {
    return Number.isSafeInteger(size) ? BigInt(size) : this.parts.wide.size;
  }

  private exactSecond(count: number): bigint {
    return Number.isSafeInteger(count) ? BigInt(count) : this.parts.wide.second;
  }

  private get isDangling(): boolean {
    return this.parts.contract.zeroSize === 'dangling';
  }

  private take(address: number, size: number): void {
    this.blocks.take(address, this.rounded(Math.max(1, size)));
    this.asked.set(address, size);
  }

  private release(address: number): void {
    this.blocks.release(address);
    this.asked.delete(address);
  }

  private answerTo(use: Contract['free']['null'] | undefined): number {
    if (use === 'abort') throw new GivesUp();
    return use === 'rejected' ? Answer.rejected : Answer.done;
  }

  private refuse(): number {
    this.region.hasChanged ||= this.hostRefused > 0;
    if (this.parts.contract.refusal === 'trap') throw new GivesUp();
    return Answer.refused;
  }

  private grant(kind: SizedKind, size: bigint, align: number): number {
    const { contract } = this.parts;
    this.region.hostRefused = 0;
    if (size === 0n) {
      if (contract.zeroSize === 'null') return this.refuse();
      if (this.isDangling) return roundUp(this.base + 1, Math.max(align, this.natural(0)));
    }
    if (!this.isLawful(kind, size)) return this.refuse();
    const address = this.placed(Math.max(1, Number(size)), align);
    if (address === undefined) return this.refuse();
    this.take(address, Number(size));
    return address;
  }

  private resized(kind: SizedKind, address: number, size: bigint, align: number): number {
    const { contract } = this.parts;
    if (address < 0) return this.grant(kind, size, align);
    this.region.hostRefused = 0;
    if (size === 0n && contract.realloc.toZero !== 'unique') {
      this.release(address);
      return Answer.refused;
    }
    if (this.stretched(kind, address, size)) return address;
    if (contract.realloc.inPlaceOnly || !this.isLawful(kind, size)) return this.refuse();
    const moved = this.placed(Math.max(1, Number(size)), align);
    if (moved === undefined) return this.refuse();
    this.release(address);
    this.take(moved, Number(size));
    return moved;
  }

  private stretched(kind: SizedKind, address: number, size: bigint): boolean {
    const bytes = this.rounded(Number(size));
    if (!this.asked.has(address)) return false;
    const isFree =
      address + bytes <= Math.min(this.blocks.limitOf(address), this.region.placeEnd());
    if (size === 0n || !isFree || !this.isLawful(kind, size)) return false;
    if (!this.region.reaches(address + bytes)) return false;
    this.release(address);
    this.take(address, Number(size));
    return true;
  }

  private isLawful(kind: SizedKind, size: bigint): boolean {
    const { sizes } = this.parts.contract;
    const { sizeBits } = this.parts.description;
    const largest = sizes.byKind[kind]?.largest ?? sizes.largest;
    const smallest = sizes.byKind[kind]?.smallest ?? sizes.smallest;
    if (size >= 1n << BigInt(sizeBits - 1)) return false;
    if (size > 0n && size < smallest && sizes.belowSmallest === 'refused') return false;
    return largest === 'any' || size <= BigInt(largest);
  }

  private placed(bytes: number, asked: number): number | undefined {
    const { placement } = this.parts.contract;
    const align = placement === undefined ? Math.max(asked, this.natural(bytes)) : asked;
    const start = this.region.placeStart();
    if (placement?.policy === 'bump') {
      const address = roundUp(Math.max(start, this.cursor), align);
      if (address + this.rounded(bytes) > this.region.placeEnd()) return undefined;
      this.cursor = address + this.rounded(bytes);
      return address;
    }
    const isByBlock = placement?.alignsTo === 'granule';
    const address = this.blocks.place(start, this.rounded(bytes), isByBlock ? 1 : align);
    return this.region.reaches(address + this.rounded(bytes)) ? address : undefined;
  }

  private natural(bytes: number): number {
    const { natural } = this.parts.contract.alignment;
    if (natural !== 'weak') return natural;
    return bytes < 16 && this.parts.description.sizeBits !== 64 ? 8 : 16;
  }

  private rounded(bytes: number): number {
    return roundUp(bytes, this.parts.contract.placement?.granuleBytes ?? 1);
  }
}

type SizedKind =
  'alloc' | 'allocZeroed' | 'allocArray' | 'realloc' | 'reallocArray' | 'resizeInPlace';
