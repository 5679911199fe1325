import type { Abi, ArgumentWord } from './abi.js';
import type { Operation } from './abi-recipes.js';
import { bindCall, type BoundCall, type WasmFunction } from './bind-call.js';
import type { Machine } from './machine.js';
import { findScratch } from './scratch.js';

/** The functions of an ABI, bound to one machine; what the ABI lacks throws a TypeError. */
export interface WasmCalls {
  /** (size, align) */
  readonly alloc: BoundCall;
  readonly allocZeroed: BoundCall;
  readonly alignedAlloc: BoundCall;
  readonly memalign: BoundCall;
  /** (size, align): the address, 0 where an error was answered. */
  readonly posixMemalign: BoundCall;
  /** (count, size) */
  readonly allocArray: BoundCall;
  /** (address, oldSize, newSize, align) */
  readonly realloc: BoundCall;
  /** (address, oldSize, count, size) */
  readonly reallocArray: BoundCall;
  /** (address, oldSize, newSize, align): not 0 where the block has the new size. */
  readonly resizeInPlace: BoundCall;
  /** (address, size, align) */
  readonly dealloc: BoundCall;
  /** (address) */
  readonly usable: BoundCall;
  readonly reset: BoundCall;
}

const GRANT: readonly ArgumentWord[] = ['size', 'align'];

/** Frees between two collections of garbage. */
const COLLECT_EVERY = 32;

export function bindCalls(abi: Abi, machine: Machine): WasmCalls {
  const bind = (operation: Operation, params: readonly ArgumentWord[]): BoundCall => {
    const call = abi.calls[operation];
    return call === undefined ? missing(operation) : bindCall(call, params, machine.exports);
  };
  return {
    alloc: bind('alloc', GRANT),
    allocZeroed: bind('allocZeroed', GRANT),
    alignedAlloc: bind('alignedAlloc', GRANT),
    memalign: bind('memalign', GRANT),
    posixMemalign: bindPosixMemalign(abi, machine),
    allocArray: bind('allocArray', ['count', 'size']),
    realloc: bind('realloc', ['address', 'oldSize', 'newSize', 'align']),
    reallocArray: bind('reallocArray', ['address', 'oldSize', 'count', 'size']),
    resizeInPlace: bind('resizeInPlace', ['address', 'oldSize', 'newSize', 'align']),
    dealloc: bind('dealloc', ['address', 'size', 'align']),
    usable: bind('usable', ['address']),
    reset: bind('reset', []),
    ...(abi.calls.newObject === undefined ? {} : bindObjects(abi, machine)),
  };
}

function missing(operation: Operation): BoundCall {
  return () => {
    throw new TypeError(`the subject has no function for ${operation}`);
  };
}

function bindPosixMemalign(abi: Abi, machine: Machine): BoundCall {
  const call = abi.calls.posixMemalign;
  const scratch = findScratch(machine);
  if (call === undefined || scratch === undefined) return missing('posixMemalign');
  const bound = bindCall(call, ['out', 'align', 'size'], machine.exports);
  return (size, align) =>
    scratch.borrow((out) => {
      new DataView(machine.memory.buffer).setUint32(out, 0, true);
      const error = bound(out, align, size, 0);
      return error === 0 ? new DataView(machine.memory.buffer).getInt32(out, true) : 0;
    });
}

/**
 * Garbage-collected objects as blocks: pinned while they live. What is unpinned is free only once
 * the collector has run, and `minimal` runs it only when told, so it is told every 32 frees.
 */
function bindObjects(abi: Abi, { exports }: Machine): Pick<WasmCalls, 'alloc' | 'dealloc'> {
  const { newObject, pin, unpin, collect } = abi.calls;
  const create = newObject && bindCall(newObject, ['size'], exports);
  if (create === undefined || pin === undefined || unpin === undefined || collect === undefined) {
    return { alloc: missing('newObject'), dealloc: missing('unpin') };
  }
  const hold = exports[pin.exportName] as WasmFunction;
  const release = exports[unpin.exportName] as WasmFunction;
  const sweep = exports[collect.exportName] as WasmFunction;
  let frees = 0;
  return {
    alloc: (size) => hold(create(size, 0, 0, 0)),
    dealloc: (address) => {
      release(address);
      frees = (frees + 1) % COLLECT_EVERY;
      if (frees === 0) sweep();
      return 0;
    },
  };
}
