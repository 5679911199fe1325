import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import type { Allocator } from '../../../src/subjects/module-port.js';
import { nextPowerOfTwo } from './power-of-two.js';

const SMALLEST_BYTES = 16;
const FIRST_COLLECTION_BYTES = 2 ** 20;
const MAXIMUM_BYTES = 2 ** 26;
const WORD_BYTES = 8;

/**
 * Correct: a conservative collected heap. A free only takes its block out of the roots; what nobody
 * reaches is found when the heap has doubled, and whatever looks like an address inside a block, in the
 * bytes of a block that is reached, keeps that one alive.
 *
 * Source: H. Boehm, M. Weiser, Garbage collection in an uncooperative environment, 1988.
 */
export class Collected implements Allocator {
  #bytes = new Uint8Array(FIRST_COLLECTION_BYTES);
  #end = SMALLEST_BYTES;
  #collectAt = FIRST_COLLECTION_BYTES / 2;
  readonly #roots = new Set<number>();
  /** Block length by address, of all blocks that are not free. */
  readonly #blocks = new Map<number, number>();
  readonly #free = new Map<number, number[]>();

  get memory(): ArrayBufferLike {
    return this.#bytes.buffer;
  }

  footprint(): number {
    return this.#end;
  }

  region(): { base: number; end: number } {
    return { base: SMALLEST_BYTES, end: this.#end };
  }

  alloc(size: number): number | null {
    const bytes = nextPowerOfTwo(Math.max(size, SMALLEST_BYTES));
    const address = this.#take(bytes);
    if (address === null) return null;
    this.#blocks.set(address, bytes);
    this.#roots.add(address);
    return address;
  }

  allocZeroed(size: number): number | null {
    const address = this.alloc(size);
    if (address !== null) this.#bytes.fill(0, address, address + size);
    return address;
  }

  /** False where no live block starts at the address. */
  dealloc(address: number): boolean {
    return this.#roots.delete(address);
  }

  #take(bytes: number): number | null {
    const known = this.#free.get(bytes)?.pop();
    if (known !== undefined) return known;
    if (this.#end + bytes > this.#collectAt) {
      this.#collect();
      const found = this.#free.get(bytes)?.pop();
      if (found !== undefined) return found;
    }
    const address = this.#end;
    if (address + bytes > MAXIMUM_BYTES) return null;
    this.#end += bytes;
    this.#hold(this.#end);
    return address;
  }

  /** The buffer is as long as what is in use, at most twice that. */
  #hold(bytes: number): void {
    if (bytes <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.min(MAXIMUM_BYTES, nextPowerOfTwo(bytes)));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  #collect(): void {
    const reached = this.#reached();
    for (const [address, bytes] of this.#blocks) {
      if (reached.has(address)) continue;
      this.#blocks.delete(address);
      const stack = this.#free.get(bytes);
      if (stack === undefined) this.#free.set(bytes, [address]);
      else stack.push(address);
    }
    const liveBytes = [...this.#blocks.values()].reduce((sum, bytes) => sum + bytes, 0);
    this.#collectAt = Math.max(this.#end, FIRST_COLLECTION_BYTES / 2, 2 * liveBytes);
  }

  #reached(): Set<number> {
    const starts = [...this.#blocks.keys()].sort((a, b) => a - b);
    const reached = new Set(this.#roots);
    const pending = [...reached];
    const words = new DataView(this.#bytes.buffer);
    for (let block = pending.pop(); block !== undefined; block = pending.pop()) {
      const end = Math.min(block + (this.#blocks.get(block) ?? 0), this.#bytes.length);
      for (let at = block; at + WORD_BYTES <= end; at += WORD_BYTES) {
        const target = this.#blockAt(starts, Number(words.getBigUint64(at, true)));
        if (target === undefined || reached.has(target)) continue;
        reached.add(target);
        pending.push(target);
      }
    }
    return reached;
  }

  /** The block that an address points into. */
  #blockAt(starts: readonly number[], address: number): number | undefined {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[middle] <= address) low = middle + 1;
      else high = middle;
    }
    const start = starts.at(low - 1);
    if (low === 0 || start === undefined) return undefined;
    return address < start + (this.#blocks.get(start) ?? 0) ? start : undefined;
  }
}

export const contract: ContractInput = {
  name: 'conservative collected heap',
  requests: ['alloc', 'allocZeroed', 'dealloc', 'deallocInvalid'],
  sizes: { abovePtrdiffMax: 'refused' },
  alignment: { natural: 16, maximum: 16 },
  free: { foreign: 'rejected', interior: 'rejected', twice: 'rejected' },
  growth: 'bounded',
};

export default function collected(): Collected {
  return new Collected();
}
