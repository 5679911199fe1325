import { DEFAULT_POOL_BYTES, WATCHED_BYTES } from '../../core/observation.js';
import type { World } from '../../core/world.js';
import { GivenRegion } from '../module/given-region.js';
import type { Watched } from '../target.js';
import type { Abi } from './abi.js';
import type { Operation } from './abi-recipes.js';
import type { WasmFunction } from './bind-call.js';
import { growTo, PAGE_BYTES } from './host.js';
import type { Machine } from './machine.js';

/**
 * The pool that the harness hands to `allocert_init` (S40): pages behind the module's own memory.
 *
 *   | the module's memory | a page of guard | base offset, pool, reserve | watched bytes |
 *
 * The first bytes of the guard page take what the subject answers through pointers. A subject may
 * say by `allocert_region` that it manages less than it was given.
 */
export class GivenPool {
  base = 0;
  end = 0;
  /** Length of the memory as the harness made it. */
  memoryBytes: number;
  private readonly region = new GivenRegion();
  /** Where the guard page begins; the region counts from here. */
  private readonly origin: number;

  constructor(
    private readonly abi: Abi,
    private readonly machine: Machine,
  ) {
    this.origin = machine.memory.buffer.byteLength;
    this.memoryBytes = this.origin;
  }

  /**
   * Prepares the pool that the world asks for and runs init; false where init refuses it.
   *
   * @throws RangeError where the module's own maximum leaves no room for the pool.
   */
  begin(world: World, reserveBytes: number): boolean {
    const regionBytes = world.regionBytes === 0 ? DEFAULT_POOL_BYTES : world.regionBytes;
    this.makeRoom(3 * PAGE_BYTES + regionBytes + reserveBytes + WATCHED_BYTES);
    this.region.open({ ...world, regionBytes }, reserveBytes);
    const answer = this.export('init')?.(this.origin + this.region.base, regionBytes);
    const accepted = answer !== 0 || this.abi.calls.init?.answers !== true;
    this.readRegion(accepted);
    return accepted;
  }

  get watched(): Watched {
    const { origin } = this;
    const inner = this.region.watched;
    const { before, after } = inner;
    return {
      before: [before[0] + origin, before[1] + origin],
      after: [after[0] + origin, after[1] + origin],
      expected: (address) => inner.expected(address - origin),
      intact: () => inner.intact(),
    };
  }

  extend(bytes: number): boolean {
    return this.move('extend', this.region.end + bytes, [bytes]);
  }

  append(gap: number, bytes: number): boolean {
    return this.move('append', this.region.end + gap + bytes, [gap, bytes]);
  }

  resize(bytes: number): boolean {
    return this.move('resize', this.region.base + bytes, [bytes]);
  }

  /** Offers the subject a new end, which it takes or refuses by 0. */
  private move(operation: Operation, end: number, args: readonly number[]): boolean {
    const call = this.export(operation);
    if (call === undefined || !this.region.canReach(end)) return false;
    this.region.offer(end);
    const answer = call(...args);
    const accepted = answer !== 0 || this.abi.calls[operation]?.answers !== true;
    if (accepted) this.region.moveEnd(end);
    else this.region.withdraw(end);
    this.readRegion(true);
    return accepted;
  }

  private export(operation: Operation): WasmFunction | undefined {
    const call = this.abi.calls[operation];
    return call && (this.machine.exports[call.exportName] as WasmFunction);
  }

  private makeRoom(bytes: number): void {
    const { memory } = this.machine;
    const { host } = this.machine.door;
    if (!growTo(host, this.origin + bytes)) {
      throw new RangeError(
        `a pool of ${bytes} bytes does not fit behind the module's memory of ${this.origin} bytes, ` +
          `whose maximum is ${host.maxPages} pages of 64 KiB`,
      );
    }
    this.memoryBytes = memory.buffer.byteLength;
    // The region counts from the guard page, in whatever kind of buffer the memory has.
    this.region.memory = new Uint8Array(memory.buffer, this.origin);
  }

  private readRegion(asked: boolean): void {
    this.base = this.origin + this.region.base;
    this.end = this.origin + this.region.end;
    const region = this.export('region');
    if (region === undefined || !asked) return;
    region(this.origin, this.origin + 4);
    const view = new DataView(this.machine.memory.buffer);
    this.base = view.getUint32(this.origin, true);
    this.end = view.getUint32(this.origin + 4, true);
  }
}
