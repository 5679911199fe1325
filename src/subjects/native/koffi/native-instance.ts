import { EntryPoint } from '../../../core/entry-point.js';
import { Answer, type Instance, type Watched } from '../../target.js';
import { WIDE, type WideWords } from '../../wide-words.js';
import type { RunSettings } from '../../subject.js';
import type { Convention } from '../native-abi.js';
import type { Word } from './koffi-api.js';
import type { NativeContents } from './native-contents.js';
import type { NativeFunctions } from './native-library.js';
import type { NativePool } from './native-pool.js';
import type { OutCells } from './out-cells.js';

/** What an instance is made of. */
export interface NativeParts {
  readonly functions: NativeFunctions;
  readonly convention: Convention;
  readonly initRefuses: 'never' | 'zero' | 'minusOne';
  /** The pool that init is given; undefined for a subject that brings its own memory. */
  readonly pool: NativePool | undefined;
  readonly contents: NativeContents;
  readonly cells: OutCells;
  readonly wide: WideWords;
  readonly settings: RunSettings;
  /** Told of every address that is granted or handed back, where the next program must not see it. */
  readonly held: Map<Word, { readonly size: Word; readonly align: number }> | undefined;
}

/** All ones, as a word. */
const ALL_ONES = 2n ** 64n - 1n;

/**
 * One native allocator behind the port of the executor, call by call as the driver does it. Every call
 * may end this process, which is an outcome of the subject.
 */
export class NativeInstance implements Instance {
  readonly memory = undefined;
  readonly contents: NativeContents;
  readonly footprint = -1;
  readonly demanded = 0;
  base = 0;
  end = Number.MAX_SAFE_INTEGER;
  readonly #parts: NativeParts;
  /** The functions, of which those are called that the subject's description names. */
  readonly #call: Required<NativeFunctions>;
  #handle: Word = 0;
  #changed = false;

  constructor(parts: NativeParts) {
    this.#parts = parts;
    this.contents = parts.contents;
    this.#call = parts.functions as Required<NativeFunctions>;
  }

  get watched(): Watched | undefined {
    return this.#parts.pool?.watched;
  }

  /** Hands the pool over; false where it is refused. */
  init(): boolean {
    const { pool } = this.#parts;
    if (pool === undefined) return true;
    const accepted = this.#init(pool);
    if (accepted) this.#readRegion();
    // Where the region is at first belongs to init, and is no change.
    this.#changed = false;
    return accepted;
  }

  alloc(entry: number, size: number, align: number): number {
    return this.#done(this.#alloc(entry, this.#size(size), align), size, align);
  }

  badAlign(entry: number, size: number, align: number): number {
    return this.#done(this.#alloc(entry, this.#size(size), this.#second(align)), size, 1);
  }

  allocZeroed(_entry: number, size: number, align: number): number {
    const exact = this.#size(size);
    const { allocZeroed } = this.#call;
    const raw = this.#isLayout ? allocZeroed(exact, this.#align(align)) : allocZeroed(exact);
    return this.#done(this.#answer(raw), size, align);
  }

  allocArray(_entry: number, count: number, size: number): number {
    const words = [this.#second(count), this.#size(size)];
    const raw = this.#call.allocArray(...this.#behindHandle(words));
    return this.#done(this.#answer(raw), size * count, 1);
  }

  realloc(_entry: number, address: number, oldSize: number, size: number, align: number): number {
    const old = Math.max(0, address);
    const exact = this.#size(size);
    const raw = this.#isLayout
      ? this.#call.realloc(old, oldSize, exact, this.#align(align))
      : this.#call.realloc(...this.#behindHandle([old, exact]));
    return this.#moved(old, this.#answer(raw), size, align);
  }

  reallocArray(_entry: number, address: number, _old: number, count: number, size: number): number {
    const old = Math.max(0, address);
    const raw = this.#call.reallocArray(old, this.#second(count), this.#size(size));
    return this.#moved(old, this.#answer(raw), size * count, 1);
  }

  dealloc(address: number, size: number, align: number): number {
    const freed = this.#free(address, size, align);
    if (freed) this.#parts.held?.delete(address);
    this.#readRegion();
    return freed ? Answer.done : Answer.rejected;
  }

  deallocNull(): number {
    const freed = this.#free(0, 0, 1);
    this.#readRegion();
    return freed ? Answer.done : Answer.rejected;
  }

  usable(address: number): number {
    const length = this.#call.usable(address);
    this.#readRegion();
    if (typeof length === 'bigint') this.#parts.wide.second = length;
    return Number(length);
  }

  reset(): number {
    const { reset } = this.#parts.functions;
    const { pool } = this.#parts;
    if (reset !== undefined) reset(...this.#behindHandle([]));
    else if (pool !== undefined && !this.#init(pool)) return Answer.refused;
    this.#readRegion();
    return Answer.done;
  }

  extend(bytes: number): number {
    return this.#moveEnd('extend', (pool) => pool.end + bytes, bytes);
  }

  /** Needs the driver, which watches the gaps between pieces; never asked. */
  append(): number {
    return Answer.refused;
  }

  resize(bytes: number): number {
    return this.#moveEnd('resize', (pool) => pool.base + bytes, bytes);
  }

  resizeInPlace(): number {
    return Answer.refused;
  }

  refresh(): boolean {
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }

  /** Gives back what is still held, where the library keeps its state for the next program. */
  close(): void {
    const { held } = this.#parts;
    if (held === undefined) return;
    for (const [address, { size, align }] of held) this.#free(address, size, align);
    held.clear();
  }

  get #isLayout(): boolean {
    return this.#parts.convention === 'layout';
  }

  #size(size: number): Word {
    return size >= WIDE ? this.#parts.wide.size : size;
  }

  #second(value: number): Word {
    return value >= WIDE ? this.#parts.wide.second : value;
  }

