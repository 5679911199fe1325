import { Fault, type FaultCode } from '../../core/fault.js';
import { AbortImport } from './abort-import.js';
import { growTo, hostBytes, PAGE_BYTES, type Host } from './host.js';
import { abortMessage } from './abort-message.js';
import type { FunctionType } from './wasm-types.js';

type Behaviour = (host: Host, args: readonly number[]) => number;

/** WASI's "bad file descriptor", which ends the search for directories that were opened before. */
const BAD_DESCRIPTOR = 8;

/** Imports that an allocator's answer can depend on, less their leading underscores. */
const behaviours: Readonly<Record<string, Behaviour>> = {
  emscripten_resize_heap: resizeHeap,
  emscripten_get_heap_max: (host) => Math.min(host.maxPages * PAGE_BYTES, 2 ** 32 - PAGE_BYTES),
  emscripten_get_heap_size: (host) => hostBytes(host).length,
  getTotalMemory: (host) => hostBytes(host).length,
  emscripten_memcpy_big: copy,
  emscripten_memcpy_js: copy,
  memcpy: copy,
  memmove: copy,
  memset(host, [to, value, length]) {
    hostBytes(host).fill(value, to >>> 0, (to >>> 0) + (length >>> 0));
    return to;
  },
  environ_sizes_get: zeroTwoWords,
  args_sizes_get: zeroTwoWords,
  fd_prestat_get: () => BAD_DESCRIPTOR,
  fd_read(host, args) {
    writeWord(host, args[3], 0);
    return 0;
  },
  fd_write(host, [, vectors, count, written]) {
    // Libraries repeat a write until all of it was taken.
    const view = new DataView(hostBytes(host).buffer);
    let total = 0;
    for (let index = 0; index < count; index++) {
      total += view.getUint32((vectors >>> 0) + index * 8 + 4, true);
    }
    writeWord(host, written, total);
    return 0;
  },
};

/** Whether an import is how the subject asks for memory. */
export const growsHeap = ({ name }: { readonly name: string }): boolean =>
  name.replace(/^_+/, '') === 'emscripten_resize_heap';

/** Imports that do not come back. */
const aborts: readonly (readonly [RegExp, FaultCode])[] = [
  [/^(abort|abort_js|assert_fail|assert|cxa_throw|cxa_rethrow|cxa_pure_virtual)$/, Fault.abort],
  [/^(abortOnCannotGrowMemory|emscripten_throw_longjmp|throw_longjmp|terminate)$/, Fault.abort],
  [/wbindgen_(re)?throw/, Fault.abort],
  [/^(handle_stack_overflow|abortStackOverflow)$/, Fault.stackOverflow],
  [/^(segfault|alignfault)$/, Fault.accessViolation],
  [/^(proc_exit|exit|emscripten_force_exit)$/, Fault.exit],
];

/**
 * What stands for an imported function.
 *
 * Only what an allocator can meet on its way is imitated: growth, copies, and the ways to give up.
 * Everything else answers zero of its result type, so that clocks, random numbers and files are the
 * same in every run.
 */
export function stubFunction(name: string, type: FunctionType, host: Host): WasmImportFunction {
  const word = name.replace(/^_+/, '');
  const fault = aborts.find(([pattern]) => pattern.test(word))?.[1];
  if (fault !== undefined) {
    return (...args) => {
      throw new AbortImport(abortMessage(word, args, hostBytes(host)), fault);
    };
  }
  const answer = answerOf(type);
  if (!Object.hasOwn(behaviours, word) || type.params.includes('i64')) return () => answer;
  const behaviour = behaviours[word];
  return type.results[0] === 'i64'
    ? (...args) => BigInt(behaviour(host, args as number[]))
    : (...args) => behaviour(host, args as number[]);
}

export type WasmImportFunction = (...args: (number | bigint)[]) => unknown;

const GEOMETRIC_STEP = 1.2;
const GEOMETRIC_CAP_BYTES = 96 * 1_048_576;

/**
 * Grows as emscripten's own glue does, by a fifth of what there is where that is more than what is
 * asked (MEMORY_GROWTH_GEOMETRIC_STEP), and else by what is asked. Growing by single blocks would
 * also cost a collection of V8's garbage each.
 */
function resizeHeap(host: Host, [asked]: readonly number[]): number {
  const bytes = asked >>> 0;
  host.demandedBytes = Math.max(host.demandedBytes, bytes);
  const held = hostBytes(host).length;
  if (bytes <= held) return 1;
  host.calls++;
  const most = host.maxPages * PAGE_BYTES;
  const isTurned =
    host.calls >= host.refusesFrom && host.calls - host.refusesFrom < host.refusesCalls;
  const isGrown = !isTurned && bytes <= most && growAmply(host, bytes, most);
  if (!isGrown) host.refusedBytes = bytes - held;
  return isGrown ? 1 : 0;
}

function growAmply(host: Host, bytes: number, most: number): boolean {
  const ample = Math.min(
    hostBytes(host).length * GEOMETRIC_STEP,
    bytes + GEOMETRIC_CAP_BYTES,
    most,
  );
  return growTo(host, Math.max(bytes, ample)) || growTo(host, bytes);
}

function answerOf({ results }: FunctionType): unknown {
  const zeros = results.map((type) => {
    if (type === 'i64') return 0n;
    return type === 'i32' || type === 'f32' || type === 'f64' ? 0 : null;
  });
  return zeros.length > 1 ? zeros : zeros[0];
}

function copy(host: Host, [to, from, length]: readonly number[]): number {
  const bytes = hostBytes(host);
  const end = (from >>> 0) + (length >>> 0);
  if (end > bytes.length || (to >>> 0) + (length >>> 0) > bytes.length) {
    throw new AbortImport('a copy through the host runs out of bounds', Fault.accessViolation);
  }
  bytes.copyWithin(to >>> 0, from >>> 0, end);
  return to;
}

function zeroTwoWords(host: Host, [first, second]: readonly number[]): number {
  writeWord(host, first, 0);
  writeWord(host, second, 0);
  return 0;
}

function writeWord(host: Host, address: number, value: number): void {
  const bytes = hostBytes(host);
  if ((address >>> 0) + 4 <= bytes.length) {
    new DataView(bytes.buffer).setUint32(address >>> 0, value, true);
  }
}
