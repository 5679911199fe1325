/**
 * At which addresses a block starts, live or freed, in bits: what `CoverageState.starts` is in a
 * sorted array. A few nanoseconds a change, however many blocks there are, because almost always the
 * neighbour of a block lies in the same word or in one of the thirty-two beside it.
 *
 * Chunks of 1,024 granules are made where a block starts and kept in the order of their addresses.
 * The granule must divide every address; no range may end at 2^53 or above.
 */
export class BlockStarts {
  private perByte = 1;
  /** By slot: which of its chunk, counted from address 0; -1 where the slot is free. */
  private ids = new Float64Array(FIRST_SLOTS);
  /** By slot: a bit for each word that has a start. Never 0 in a chunk that is in `order`. */
  private filled = new Int32Array(FIRST_SLOTS);
  /** By slot: 32 words of starts, then as many of those that were freed. */
  private words = new Int32Array(FIRST_SLOTS * SLOT_WORDS);
  /** Slots by the address of their chunk. */
  private order = new Int32Array(FIRST_SLOTS);
  private chunks = 0;
  /** Slots that are given back; all others from `slots` on were never used. */
  private readonly spare: number[] = [];
  private slots = 0;
  /** Slots of chunks that were looked up, by the low bits of their ids. */
  private readonly recent = new Int32Array(RECENT);

  /** Forgets every start. Every address from now on is a multiple of 2^`granuleLog2` bytes. */
  begin(granuleLog2: number): void {
    this.perByte = 2 ** -granuleLog2;
    this.forget();
  }

  /** Forgets every start. */
  forget(): void {
    this.chunks = 0;
    this.slots = 0;
    this.spare.length = 0;
    this.recent.fill(-1);
  }

  /** A block of `bytes` bytes, one or more, starts at `start`; what started within it is gone. */
  grant(start: number, bytes: number): void {
    const first = start * this.perByte;
    const id = Math.floor(first / CHUNK);
    const from = first - id * CHUNK;
    const last = Math.floor((start + bytes - 1) * this.perByte);
    const to = last - id * CHUNK;
    const slot = this.slotOf(id);
    const word = slot * SLOT_WORDS + (from >>> 5);
    const bit = 1 << (from & 31);
    if (to < CHUNK && to >>> 5 === from >>> 5) {
      const rest = ~(-bit & (-1 >>> (31 - (to & 31))));
      this.words[word] = (this.words[word] & rest) | bit;
      this.words[word + FREED] &= rest;
    } else {
      this.clear(slot, from, Math.min(to, CHUNK - 1));
      if (to >= CHUNK) this.clearBehind(id, last);
      this.words[word] |= bit;
    }
    this.filled[slot] |= 1 << (from >>> 5);
  }

  /** The block at `start` is free now. */
  free(start: number): void {
    const first = start * this.perByte;
    const id = Math.floor(first / CHUNK);
    const from = first - id * CHUNK;
    const slot = this.slotOf(id);
    const word = slot * SLOT_WORDS + (from >>> 5);
    const bit = 1 << (from & 31);
    this.words[word] |= bit;
    this.words[word + FREED] |= bit;
    this.filled[slot] |= 1 << (from >>> 5);
  }

  /** No block starts at `start` any more. */
  drop(start: number): void {
    const first = start * this.perByte;
    const id = Math.floor(first / CHUNK);
    const slot = this.slotOf(id);
    this.clear(slot, first - id * CHUNK, first - id * CHUNK);
    if (this.filled[slot] === 0) this.remove(this.positionOf(id), 1);
  }

  /**
   * Whether the nearest starts beside the block at `start` are freed: {@link LEFT} + {@link RIGHT}.
   * To be followed by its `free`.
   */
  freeBeside(start: number): number {
    const first = start * this.perByte;
    const id = Math.floor(first / CHUNK);
    const from = first - id * CHUNK;
    const slot = this.slotOf(id);
    const { words } = this;
    const word = from >>> 5;
    const base = slot * SLOT_WORDS;
    let result = 0;
    const below = words[base + word] & ((1 << (from & 31)) - 1);
    if (below !== 0) {
      if (((words[base + word + FREED] >>> (31 - Math.clz32(below))) & 1) !== 0) result = LEFT;
    } else {
      const before = this.filled[slot] & ((1 << word) - 1);
      if (before === 0 ? this.isLastFreedBefore(id) : this.isLastFreed(base, before)) result = LEFT;
    }
    const above = words[base + word] & (-2 << (from & 31));
    if (above !== 0) {
      if ((words[base + word + FREED] & above & -above) !== 0) result += RIGHT;
    } else {
      const behind = this.filled[slot] & (-2 << word);
      if (behind === 0 ? this.isFirstFreedBehind(id) : this.isFirstFreed(base, behind))
        result += RIGHT;
    }
    return result;
  }

