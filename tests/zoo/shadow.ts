import type { Allocator } from '../../src/subjects/module-port.js';
import type { ContractInput } from '../../src/contract/document/contract-schema.js';
import { generator, type TestPool } from './test-pool.js';

interface Block {
  address: number;
  size: number;
  align: number;
  seed: number;
}

/**
 * The naive judge of the correct allocators: it calls one at random, keeps its own book of who has
 * what, and throws at the first thing that is wrong. Nothing of the product is used.
 */
export class Shadow {
  readonly #allocator: Allocator;
  readonly #contract: ContractInput;
  readonly #pool: TestPool;
  readonly #outside: Uint8Array;
  readonly #next: (limit: number) => number;
  #end: number;
  blocks: Block[] = [];
  granted = 0;
  refused = 0;

  constructor(allocator: Allocator, contract: ContractInput, pool: TestPool, seed: number) {
    this.#allocator = allocator;
    this.#contract = contract;
    this.#pool = pool;
    this.#outside = new Uint8Array(pool.memory).slice();
    this.#next = generator(seed);
    this.#end = pool.base + pool.bytes;
  }

  run(calls: number): void {
    for (let call = 0; call < calls; call++) {
      this.#call();
      for (const block of this.blocks) this.#verify(block);
    }
    this.checkOutside();
  }

  /** Frees everything in random order. */
  drain(): void {
    while (this.blocks.length > 0) this.#dealloc();
  }

  checkOutside(): void {
    const view = new Uint8Array(this.#pool.memory);
    const { base } = this.#pool;
    view.forEach((byte, index) => {
      const outside = index < base || index >= this.#end;
      if (outside && byte !== this.#outside[index]) fail(`byte ${index - base} outside changed`);
    });
  }

  #call(): void {
    const kinds = (this.#contract.requests ?? []).flatMap((kind) => weights[kind] ?? [kind]);
    const kind = kinds[this.#next(kinds.length)];
    const size = this.#size();
    const align = this.#align();
    const allocator = this.#allocator;
    switch (kind) {
      case 'alloc':
        this.#ask(() => allocator.alloc(size, align), size, align);
        return;
      case 'allocZeroed':
        this.#ask(() => allocator.allocZeroed?.(size, align), size, align, true);
        return;
      case 'allocArray':
        this.#ask(() => allocator.allocArray?.(3, size), 3 * size, 1, true);
        return;
      case 'realloc':
        this.#realloc(size, align);
        return;
      case 'resizeInPlace':
        this.#resize(size);
        return;
      case 'dealloc':
        this.#dealloc();
        return;
      case 'deallocInvalid':
        this.#deallocInvalid();
        return;
      case 'usable':
        this.#usable();
        return;
      case 'extend':
      case 'append':
        this.#extend(kind);
        return;
      case 'reset':
        if (this.#next(40) !== 0) return;
        allocator.reset?.();
        this.blocks = [];
        return;
      default:
        return;
    }
  }

  #size(): number {
    const smallest = (this.#contract.zeroSize ?? 'undefined') === 'undefined' ? 1 : 0;
    const longest = this.#contract.sizes?.abovePtrdiffMax === 'refused' ? 2 ** 52 : 2 ** 51;
    if (this.#next(50) === 0) return [2 ** 31, 2 ** 32 + 8, longest][this.#next(3)];
    return smallest + this.#next(2 ** (1 + this.#next(9)));
  }

  #align(): number {
    const maximum = this.#contract.alignment?.maximum ?? 1;
    return this.#next(2) === 0 ? 1 : 2 ** this.#next(Math.log2(maximum) + 1);
  }

  /** A refusal by an exception is turned into null, where the contract knows its message. */
  #ask(
    call: () => number | null | undefined,
    size: number,
    align: number,
    zeroed = false,
    old?: Block,
  ): void {
    let answer: number | null | undefined;
    try {
      answer = call();
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : '';
      if (this.#contract.refusalErrors?.includes(message) !== true) throw thrown;
    }
    this.#grant(answer, size, align, zeroed, old);
  }

  #grant(
    answer: number | null | undefined,
    size: number,
    align: number,
    zeroed: boolean,
    old?: Block,
  ): void {
    const refusal = this.#contract.refusal === 'zero' ? 0 : null;
    if (answer === refusal || answer === undefined || answer === null) {
      this.refused++;
      if (old !== undefined) this.blocks.push(old);
      return;
    }
    this.granted++;
    const natural = Number(this.#contract.alignment?.natural ?? 1);
    if (answer % align !== 0) fail(`${answer} is no multiple of ${align}`);
    if (size > 0 && answer % natural !== 0) fail(`${answer} is not naturally aligned`);
    const block = { address: answer, size, align, seed: this.#next(256) };
    this.#checkPlace(block);
    const view = this.#view();
    if (view !== undefined && zeroed && view.subarray(answer, answer + size).some((b) => b !== 0))
      fail(`${size} bytes at ${answer} are not zero`);
    if (view !== undefined && old !== undefined) {
      const kept = Math.min(size, old.size);
      this.#verify({ ...old, address: answer, size: kept });
    }
    this.#fill(block);
    this.blocks.push(block);
  }

  #checkPlace(block: Block): void {
    const region = this.#allocator.region?.() ?? { base: this.#pool.base, end: this.#end };
    const end = block.address + block.size;
    if (block.size > 0 && (block.address < region.base || end > region.end))
      fail(`[${block.address}, ${end}) is outside [${region.base}, ${region.end})`);
    const unique = this.#contract.zeroSize !== 'dangling';
    const length = (each: Block): number => (each.size === 0 && unique ? 1 : each.size);
    const victim = this.blocks.find(
      (other) =>
        length(block) > 0 &&
        length(other) > 0 &&
        block.address < other.address + length(other) &&
        other.address < block.address + length(block),
    );
    if (victim !== undefined) fail(`[${block.address}, ${end}) overlaps ${victim.address}`);
  }

  #realloc(size: number, align: number): void {
    const old = this.#take();
    if (old === undefined) return;
    const toZero = this.#contract.realloc?.toZero ?? 'undefined';
    if (size === 0 && toZero === 'undefined') return void this.blocks.push(old);
    const kept = this.#contract.realloc?.newAlignment === true ? align : old.align;
    const call = (): number | null | undefined =>
      this.#allocator.realloc?.(old.address, old.size, size, kept);
    if (size === 0 && toZero === 'free') call();
    else this.#ask(call, size, kept, false, old);
  }

  #resize(size: number): void {
    const old = this.#take();
    if (old === undefined) return;
    const asked = Math.max(1, size);
    const done = this.#allocator.resizeInPlace?.(old.address, old.size, asked, old.align);
    if (done === true) this.#grant(old.address, asked, old.align, false, old);
    else this.blocks.push(old);
  }

  #dealloc(): void {
    const block = this.#take();
    if (block === undefined) return;
    const answer = this.#allocator.dealloc?.(block.address, block.size, block.align);
    if (answer === false) fail(`a lawful free of ${block.address} was rejected`);
  }

  #deallocInvalid(): void {
    const address = this.#pool.base + this.#next(this.#pool.bytes + 64) - 32;
    const live = this.blocks.some(
      (block) => address >= block.address && address < block.address + Math.max(1, block.size),
    );
    const interior = this.blocks.some((block) => address === block.address);
    if (live && interior) return;
    const answer = this.#allocator.dealloc?.(address, 16, 1);
    if (answer !== false) fail(`a free of ${address}, which nobody has, was not rejected`);
  }

