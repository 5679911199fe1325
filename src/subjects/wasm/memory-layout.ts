import type { WasmBinary } from './binary.js';

/** Where a module's parts lie in its memory, as far as its host decides it. Bytes. */
export interface MemoryLayout {
  /** `__memory_base`: where static data begins. */
  readonly memoryBase: number;
  readonly stackLow: number;
  readonly stackHigh: number;
  readonly heapBase: number;
  /**
   * `__table_base`: where its functions begin in a table. What is linked dynamically leaves element 0
   * empty, so that a null function pointer traps; anything else was compiled for 0.
   */
  readonly tableBase: number;
}

/** emscripten leaves the first kibibyte free, so that null is no object. */
const LOWEST_BASE = 1_024;
/** emscripten's STACK_SIZE and wasm-ld's default. */
const STACK_BYTES = 65_536;
const STACK_ALIGN = 16;

/**
 * The layout that emscripten's own linker gives: static data, then the stack, then the heap.
 *
 * Only modules that import their bases ask for it. Without a `dylink.0` section the length of zeroed
 * static data is unknown, and a page is left free for it.
 */
export function memoryLayout(binary: WasmBinary): MemoryLayout {
  const { dynamic } = binary;
  const memoryBase = alignTo(LOWEST_BASE, dynamic?.memoryAlign ?? STACK_ALIGN);
  const relative = (global: number | undefined): number => (global === undefined ? 0 : memoryBase);
  const dataEnd = binary.dataSegments.reduce(
    (end, { at, length }) => Math.max(end, relative(at.global) + at.offset + length),
    memoryBase,
  );
  const staticEnd =
    dynamic === undefined ? dataEnd + STACK_BYTES : memoryBase + dynamic.memoryBytes;
  const stackLow = alignTo(Math.max(staticEnd, dataEnd), STACK_ALIGN);
  const stackHigh = stackLow + STACK_BYTES;
  const tableBase = dynamic === undefined ? 0 : 1;
  return { memoryBase, stackLow, stackHigh, heapBase: stackHigh, tableBase };
}

const alignTo = (value: number, align: number): number => Math.ceil(value / align) * align;
