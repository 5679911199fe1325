import type { Machine } from './machine.js';
import { PAGE_BYTES } from './host.js';
import type { Snapshot } from './snapshot.js';

/** Where a program's blocks lay: addresses, half-open; empty where `low` is not below `high`. */
export interface UsedRange {
  readonly low: number;
  readonly high: number;
}

/**
 * Puts a machine back into the state of a snapshot. Memory behind the snapshot's end is left alone.
 *
 * Compares page by page and writes only what differs: for 16 MiB of memory, of which a program
 * touched a few pages, that is a third of the time of copying it all. A new instance of a real
 * module (1,000 functions) costs as much as copying 16 MiB, and leaves a memory behind for the
 * garbage collector each time. Even comparing it all costs more than most programs, so there is a
 * way that compares what a program is thought to have changed.
 */
export class Restorer {
  private view: Buffer = Buffer.alloc(0);

  /**
   * `changing` has a byte for each page of the snapshot, 1 where a program was seen to change it; it
   * is shared by all machines of a snapshot, and written here.
   */
  constructor(
    private readonly machine: Machine,
    private readonly snapshot: Snapshot,
    private readonly changing: Uint8Array,
  ) {}

  /**
   * Puts back the pages that hold blocks, their neighbours, where an allocator keeps what it knows of
   * them, what it may have taken ahead, and those that changed before. What a stray write left
   * elsewhere stays; see `restoreAll`.
   */
  restoreUsed({ low, high }: UsedRange): void {
    const { changing } = this;
    const first = Math.floor(low / PAGE_BYTES) - NEIGHBOUR_PAGES;
    const ahead = (high - low) / AHEAD;
    const last = Math.floor((high - 1 + ahead) / PAGE_BYTES) + NEIGHBOUR_PAGES;
    const none = low >= high;
    this.renew();
    for (let page = 0; page < changing.length; page++) {
      if (changing[page] === 1 || (!none && page >= first && page <= last)) this.restorePage(page);
    }
    this.restoreGlobals();
  }

  /** Puts back everything; answers whether that changed a page of memory, and keeps such pages in mind. */
  restoreAll(): boolean {
    const { changing } = this;
    let changed = false;
    this.renew();
    for (let page = 0; page < changing.length; page++) {
      if (!this.restorePage(page)) continue;
      changed = true;
      changing[page] = 1;
    }
    this.restoreGlobals();
    return changed;
  }

  private renew(): void {
    const { buffer } = this.machine.memory;
    if (this.view.buffer !== buffer) this.view = Buffer.from(buffer);
  }

  /** Whether a page had changed. */
  private restorePage(page: number): boolean {
    const { view } = this;
    const saved = this.snapshot.pages[page];
    const start = page * PAGE_BYTES;
    if (isSame(view, start, saved, 0, PAGE_BYTES)) return false;
    // Of a page that has changed most is as it was, and what is written must be fetched and sent back.
    for (let part = 0; part < PAGE_BYTES; part += PART_BYTES) {
      if (!isSame(view, start + part, saved, part, PART_BYTES))
        saved.copy(view, start + part, part, part + PART_BYTES);
    }
    return true;
  }

  private restoreGlobals(): void {
    const { globals } = this.machine;
    for (let index = 0; index < globals.length; index++) {
      globals[index].value = this.snapshot.globals[index];
    }
  }
}

const isSame = (a: Buffer, aStart: number, b: Buffer, bStart: number, bytes: number): boolean =>
  a.compare(b, bStart, bStart + bytes, aStart, aStart + bytes) === 0;

/** What is written at once: a page of the machine that all this runs on. */
const PART_BYTES = 4_096;
/** Pages on either side of the blocks of a program that are compared as well. */
const NEIGHBOUR_PAGES = 3;
/** By this part of what blocks span an allocator may have gone on, and marked the end of it. */
const AHEAD = 2;
