import { propertyIds } from '../core/property-id.js';
import type { Terms } from '../contract/terms/terms.js';
import { FreshRun } from './fresh-run.js';
import { LiveLedger } from './live-ledger.js';
import { PlacementBook } from './placement-book.js';
import { SizeLawCodes } from './size-law-code.js';

/** 0 clean, -1 cannot tell, else the index of the broken property in `propertyIds` plus one. */
export type KernelVerdict = number;
export const CLEAN = 0;
export const UNSURE = -1;

/** The fast judge's books, and where it stands in the execution that it judges. */
export class KernelState {
  /** How often each property was exercised, by its index in `propertyIds`. */
  readonly checks = new Float64Array(propertyIds.length);
  readonly ledger = new LiveLedger();
  readonly placed: PlacementBook | undefined;
  readonly sizeLaw: SizeLawCodes;
  /** Whether more is said of where a grant may lie than that it is in the region. */
  readonly isChoosy: boolean;

  steps: Int32Array = new Int32Array(0);
  /** The region is [base, end). */
  base = 0;
  end = 0;
  /** The world's; 0 for none. */
  limitBytes = 0;
  /** Bytes held from the host at first; -1 where not measured. */
  initialFootprint = -1;
  readonly fresh = new FreshRun();
  /** Whether the host refused a call for memory, in this step or before. */
  hostHasRefused = false;
  /** Whether a realloc was refused, so that an overlap with its block is told as its doing. */
  hasRefusedRealloc = false;
  /** Whether a unique grant of size 0 was made, so that what covers its byte is told as `zero-size`. */
  hasUniqueZero = false;
  /** Whether the step asked for bytes and was refused them. */
  wasRefused = false;

  constructor(readonly rules: Terms) {
    this.sizeLaw = new SizeLawCodes(rules);
    this.placed = rules.placement && new PlacementBook(rules.placement);
    this.isChoosy = this.placed !== undefined || rules.region.metadata.length > 0;
  }

  begin(steps: Int32Array, count: number, granuleLog2: number, limitBytes: number): void {
    this.steps = steps;
    this.base = this.end = 0;
    this.limitBytes = limitBytes;
    this.hostHasRefused = false;
    this.hasRefusedRealloc = this.hasUniqueZero = false;
    this.ledger.begin(count, granuleLog2);
    this.placed?.begin();
    this.initialFootprint = -1;
    this.fresh.begin();
  }

  /** Whether [address, address + bytes) reaches into what the contract says is never granted. */
  isWithheld(address: number, bytes: number): boolean {
    const offset = address - this.base;
    return this.rules.region.metadata.some(
      ({ start, end }) => start < offset + bytes && offset < end,
    );
  }

  /** The allocation is live no longer. */
  release(allocation: number): void {
    const { ledger, placed } = this;
    if (placed !== undefined && ledger.isHeld(allocation)) {
      placed.free(ledger.startOf(allocation), ledger.markedOf(allocation));
    }
    ledger.release(allocation);
  }

  /** A reset was done: nothing is live, and the region as good as new. */
  reset(): void {
    this.ledger.forgetAll();
    this.placed?.restart();
    this.fresh.begin();
  }
}

/** The unsigned number in two words, low word first. */
export const pair = (words: Int32Array, at: number): number =>
  (words[at + 1] >>> 0) * 4294967296 + (words[at] >>> 0);
