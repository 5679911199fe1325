import { bitmapBlocks } from '../../dist/models/placement-model.js';
import type { Contract } from '../../dist/src/contract/document/contract-schema.js';
import type { World } from '../../dist/src/core/world.js';
import { roundUp, type IdealMemory } from './ideal-memory.js';

const PAGE_BYTES = 65_536;
const BASE = 1_048_576;

/** The memory of an ideal allocator in one world: where blocks may lie, and what its host gives. */
export class IdealRegion {
  readonly base: number;
  end = 0;
  footprint = -1;
  /** Bytes of the latest call that the host refused. */
  hostRefused = 0;
  hasChanged = false;
  /** Held from the host, or taken of the heap. */
  private heldBytes: number;
  private hostCalls = 0;

  constructor(
    private readonly memory: IdealMemory,
    private readonly placement: Contract['placement'],
    private readonly world: World,
  ) {
    this.base = BASE + world.baseOffset;
    this.heldBytes = memory.kind === 'heap' ? 0 : memory.restBytes;
    this.tell();
  }

  /** Whether memory reaches up to an address, or the host gives so much. */
  reaches(end: number): boolean {
    const { memory } = this;
    if (memory.kind === 'heap' && end <= this.placeEnd()) {
      const held = Math.max(this.heldBytes, end - this.base);
      this.hasChanged ||= held > this.heldBytes;
      this.heldBytes = held;
      this.tell();
      return true;
    }
    if (end <= this.placeEnd()) return true;
    return memory.kind === 'host' && this.hostGives(end - this.base);
  }

  /** The lowest address of a block. */
  placeStart(): number {
    const { placement, memory } = this;
    if (placement === undefined) return this.base + memory.restBytes - memory.freeBytes;
    const { dataStart, granuleBytes } = placement;
    return this.base + (dataStart === 'bitmap' ? bitmapOf(this.length(), granuleBytes) : dataStart);
  }

  /** Where blocks end, unless the host gives more. */
  placeEnd(): number {
    const { placement } = this;
    if (placement?.dataEnd !== 'bitmap') return this.base + this.length();
    const { granuleBytes } = placement;
    const blocks = bitmapBlocks(BigInt(this.length()), BigInt(granuleBytes));
    return this.placeStart() + Number(blocks) * granuleBytes;
  }

  private length(): number {
    const { kind } = this.memory;
    return kind === 'given' || kind === 'heap' ? this.world.regionBytes : this.heldBytes;
  }

  private hostGives(bytes: number): boolean {
    const { memory } = this;
    const { limitBytes, hostRefusesFrom: from, hostRefusesCalls: calls } = this.world;
    const wanted = roundUp(bytes, PAGE_BYTES);
    const most = limitBytes > 0 ? Math.max(limitBytes, memory.restBytes) : memory.mostBytes;
    this.hostCalls++;
    const isCounted = from > 0 && this.hostCalls >= from;
    const isRefused = isCounted && (calls === 0 || this.hostCalls < from + calls);
    if (wanted > most || isRefused) {
      if (memory.hasHostDoor) this.hostRefused = wanted - this.heldBytes;
      return false;
    }
    this.heldBytes = wanted;
    this.hasChanged = true;
    this.tell();
    return true;
  }

  private tell(): void {
    const { memory } = this;
    const length = memory.kind === 'heap' ? this.heldBytes : this.length();
    this.end = memory.tellsEnd ? this.base + length : Number.MAX_SAFE_INTEGER;
    if (memory.measuresFootprint) this.footprint = this.heldBytes;
  }
}

function bitmapOf(regionBytes: number, blockBytes: number): number {
  const blocks = Number(bitmapBlocks(BigInt(regionBytes), BigInt(blockBytes)));
  return roundUp(Math.ceil(blocks / 8), blockBytes);
}
