import { EntryPoint } from '../../core/entry-point.js';
import type { World } from '../../core/world.js';
import type { RunSettings } from '../subject.js';
import { Answer, type Instance, type Watched } from '../target.js';
import type { Abi } from './abi.js';
import { GivenPool } from './given-pool.js';
import type { Machine } from './machine.js';
import type { UsedRange } from './restorer.js';
import { toldRegion, type AddressRange32 } from './told-region.js';
import { bindCalls, type WasmCalls } from './wasm-calls.js';

/** No raw answer is a refusal where the contract says that the subject traps. */
const NEVER = NaN;

/**
 * One machine as the executor sees it. The region is the whole linear memory, since an allocator may
 * keep its pool in its own static data; where the harness hands a pool over, it is the pool, and where
 * the module tells where its heap lies, it is that, as long as it has not grown its memory.
 *
 * Functions answer 32-bit integers, so an answer is always an address or the refusal, and addresses
 * are unsigned.
 */
export class WasmInstance implements Instance {
  memory: Uint8Array;
  base = 0;
  end: number;
  footprint: number;
  private readonly calls: WasmCalls;
  private readonly shared: boolean;
  private readonly pool: GivenPool | undefined;
  /** Asks the module where its heap lies, of which it tells. */
  private readonly heap: (() => AddressRange32) | undefined;
  /** Length of the memory when the program began. */
  private firstLength = 0;
  /** Whether an answer of 0 to a free says that it was rejected. */
  private readonly rejects: boolean;
  /** The raw answer that refuses. */
  private refusal = 0;
  private naturalAlign = 1;
  /** Whether the region's end moved since the last refresh. */
  private moved = false;
  private low = Infinity;
  private high = 0;

  constructor(
    private readonly machine: Machine,
    abi: Abi,
  ) {
    this.calls = bindCalls(abi, machine);
    this.memory = new Uint8Array(machine.memory.buffer);
    this.shared = !(machine.memory.buffer instanceof ArrayBuffer);
    this.end = this.memory.length;
    this.footprint = this.end;
    this.rejects = abi.name === 'allocert' && abi.calls.dealloc?.answers === true;
    this.pool = abi.calls.init === undefined ? undefined : new GivenPool(abi, machine);
    this.heap = this.pool === undefined ? toldRegion(abi, machine) : undefined;
  }

  get demanded(): number {
    return this.machine.door.demanded;
  }

  get hostRefused(): number {
    return this.machine.door.refused;
  }

  /** Bytes of the memory that the harness accounts for; more means that the subject grew it. */
  get lawfulBytes(): number | undefined {
    return this.pool?.memoryBytes;
  }

  /** Where all blocks of the program lay. */
  get used(): UsedRange {
    return { low: this.low, high: this.high };
  }

  /** Takes up a program on the restored machine. False where the subject refuses the pool. */
  begin(world: World, settings: RunSettings): boolean {
    this.refusal = settings.refusal === 'trap' ? NEVER : settings.refusal === 'minusOne' ? -1 : 0;
    this.naturalAlign = settings.naturalAlign;
    const { door } = this.machine;
    door.begin(world);
    const accepted = this.pool?.begin(world, settings.reserveBytes ?? 0) ?? true;
    this.firstLength = this.machine.memory.buffer.byteLength;
    this.renew();
    door.forget();
    this.moved = false;
    this.low = Infinity;
    this.high = 0;
    return accepted;
  }

  alloc(entry: number, size: number, align: number): number {
    const { calls } = this;
    switch (entry) {
      case EntryPoint.aligned_alloc:
        return this.grant(calls.alignedAlloc(size, align, 0, 0), size);
      case EntryPoint.memalign:
        return this.grant(calls.memalign(size, align, 0, 0), size);
      case EntryPoint.posix_memalign:
        // Refused by the error that it answers, whatever a refusal of malloc looks like.
        return this.took(calls.posixMemalign(size, align, 0, 0) >>> 0 || Answer.refused, size);
      default:
        return this.grant(calls.alloc(size, align === 1 ? this.naturalAlign : align, 0, 0), size);
    }
  }

  allocZeroed(_entry: number, size: number, align: number): number {
    return this.grant(
      this.calls.allocZeroed(size, align === 1 ? this.naturalAlign : align, 0, 0),
      size,
    );
  }