  #usable(): void {
    const block = this.blocks.at(this.#next(Math.max(1, this.blocks.length)));
    if (block === undefined || block.size === 0) return;
    const usable = this.#allocator.usableSize?.(block.address) ?? 0;
    if (usable < block.size) fail(`${usable} usable bytes of ${block.size}`);
    this.blocks = this.blocks.filter((other) => other !== block);
    const longer = { ...block, size: usable };
    this.#checkPlace(longer);
    // Written to and given back at once: only requested bytes are kept by realloc.
    this.#fill(longer);
    this.blocks.push(block);
  }

  #extend(kind: 'extend' | 'append'): void {
    const bytes = this.#next(40);
    const gap = kind === 'append' ? this.#next(40) : 0;
    const { base, reserveBytes, memory } = this.#pool;
    if (this.#allocator.memory !== undefined) {
      if (this.#end + gap + bytes > base + this.#pool.bytes + reserveBytes) return;
      // What lies in the gap belongs to somebody else; here it is merely no longer compared.
      new Uint8Array(memory).fill(0xa5, this.#end, this.#end + gap);
      this.#end += gap + bytes;
    }
    if (kind === 'append') this.#allocator.append?.(gap, bytes);
    else this.#allocator.extend?.(bytes);
  }

  #take(): Block | undefined {
    if (this.blocks.length === 0) return undefined;
    return this.blocks.splice(this.#next(this.blocks.length), 1)[0];
  }

  #view(): Uint8Array | undefined {
    const { memory } = this.#allocator;
    return memory === undefined || memory === null ? undefined : new Uint8Array(memory);
  }

  #fill({ address, size, seed }: Block): void {
    const view = this.#view();
    for (let offset = 0; view !== undefined && offset < size; offset++)
      view[address + offset] = seed + 7 * offset;
  }

  #verify({ address, size, seed }: Block): void {
    const view = this.#view();
    for (let offset = 0; view !== undefined && offset < size; offset++) {
      if (view[address + offset] !== ((seed + 7 * offset) & 255))
        fail(`byte ${offset} of ${size} at ${address} changed`);
    }
  }
}

/** Kinds that come more often than once in a round. */
const weights: Readonly<Record<string, readonly string[]>> = {
  alloc: ['alloc', 'alloc', 'alloc'],
  dealloc: ['dealloc', 'dealloc', 'dealloc'],
  realloc: ['realloc', 'realloc'],
};

function fail(message: string): never {
  throw new Error(message);
}
