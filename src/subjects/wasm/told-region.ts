import type { Abi } from './abi.js';
import type { WasmFunction } from './bind-call.js';
import type { Machine } from './machine.js';

/** [start, end) of a linear memory. Bytes. */
export interface AddressRange32 {
  readonly start: number;
  readonly end: number;
}

const ANSWER_BYTES = 8;

/**
 * What asks a module where a heap of its own lies; undefined of one that does not tell.
 *
 * It answers through two pointers. They lead to the last eight bytes of the memory, which are put back:
 * a block of the heap would change the heap under test, and not every module has a stack.
 */
export function toldRegion({ calls }: Abi, machine: Machine): (() => AddressRange32) | undefined {
  const { region } = calls;
  if (region === undefined) return undefined;
  const ask = machine.exports[region.exportName] as WasmFunction;
  return () => {
    const { buffer } = machine.memory;
    const at = buffer.byteLength - ANSWER_BYTES;
    const view = new DataView(buffer);
    const before = view.getBigUint64(at, true);
    ask(at, at + 4);
    const start = view.getUint32(at, true);
    const end = view.getUint32(at + 4, true);
    view.setBigUint64(at, before, true);
    return { start, end };
  };
}
