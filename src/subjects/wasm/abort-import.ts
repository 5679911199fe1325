import { Fault, type FaultCode } from '../../core/fault.js';

/**
 * Thrown by a stub in place of an import whose meaning is that the subject gives up: `abort`, a
 * failed assertion, `exit`. It ends the call as the real import would.
 */
export class AbortImport extends Error {
  override readonly name = 'AbortImport';
  constructor(
    message: string,
    /** What the import stands for; `abort` unless its name says more. */
    readonly fault: FaultCode = Fault.abort,
  ) {
    super(message);
  }
}
