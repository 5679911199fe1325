/**
 * The executor's own book of what it holds, by slot; a slot is the order of the first grant. It says
 * what a reference means and what may be written to; it judges nothing.
 *
 * Everything about a slot lies in one line of 64 bytes, because a program touches its blocks in an
 * order that no cache foresees: three numbers, then six words. The loop over everyday requests reads
 * and writes these arrays itself, at the offsets of {@link BlockNumber} and {@link BlockWord}.
 */
export class LiveBlocks {
  numbers: Float64Array;
  words: Int32Array;
  /** Slots that are live, unordered. */
  live: Int32Array;
  liveCount = 0;
  /** Slots given out so far. */
  slots = 0;
  /** Requested bytes of all that is live. */
  liveBytes = 0;
  /** Slot by the request that produced it, plus one; 0 for none. */
  slotOfRequest: Int32Array;
  /** From the lowest to the highest byte that a realloc gave up, as far as known. */
  private leftFrom = Infinity;
  private leftTo = -Infinity;
  private capacity: number;

  constructor(capacity = 1024) {
    this.capacity = capacity;
    this.numbers = new Float64Array(capacity * NUMBERS);
    this.words = new Int32Array(this.numbers.buffer);
    this.live = new Int32Array(capacity);
    this.slotOfRequest = new Int32Array(capacity);
  }

  /** Forgets everything and makes room for the grants of so many requests. */
  begin(requests: number): void {
    this.liveCount = 0;
    this.slots = 0;
    this.liveBytes = 0;
    this.leftFrom = Infinity;
    this.leftTo = -Infinity;
    this.reserve(requests);
    if (this.slotOfRequest.length < requests) this.slotOfRequest = new Int32Array(requests * 2);
    else this.slotOfRequest.fill(0, 0, requests);
  }

  /**
   * Makes room for so many more slots. Before arrays are held under local names: a slot behind their
   * end is lost without a word, and a drain then frees it twice.
   */
  reserve(more: number): void {
    while (this.capacity < this.slots + more) this.grow();
  }

  /** A live slot for a new grant. `request` -1 leaves it without a name. */
  add(
    request: number,
    allocation: number,
    address: number,
    size: number,
    alignLog2: number,
  ): number {
    if (this.slots === this.capacity) this.grow();
    const slot = this.slots++;
    const { numbers, words } = this;
    const number = slot * NUMBERS;
    const word = slot * WORDS;
    numbers[number + ADDRESS] = address;
    numbers[number + SIZE] = size;
    numbers[number + WRITTEN] = 0;
    words[word + ALIGN] = alignLog2;
    words[word + ALLOCATION] = allocation;
    words[word + GENERATION] = 0;
    words[word + POSITION] = this.liveCount;
    this.live[this.liveCount++] = slot;
    this.liveBytes += size;
    if (request >= 0) this.slotOfRequest[request] = slot + 1;
    return slot;
  }

  remove(slot: number): void {
    const { words, live } = this;
    const position = words[slot * WORDS + POSITION];
    const last = live[--this.liveCount];
    live[position] = last;
    words[last * WORDS + POSITION] = position;
    words[slot * WORDS + POSITION] = -1;
    this.liveBytes -= this.size(slot);
  }

  /** The slot of the request that produced a reference; -1 where it produced none. */
  slotOf(reference: number): number {
    return reference < 0 ? -1 : this.slotOfRequest[reference] - 1;
  }

  isLive(slot: number): boolean {
    return this.words[slot * WORDS + POSITION] >= 0;
  }

  address(slot: number): number {
    return this.numbers[slot * NUMBERS + ADDRESS];
  }

  /** Requested bytes. */
  size(slot: number): number {
    return this.numbers[slot * NUMBERS + SIZE];
  }

  /** Bytes that hold the pattern: size, or the usable length; 0 where nothing was written. */
  written(slot: number): number {
    return this.numbers[slot * NUMBERS + WRITTEN];
  }

  alignLog2(slot: number): number {
    return this.words[slot * WORDS + ALIGN];
  }

  /** Step that first granted it. */
  allocation(slot: number): number {
    return this.words[slot * WORDS + ALLOCATION];
  }

  /** How often a realloc of it succeeded. */
  generation(slot: number): number {
    return this.words[slot * WORDS + GENERATION];
  }

  /** First word of its pattern. */
  pattern(slot: number): number {
    return this.words[slot * WORDS + PATTERN];
  }

  setWritten(slot: number, bytes: number): void {
    this.numbers[slot * NUMBERS + WRITTEN] = bytes;
  }

  setPattern(slot: number, base: number): void {
    this.words[slot * WORDS + PATTERN] = base;
  }

  /** A realloc was granted: another place, another size, nothing written yet, the next generation. */
  move(slot: number, address: number, size: number): void {
    const number = slot * NUMBERS;
    const old = this.numbers[number + ADDRESS];
    this.leftFrom = Math.min(this.leftFrom, old);
    this.leftTo = Math.max(this.leftTo, old + Math.max(1, this.numbers[number + SIZE]));
    this.liveBytes += size - this.numbers[number + SIZE];
    this.numbers[number + ADDRESS] = address;
    this.numbers[number + SIZE] = size;
    this.words[slot * WORDS + GENERATION]++;
  }

  /**
   * Whether a block of this program, live or freed, may have begun at the address or held it. What lay
   * between two blocks before a realloc counts as held: no list of former places is kept.
   */
  everHeld(address: number): boolean {
    if (address >= this.leftFrom && address < this.leftTo) return true;
    for (let slot = 0; slot < this.slots; slot++) {
      const start = this.address(slot);
      const end = start + Math.max(1, this.size(slot), this.written(slot));
      if (address >= start && address < end) return true;
    }
    return false;
  }

  setAlignLog2(slot: number, alignLog2: number): void {
    this.words[slot * WORDS + ALIGN] = alignLog2;
  }

  private grow(): void {
    this.capacity *= 2;
    const numbers = new Float64Array(this.capacity * NUMBERS);
    numbers.set(this.numbers);
    this.numbers = numbers;
    this.words = new Int32Array(numbers.buffer);
    const live = new Int32Array(this.capacity);
    live.set(this.live);
    this.live = live;
  }
}

export const NUMBERS_PER_BLOCK = 8;
export const WORDS_PER_BLOCK = 16;

/** Where the numbers of a slot are, from `slot * NUMBERS_PER_BLOCK` on. */
export const BlockNumber = { address: 0, size: 1, written: 2 } as const;

/** Where the words of a slot are, from `slot * WORDS_PER_BLOCK` on. Position: in `live`; -1 is dead. */
export const BlockWord = {
  alignLog2: 6,
  allocation: 7,
  generation: 8,
  pattern: 9,
  position: 10,
} as const;

// What a module exports is read from it at every use and not known to be a constant; these are.
const NUMBERS = NUMBERS_PER_BLOCK;
const WORDS = WORDS_PER_BLOCK;
const { address: ADDRESS, size: SIZE, written: WRITTEN } = BlockNumber;
const {
  alignLog2: ALIGN,
  allocation: ALLOCATION,
  generation: GENERATION,
  pattern: PATTERN,
  position: POSITION,
} = BlockWord;
