import { types } from 'node:util';
import type { Allocator } from '../module-port.js';
import { Answer, type Instance, type Watched } from '../target.js';
import { addressIn, BlockHandles } from './block-handles.js';
import type { GivenRegion } from './given-region.js';

/** An allocator whose optional functions are called only where `describeAllocator` found them. */
export type FullAllocator = Required<Omit<Allocator, 'memory' | 'region' | 'footprint'>> &
  Pick<Allocator, 'memory' | 'region' | 'footprint'>;

/** The number that refuses beside null and undefined (S11); NaN for none. */
export const refusingNumber = { null: NaN, trap: NaN, zero: 0, minusOne: -1 } as const;

/**
 * One allocator of a module with its region, behind the port of the executor. Answers are checked:
 * what is neither an address nor a refusal is `misencoded`, and no answer is ever converted.
 */
export class ModuleInstance implements Instance {
  memory: Uint8Array | undefined;
  base = 0;
  end = Infinity;
  footprint = -1;
  readonly demanded = 0;
  watched: Watched | undefined;
  readonly steady: boolean;
  readonly #allocator: FullAllocator;
  readonly #given: GivenRegion | undefined;
  readonly #refusing: number;
  readonly #bytes: number;
  #memoryBytes = -1;
  /** Present once a grant was an object. */
  #handles: BlockHandles | undefined;

  /**
   * `bytes` is the length of a region of which the length alone was given.
   *
   * @throws what the allocator throws when it is asked for memory, region or footprint.
   */
  constructor(
    allocator: Allocator,
    given: GivenRegion | undefined,
    refusing: number,
    bytes = Infinity,
  ) {
    this.#bytes = this.end = bytes;
    this.#allocator = allocator as FullAllocator;
    this.#given = given;
    this.#refusing = refusing;
    if (given !== undefined) {
      this.memory = given.memory;
      this.base = given.base;
    }
    // The harness moves the end of a given region itself, when it is asked for more or less.
    this.steady =
      given !== undefined && allocator.region === undefined && allocator.footprint === undefined;
    this.refresh();
  }

  alloc(_entry: number, size: number, align: number): number {
    return this.#address(this.#allocator.alloc(size, align));
  }

  allocZeroed(_entry: number, size: number, align: number): number {
    return this.#address(this.#allocator.allocZeroed(size, align));
  }

  allocArray(_entry: number, count: number, size: number): number {
    return this.#address(this.#allocator.allocArray(count, size));
  }

  realloc(
    _entry: number,
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): number {
    const old = address < 0 ? null : this.#block(address);
    return this.#regranted(address, this.#allocator.realloc(old, oldSize, newSize, align));
  }

  reallocArray(
    _entry: number,
    address: number,
    oldSize: number,
    count: number,
    size: number,
  ): number {
    const old = address < 0 ? null : this.#block(address);
    return this.#regranted(address, this.#allocator.reallocArray(old, oldSize, count, size));
  }

  resizeInPlace(address: number, oldSize: number, newSize: number, align: number): number {
    const block = this.#block(address);
    const answer: unknown = this.#allocator.resizeInPlace(block, oldSize, newSize, align);
    if (answer === true) return Answer.done;
    return answer === false ? Answer.refused : Answer.misencoded;
  }

  dealloc(address: number, size: number, align: number): number {
    if (this.#allocator.dealloc(this.#block(address), size, align) === false) {
      return Answer.rejected;
    }
    this.#handles?.end(address);
    return Answer.done;
  }

  deallocNull(): number {
    return this.#allocator.deallocNull() === false ? Answer.rejected : Answer.done;
  }

  usable(address: number): number {
    const length: unknown = this.#allocator.usableSize(this.#block(address));
    return isAddress(length) ? length : Answer.misencoded;
  }

  reset(): number {
    this.#allocator.reset();
    this.#handles?.clear();
    return Answer.done;
  }

  extend(bytes: number): number {
    return this.#grow(this.#growEnd + bytes, () => this.#allocator.extend(bytes));
  }

  append(gap: number, bytes: number): number {
    return this.#grow(this.#growEnd + gap + bytes, () => this.#allocator.append(gap, bytes));
  }

  resize(bytes: number): number {
    const base = this.#given?.base ?? this.base;
    return this.#grow(base + bytes, () => this.#allocator.resize(bytes));
  }

