/** Where an ideal allocator has its memory, and what bounds it. Bytes. */
export interface IdealMemory {
  /**
   * `given`: the harness hands it over. `own`: of fixed length. `host`: it asks its host for more.
   * `heap`: it grows within what it is given, as the heap of a malloc lab does.
   */
  readonly kind: 'given' | 'own' | 'host' | 'heap';
  /** Held at rest, of memory that is not given. */
  readonly restBytes: number;
  /** How much of that can be granted. */
  readonly freeBytes: number;
  /** Most that it may have where no world limits it. */
  readonly mostBytes: number;
  /** Whether the end of the region is known to the harness. */
  readonly tellsEnd: boolean;
  /** Whether each call to the host is counted and may be refused. */
  readonly hasHostDoor: boolean;
  readonly measuresFootprint: boolean;
}

/** Live blocks, and the lowest place for the next: first fit at any alignment. */
export class IdealBlocks {
  readonly sizes = new Map<number, number>();
  /** Starts in ascending order. */
  private readonly starts: number[] = [];
  /** Below this start nothing of the latest size and alignment fits. */
  private from = { index: 0, size: 0, align: 1 };

  /** The lowest address in [base, ...) at which so many bytes are free. */
  place(base: number, size: number, align: number): number {
    const known = size >= this.from.size && align >= this.from.align ? this.from.index : 0;
    let index = Math.min(known, this.starts.length);
    let at = roundUp(index === 0 ? base : this.endOf(index - 1), align);
    while (index < this.starts.length && at + size > this.starts[index]) {
      at = roundUp(this.endOf(index), align);
      index++;
    }
    this.from = { index, size, align };
    return at;
  }

  take(address: number, size: number): void {
    let low = this.starts.length;
    while (low > 0 && this.starts[low - 1] > address) low--;
    this.starts.splice(low, 0, address);
    this.sizes.set(address, size);
  }

  release(address: number): void {
    this.starts.splice(this.starts.indexOf(address), 1);
    this.sizes.delete(address);
    this.from = { index: 0, size: 0, align: 1 };
  }

  /** Where the next block behind this one begins; Infinity behind the last. */
  limitOf(address: number): number {
    return this.starts[this.starts.indexOf(address) + 1] ?? Infinity;
  }

  clear(): void {
    this.starts.length = 0;
    this.sizes.clear();
    this.from = { index: 0, size: 0, align: 1 };
  }

  /** Held ranges in ascending order. */
  ranges(): { start: bigint; end: bigint }[] {
    return this.starts.map((start) => ({
      start: BigInt(start),
      end: BigInt(start + (this.sizes.get(start) ?? 0)),
    }));
  }

  private endOf(index: number): number {
    const start = this.starts[index];
    return start + (this.sizes.get(start) ?? 0);
  }
}

export const roundUp = (value: number, multiple: number): number =>
  Math.ceil(value / multiple) * multiple;