  /** Whether the last start in the words of the mask is freed. */
  private isLastFreed(base: number, filled: number): boolean {
    const word = base + 31 - Math.clz32(filled);
    const last = 31 - Math.clz32(this.words[word]);
    return ((this.words[word + FREED] >>> last) & 1) !== 0;
  }

  private isFirstFreed(base: number, filled: number): boolean {
    const word = base + 31 - Math.clz32(filled & -filled);
    const starts = this.words[word];
    return (this.words[word + FREED] & starts & -starts) !== 0;
  }

  private isLastFreedBefore(id: number): boolean {
    const position = this.positionOf(id);
    if (position === 0) return false;
    const slot = this.order[position - 1];
    return this.isLastFreed(slot * SLOT_WORDS, this.filled[slot]);
  }

  private isFirstFreedBehind(id: number): boolean {
    const next = this.positionOf(id) + 1;
    if (next >= this.chunks) return false;
    const slot = this.order[next];
    return this.isFirstFreed(slot * SLOT_WORDS, this.filled[slot]);
  }

  /** Slot of a chunk, which is made where there is none; the caller puts a start in it. */
  private slotOf(id: number): number {
    const slot = this.recent[id & (RECENT - 1)];
    return slot >= 0 && this.ids[slot] === id ? slot : this.findSlot(id);
  }

  private findSlot(id: number): number {
    const position = this.positionOf(id);
    let slot = position < this.chunks ? this.order[position] : -1;
    if (slot < 0 || this.ids[slot] !== id) slot = this.insert(id, position);
    this.recent[id & (RECENT - 1)] = slot;
    return slot;
  }

  /** Position in `order` of the first chunk that is not before the one with this id. */
  private positionOf(id: number): number {
    const { order, ids } = this;
    let low = 0;
    let high = this.chunks;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ids[order[middle]] < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insert(id: number, position: number): number {
    const slot = this.spare.pop() ?? this.slots++;
    if (slot >= this.ids.length) this.grow();
    this.ids[slot] = id;
    this.filled[slot] = 0;
    this.words.fill(0, slot * SLOT_WORDS, (slot + 1) * SLOT_WORDS);
    if (position < this.chunks) this.order.copyWithin(position + 1, position, this.chunks);
    this.order[position] = slot;
    this.chunks++;
    return slot;
  }

  /** Forgets all starts from granule `from` to granule `to` of a chunk, both included. */
  private clear(slot: number, from: number, to: number): void {
    const { words } = this;
    const base = slot * SLOT_WORDS;
    const first = from >>> 5;
    const last = to >>> 5;
    let within = this.filled[slot] & (-1 << first) & (-1 >>> (31 - last));
    while (within !== 0) {
      const index = 31 - Math.clz32(within & -within);
      within &= within - 1;
      let mask = -1;
      if (index === first) mask = -1 << (from & 31);
      if (index === last) mask &= -1 >>> (31 - (to & 31));
      words[base + index] &= ~mask;
      words[base + index + FREED] &= ~mask;
      if (words[base + index] === 0) this.filled[slot] &= ~(1 << index);
    }
  }

  /** Forgets all starts behind chunk `id` up to a granule, counted from address 0. */
  private clearBehind(id: number, last: number): void {
    const lastId = Math.floor(last / CHUNK);
    const position = this.positionOf(id) + 1;
    let emptied = 0;
    while (position + emptied < this.chunks) {
      const slot = this.order[position + emptied];
      if (this.ids[slot] > lastId) break;
      if (this.ids[slot] === lastId) this.clear(slot, 0, last - lastId * CHUNK);
      else this.filled[slot] = 0;
      if (this.filled[slot] !== 0) break;
      emptied++;
    }
    this.remove(position, emptied);
  }

  private remove(position: number, count: number): void {
    if (count === 0) return;
    for (let index = position; index < position + count; index++) {
      const slot = this.order[index];
      this.ids[slot] = -1;
      this.spare.push(slot);
    }
    this.order.copyWithin(position, position + count, this.chunks);
    this.chunks -= count;
  }

  private grow(): void {
    const slots = this.ids.length * 2;
    const { ids, filled, words, order } = this;
    this.ids = new Float64Array(slots);
    this.filled = new Int32Array(slots);
    this.words = new Int32Array(slots * SLOT_WORDS);
    this.order = new Int32Array(slots);
    this.ids.set(ids);
    this.filled.set(filled);
    this.words.set(words);
    this.order.set(order);
  }
}

/** Parts of what {@link BlockStarts.freeBeside} answers. */
export const LEFT = 1;
export const RIGHT = 2;

/** Granules of a chunk: 32 words of 32. */
const CHUNK = 1_024;
const SLOT_WORDS = 64;
/** Distance from a word of starts to the word of those that were freed. */
const FREED = 32;
const FIRST_SLOTS = 64;
const RECENT = 64;
