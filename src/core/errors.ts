import { ExitCode, type ExitCodeValue } from './exit-code.js';

/**
 * An error of the tool's user or of the tool itself, told in one message: what, where, what to do.
 * Faults of a subject are never errors; they are outcomes.
 */
export abstract class AllocertError extends Error {
  /** Stable, greppable. */
  abstract readonly code: string;
  abstract readonly exitCode: ExitCodeValue;
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A wrong option, contract, literal or witness. */
export class UsageError extends AllocertError {
  readonly code = 'ALLOCERT_USAGE';
  readonly exitCode = ExitCode.usage;
}

/** The subject cannot be loaded, or does not export what an allocator needs. */
export class SubjectError extends AllocertError {
  readonly code = 'ALLOCERT_SUBJECT';
  readonly exitCode = ExitCode.cannotLoad;
}

/** The tool contradicts itself; never a verdict. */
export class ToolBugError extends AllocertError {
  readonly code = 'ALLOCERT_BUG';
  readonly exitCode = ExitCode.toolBug;
}
