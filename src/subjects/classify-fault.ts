import { Fault, type FaultCode } from '../core/fault.js';
import { thrownText } from './thrown-text.js';

export interface ClassifiedFault {
  readonly fault: FaultCode;
  /** One line, see {@link thrownText}. */
  readonly message: string;
}

/**
 * The fault that a value thrown by a subject stands for, by the rules common to all adapters; an
 * adapter that knows better answers first (`Target.classify`).
 *
 * A trap of WebAssembly is told by its message, which V8 keeps stable, because modules bring
 * WebAssembly along behind glue of their own. Everything else that JavaScript throws is an
 * exception, the RangeError of an access past a buffer too: the language caught it before anything
 * was touched. Never throws.
 */
export function classifyFault(thrown: unknown): ClassifiedFault {
  return { fault: faultOf(thrown), message: thrownText(thrown) };
}

function faultOf(thrown: unknown): FaultCode {
  try {
    if (thrown instanceof WebAssembly.RuntimeError) return trapOf(thrown.message);
    const overflow =
      thrown instanceof RangeError && thrown.message.includes('Maximum call stack size exceeded');
    return overflow ? Fault.stackOverflow : Fault.exception;
  } catch {
    return Fault.exception;
  }
}

const traps: readonly (readonly [RegExp, FaultCode])[] = [
  [/^unreachable/, Fault.unreachable],
  // emscripten's abort() throws a RuntimeError of its own.
  [/^abort/i, Fault.abort],
  [/memory access out of bounds|unaligned access/, Fault.accessViolation],
  [/table index is out of bounds|null function|signature mismatch/, Fault.badCall],
  [/divide|remainder|float unrepresentable|integer overflow/, Fault.arithmetic],
  [/call stack/, Fault.stackOverflow],
];

function trapOf(message: string): FaultCode {
  return traps.find(([pattern]) => pattern.test(message))?.[1] ?? Fault.exception;
}