  allocArray(_entry: number, count: number, size: number): number {
    return this.grant(this.calls.allocArray(count, size, 0, 0), count * size);
  }

  realloc(
    _entry: number,
    address: number,
    oldSize: number,
    newSize: number,
    align: number,
  ): number {
    const from = address < 0 ? 0 : address;
    const asked = align === 1 ? this.naturalAlign : align;
    return this.grant(this.calls.realloc(from, oldSize, newSize, asked), newSize);
  }

  reallocArray(
    _entry: number,
    address: number,
    oldSize: number,
    count: number,
    size: number,
  ): number {
    return this.grant(
      this.calls.reallocArray(address < 0 ? 0 : address, oldSize, count, size),
      count * size,
    );
  }

  resizeInPlace(address: number, oldSize: number, newSize: number, align: number): number {
    const asked = align === 1 ? this.naturalAlign : align;
    if (this.calls.resizeInPlace(address, oldSize, newSize, asked) === 0) return Answer.refused;
    this.took(address, newSize);
    return Answer.done;
  }

  dealloc(address: number, size: number, align: number): number {
    const raw = this.calls.dealloc(address, size, align === 1 ? this.naturalAlign : align, 0);
    return this.rejects && raw === 0 ? Answer.rejected : Answer.done;
  }

  deallocNull(): number {
    const raw = this.calls.dealloc(0, 0, this.naturalAlign, 0);
    return this.rejects && raw === 0 ? Answer.rejected : Answer.done;
  }

  usable(address: number): number {
    const length = this.calls.usable(address, 0, 0, 0) >>> 0;
    this.took(address, length);
    return length;
  }

  reset(): number {
    this.calls.reset(0, 0, 0, 0);
    return Answer.done;
  }

  extend(bytes: number): number {
    return this.moveEnd((pool) => pool.extend(bytes));
  }

  append(gap: number, bytes: number): number {
    return this.moveEnd((pool) => pool.append(gap, bytes));
  }

  resize(bytes: number): number {
    return this.moveEnd((pool) => pool.resize(bytes));
  }

  badAlign(entry: number, size: number, align: number): number {
    return this.alloc(entry, size, align);
  }

  refresh(): boolean {
    const { door } = this.machine;
    // Growth, and a demand that was refused, detach the buffer of a memory that is not shared.
    const isDetached = this.memory.length === 0 || this.shared;
    if (!isDetached && !door.hasNews && !this.moved) {
      door.demanded = door.refused = 0;
      return this.heap !== undefined && this.readHeap();
    }
    door.take();
    const { moved } = this;
    this.moved = false;
    return this.renew() || moved || door.demanded > 0;
  }

  get watched(): Watched | undefined {
    return this.pool?.watched;
  }

  close(): void {
    // The target restores or drops the machine when the next program opens.
  }

  private grant(raw: number, bytes: number): number {
    return raw === this.refusal ? Answer.refused : this.took(raw >>> 0, bytes);
  }

  /** Notes where a block lies; answers its address. */
  private took(address: number, bytes: number): number {
    if (address < 0) return address;
    if (address < this.low) this.low = address;
    if (address + bytes > this.high) this.high = address + bytes;
    return address;
  }

  private moveEnd(move: (pool: GivenPool) => boolean): number {
    if (this.pool === undefined || !move(this.pool)) return Answer.refused;
    this.moved = true;
    return Answer.done;
  }

  private renew(): boolean {
    const { buffer } = this.machine.memory;
    const renewed = this.memory.buffer !== buffer;
    if (renewed) this.memory = new Uint8Array(buffer);
    this.base = this.pool?.base ?? 0;
    this.end = this.pool?.end ?? this.memory.length;
    this.footprint = this.pool === undefined ? this.memory.length : -1;
    this.readHeap();
    return renewed;
  }

  /** Takes over where the heap lies; whether it moved. What was grown may lie anywhere in memory. */
  private readHeap(): boolean {
    const { heap, base, end } = this;
    if (heap === undefined || this.memory.length > this.firstLength) return false;
    const told = heap();
    this.base = told.start;
    this.end = told.end;
    return told.start !== base || told.end !== end;
  }
}