  #align(align: Word): Word {
    return align === 1 ? this.#parts.settings.naturalAlign : align;
  }

  #behindHandle(words: readonly Word[]): readonly Word[] {
    return this.#parts.convention === 'handle' ? [this.#handle, ...words] : words;
  }

  #alloc(entry: number, size: Word, align: Word): number {
    const { functions } = this.#parts;
    const call = this.#call;
    if (entry === EntryPoint.posix_memalign && functions.posixMemalign !== undefined) {
      return this.#posixMemalign(size, align);
    }
    const aligned =
      entry === EntryPoint.aligned_alloc
        ? functions.alignedAlloc
        : entry === EntryPoint.memalign
          ? functions.memalign
          : undefined;
    if (aligned !== undefined) return this.#answer(aligned(...this.#behindHandle([align, size])));
    if (this.#isLayout) return this.#answer(call.alloc(size, this.#align(align)));
    return this.#answer(call.alloc(...this.#behindHandle([size])));
  }

  #posixMemalign(size: Word, align: Word): number {
    const { cells } = this.#parts;
    // Neither an address of the subject nor null, so that a success that stores nothing is noticed.
    cells.set(0, cells.address);
    if (asInt(this.#call.posixMemalign(cells.address, align, size)) !== 0) return Answer.refused;
    const out = cells.get(0);
    if (out === cells.address) return Answer.misencoded;
    return out === 0 ? Answer.refused : this.#granted(out);
  }

  /** An address, or what the contract takes as a refusal (S11). */
  #answer(raw: Word): number {
    const { refusal } = this.#parts.settings;
    const refused = refusal === 'minusOne' ? raw === ALL_ONES : refusal !== 'trap' && raw === 0;
    return refused ? Answer.refused : this.#granted(raw);
  }

  #granted(raw: Word): number {
    if (typeof raw === 'bigint') this.#parts.wide.address = raw;
    return Number(raw);
  }

  #done(answer: number, size: number, align: number): number {
    if (answer > 0) this.#parts.held?.set(answer, { size, align });
    this.#readRegion();
    return answer;
  }

  #moved(old: number, answer: number, size: number, align: number): number {
    if (answer >= 0) this.#parts.held?.delete(old);
    return this.#done(answer, size, align);
  }

  /** False where the free was rejected; only a contract can tell that the function answers at all. */
  #free(address: Word, size: Word, align: number): boolean {
    const { dealloc } = this.#parts.functions;
    if (dealloc === undefined) return true;
    if (this.#isLayout) {
      const answer = dealloc(address, size, this.#align(align));
      return this.#parts.settings.rejectsFrees !== true || asInt(answer) !== 0;
    }
    dealloc(...this.#behindHandle([address]));
    return true;
  }

  #init(pool: NativePool): boolean {
    const answer = this.#call.init(pool.base, pool.end - pool.base);
    if (this.#parts.convention === 'handle') {
      this.#handle = answer;
      return answer !== 0;
    }
    const { initRefuses } = this.#parts;
    if (initRefuses === 'zero') return asInt(answer) !== 0;
    return initRefuses === 'never' || asInt(answer) !== -1;
  }

  #moveEnd(role: 'extend' | 'resize', endOf: (pool: NativePool) => number, bytes: number): number {
    const { pool } = this.#parts;
    const take = this.#call[role];
    const moved = pool?.moveEnd(
      endOf(pool),
      () => asInt(take(...this.#behindHandle([bytes]))) !== 0,
    );
    if (moved === true) this.#changed = true;
    this.#readRegion();
    return moved === true ? Answer.done : Answer.refused;
  }

  /** Asking for the region is a call too, and what dies there is the subject's. */
  #readRegion(): void {
    const { pool, functions, cells } = this.#parts;
    if (pool === undefined) return;
    let { base, end } = pool;
    if (functions.region !== undefined) {
      cells.set(0, 0);
      cells.set(1, 0);
      functions.region(...this.#behindHandle([cells.address, cells.address + 8]));
      // It may count less than it was given, and never more.
      base = Math.max(base, Number(cells.get(0)));
      end = Math.min(end, Number(cells.get(1)));
    }
    if (base !== this.base || end !== this.end) this.#changed = true;
    this.base = base;
    this.end = end;
  }
}

/** A word as the C int that a function answered in its low half. */
function asInt(raw: Word): number {
  return Number(BigInt.asIntN(32, BigInt(raw)));
}
