/**
 * The objects by which a module knows its blocks, kept by address: who answers `{ offset, slot }` wants
 * that very object back, and a map of its own would have to outlive a memory that is refused.
 */
export class BlockHandles {
  /** Blocks that are live, in the order of their grants; several at one address only of size 0. */
  readonly #live = new Map<number, object[]>();
  /** The latest that was freed at an address, for who frees it twice. */
  readonly #freed = new Map<number, object>();

  keep(address: number, handle: object): void {
    const others = this.#live.get(address);
    if (others === undefined) this.#live.set(address, [handle]);
    else others.push(handle);
  }

  /** The object for an address; undefined where none was ever granted there. */
  of(address: number): object | undefined {
    return this.#live.get(address)?.[0] ?? this.#freed.get(address);
  }

  /** Ends the oldest block at an address. */
  end(address: number): void {
    const [ended, ...rest] = this.#live.get(address) ?? [];
    if (ended === undefined) return;
    this.#freed.set(address, ended);
    if (rest.length > 0) this.#live.set(address, rest);
    else this.#live.delete(address);
  }

  clear(): void {
    this.#live.clear();
    this.#freed.clear();
  }
}

/** The address that an object stands for: its `address`, `offset`, or as a view of memory `byteOffset`. */
export function addressIn(handle: object): unknown {
  const { address, offset, byteOffset } = handle as Readonly<Record<string, unknown>>;
  return address ?? offset ?? byteOffset;
}
