/**
 * How an execution can die. Every one is an ordinary outcome of a subject, never an error of the
 * tool. The numbers are part of the execution record.
 */
export const Fault = {
  none: 0,
  /** wasm `unreachable`. */
  unreachable: 1,
  /** An abort import, `abort()`, SIGABRT: the subject gave up by itself. */
  abort: 2,
  /** A JS exception thrown by the subject. */
  exception: 3,
  /** wasm memory access out of bounds, SIGSEGV, SIGBUS, a write past a JS buffer. */
  accessViolation: 4,
  /** Division by zero or integer overflow trap, SIGFPE. */
  arithmetic: 5,
  /** wasm indirect call to null or to another signature, SIGILL. */
  badCall: 6,
  stackOverflow: 7,
  /** The process ended itself; the detail is the exit code. */
  exit: 8,
  /** The call did not come back within the limit (S12). */
  hang: 9,
  /** Another signal; the detail is its number. */
  signal: 10,
  /** The subject's answer could not be read: a closed pipe, garbage, too much. */
  protocol: 11,
} as const;
export type FaultName = keyof typeof Fault;
export type FaultCode = (typeof Fault)[FaultName];
export const faultNames = Object.keys(Fault) as readonly FaultName[];

/** What the executor was doing when the subject died (S9). */
export const Phase = { call: 0, fill: 1, verify: 2, idle: 3 } as const;
export type PhaseName = keyof typeof Phase;
export const phaseNames = Object.keys(Phase) as readonly PhaseName[];

/** What stands in the message of a death between what ended it and what the subject had printed. */
export const PRINTED = '; it had printed: ';
