import type { Machine } from './machine.js';
import { PAGE_BYTES } from './host.js';

/**
 * A machine's state after its initialisation: memory and mutable globals. Tables are left alone.
 * Good for every machine of the same module, since the stubs answer the same in each.
 */
export interface Snapshot {
  readonly byteLength: number;
  readonly pages: readonly Buffer[];
  readonly globals: readonly (number | bigint)[];
}

/** One page of zeros, shared by all snapshots and never written: most pages of a memory are empty. */
const emptyPage = Buffer.alloc(PAGE_BYTES);

export function takeSnapshot({ memory, globals }: Machine): Snapshot {
  const { buffer } = memory;
  const pages = Array.from({ length: buffer.byteLength / PAGE_BYTES }, (_, index) => {
    const page = Buffer.from(buffer, index * PAGE_BYTES, PAGE_BYTES);
    return page.equals(emptyPage) ? emptyPage : Buffer.from(page);
  });
  return {
    byteLength: buffer.byteLength,
    pages,
    globals: globals.map((global) => global.value as number | bigint),
  };
}