  badAlign(entry: number, size: number, align: number): number {
    return this.alloc(entry, size, align);
  }

  refresh(): boolean {
    const allocator = this.#allocator;
    const { base, end, footprint } = this;
    let changed = this.#given === undefined && this.#renewMemory(allocator.memory);
    if (allocator.region !== undefined) this.#setRegion(allocator.region());
    else if (this.#given !== undefined) this.end = this.#given.end;
    if (this.#given !== undefined) this.watched = this.#given.watched;
    if (allocator.footprint !== undefined) this.footprint = allocator.footprint();
    changed ||= base !== this.base || end !== this.end || footprint !== this.footprint;
    return changed;
  }

  close(): void {
    // The allocator is garbage from here on, and its region is used again.
  }

  /** Where a longer region goes on; the allocator's own `region` may leave out a part of the pool. */
  get #growEnd(): number {
    return this.#given?.end ?? this.end;
  }

  /** Gives the allocator a longer or shorter region, as far as the harness has the bytes. */
  #grow(end: number, call: () => unknown): number {
    const given = this.#given;
    if (given === undefined) return call() === false ? Answer.refused : Answer.done;
    if (!given.canReach(end)) return Answer.refused;
    if (end > given.end) given.offer(end);
    if (call() !== false) {
      given.moveEnd(end);
      return Answer.done;
    }
    if (end > given.end) given.withdraw(end);
    return Answer.refused;
  }

  #address(answer: unknown): number {
    if (typeof answer === 'number') {
      if (answer === this.#refusing) return Answer.refused;
      return isAddress(answer) ? answer : Answer.misencoded;
    }
    if (answer === null || answer === undefined) return Answer.refused;
    const address = typeof answer === 'object' ? addressIn(answer) : undefined;
    if (!isAddress(address)) return Answer.misencoded;
    (this.#handles ??= new BlockHandles()).keep(address, answer);
    return address;
  }

  /** What the allocator calls a block: the object that it answered, or the address. */
  #block(address: number): number {
    return (this.#handles?.of(address) as unknown as number | undefined) ?? address;
  }

  /** The answer to a realloc; what was granted anew ends the old block. */
  #regranted(old: number, answer: unknown): number {
    const address = this.#address(answer);
    if (address >= 0 && old >= 0) this.#handles?.end(old);
    return address;
  }

  #renewMemory(buffer: unknown): boolean {
    if (buffer === undefined || buffer === null) return false;
    if (!types.isAnyArrayBuffer(buffer)) {
      throw new TypeError(
        `memory must be an ArrayBuffer or SharedArrayBuffer, is ${nameOf(buffer)}`,
      );
    }
    if (buffer === this.memory?.buffer && buffer.byteLength === this.#memoryBytes) return false;
    // A detached buffer has no bytes, and a view of it cannot be made.
    if (buffer.byteLength === 0) throw new TypeError('memory is detached or has no bytes');
    this.memory = new Uint8Array(buffer);
    this.#memoryBytes = buffer.byteLength;
    if (this.#allocator.region === undefined) this.end = buffer.byteLength;
    this.#requireLength();
    return true;
  }

  #setRegion(region: unknown): void {
    const { base, end } = (region ?? {}) as { readonly base?: unknown; readonly end?: unknown };
    if (!isAddress(base) || !(end === Infinity || isAddress(end)) || end < base) {
      throw new TypeError('region() must answer { base, end }, two addresses in ascending order');
    }
    const given = this.#given;
    if (given !== undefined && (base < given.base || end > given.end)) {
      throw new RangeError('region() answers more than the pool that was given');
    }
    this.base = base;
    this.end = end;
    this.#requireLength();
  }

  /** A pool of another length than was asked for is another pool. */
  #requireLength(): void {
    const bytes = this.end - this.base;
    if (this.#bytes === Infinity || bytes <= this.#bytes) return;
    throw new RangeError(
      `the allocator manages ${bytes} bytes, and was given ${this.#bytes}: make the memory as long as ` +
        'the pool, or say by region() which part of it is managed',
    );
  }
}

const isAddress = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** How an error calls a value of the wrong type. */
export function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  const name: unknown = (Object.getPrototypeOf(value) as object | null)?.constructor.name;
  return typeof name === 'string' && name !== '' ? `an object of type ${name}` : 'an object';
}
