import { Fault } from '../../core/fault.js';
import { classifyFault, type ClassifiedFault } from '../classify-fault.js';
import { oneLine } from '../thrown-text.js';
import { AbortImport } from './abort-import.js';

/**
 * The fault that a value thrown out of wasm stands for.
 *
 * An abort import is what the subject said; traps follow the common rules. Only `unreachable` and
 * aborts may be refusals (S11), so nothing that is not certain may pass for one of them.
 */
export function classifyTrap(thrown: unknown): ClassifiedFault {
  if (thrown instanceof AbortImport) {
    return { fault: thrown.fault, message: oneLine(thrown.message) };
  }
  if (thrown instanceof WebAssembly.Exception) {
    return { fault: Fault.exception, message: 'an exception thrown in wasm was not caught' };
  }
  return classifyFault(thrown);
}
