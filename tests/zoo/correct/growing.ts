import type { ContractInput } from '../../../src/contract/document/contract-schema.js';
import { HEADER_BYTES } from './boundary-tags.js';
import { FirstFitList } from './first-fit-list.js';
import { alignUp } from './power-of-two.js';

/** The region starts with a chunk and grows by whole chunks. */
export const CHUNK_BYTES = 32_768;
/** More than the 24 MiB that bounded growth forgives, so that there is something to catch. */
export const MAXIMUM_BYTES = 41_943_040;

/**
 * Correct: a first-fit list that owns its memory. It grows when nothing fits, by no more chunks than
 * the request needs behind the last free block, and never shrinks. Growth past what the buffer holds
 * moves the region into another buffer; addresses stay.
 */
export class Growing extends FirstFitList {
  constructor() {
    super({ memory: new ArrayBuffer(CHUNK_BYTES), base: 0, bytes: CHUNK_BYTES });
  }

  /** Bytes of the region; what the buffer holds beyond was never touched. */
  footprint(): number {
    return this.regionEnd;
  }

  override alloc(size: number, align: number): number | null {
    return (
      super.alloc(size, align) ?? (this.growFor(size, align) ? super.alloc(size, align) : null)
    );
  }

  /** Grows so that the request fits; false where the maximum forbids it. */
  protected growFor(size: number, align: number): boolean {
    const end = alignUp(
      this.tailStart() + HEADER_BYTES + align + this.payloadBytes(size),
      CHUNK_BYTES,
    );
    return end > this.regionEnd && this.growTo(end);
  }

  protected growTo(end: number): boolean {
    if (end > MAXIMUM_BYTES) return false;
    if (end > this.bytes.length)
      this.enlargeBuffer(Math.min(MAXIMUM_BYTES, Math.max(end, 2 * this.bytes.length)));
    return this.extend(end - this.regionEnd);
  }

  /** Where the free block at the end starts; the end where the last block is used. */
  protected tailStart(): number {
    let start = this.regionEnd;
    for (const run of this.runs) {
      for (const block of run.blocks()) start = run.isUsed(block) ? run.after(block) : block;
    }
    return start;
  }

  private enlargeBuffer(bytes: number): void {
    const larger = new Uint8Array(bytes);
    larger.set(this.bytes);
    this.bytes = larger;
    this.words = new DataView(larger.buffer);
  }
}

export const contract: ContractInput = {
  name: 'growing first-fit list',
  requests: [
    'alloc',
    'allocZeroed',
    'allocArray',
    'realloc',
    'resizeInPlace',
    'dealloc',
    'deallocNull',
    'deallocInvalid',
    'usable',
    'reset',
  ],
  sizes: { abovePtrdiffMax: 'refused' },
  alignment: { natural: 8, maximum: 256 },
  zeroSize: 'unique',
  realloc: { toZero: 'free', ofZeroSize: true, keepsAlignment: true, newAlignment: true },
  free: { null: 'ignored', foreign: 'rejected', interior: 'rejected', twice: 'rejected' },
  reclaims: 'everything',
  reuse: 'sameLayout',
  growth: 'bounded',
  usableSize: 'writable',
  deterministic: 'claimed',
};

export default function growing(): Growing {
  return new Growing();
}
