import { constants } from 'node:os';
import { Fault } from '../../core/fault.js';
import { faultText } from '../native/fault-text.js';
import { oneLine } from '../thrown-text.js';
import type { Ending } from './far-side.js';

/** How a program ended that its far side could not end. */
export interface WireDeath {
  readonly fault: number;
  readonly detail: number;
  readonly message: string;
}

export const hangDeath: WireDeath = {
  fault: Fault.hang,
  detail: 0,
  message: faultText(Fault.hang, 0),
};

/** What the end of a far side means for the program that it was running. */
export function deathOf(ending: Ending, printed: string): WireDeath {
  if (ending.mistake !== undefined) {
    return { fault: Fault.protocol, detail: 0, message: `the far side ${ending.mistake}` };
  }
  const number = signalOf(ending);
  if (number !== undefined) {
    const fault = faultOfSignal.get(number) ?? Fault.signal;
    return { fault, detail: number, message: faultText(fault, number, printed) };
  }
  const code = ending.code ?? 0;
  return { fault: Fault.exit, detail: code, message: faultText(Fault.exit, code, printed) };
}

/** A fault that the far side reports itself: u8 code of Fault, u32 detail, text. */
export function deathOfReport(payload: Buffer): WireDeath | undefined {
  const fault = payload[0];
  if (fault === Fault.none || fault > Fault.protocol) return undefined;
  const text = oneLine(payload.toString('utf8', 5));
  return {
    fault,
    detail: payload.readInt32LE(1),
    message: text === '' ? 'reported a fault' : text,
  };
}

const { signals } = constants;
const faultOfSignal = new Map<number, number>([
  [signals.SIGSEGV, Fault.accessViolation],
  [signals.SIGBUS, Fault.accessViolation],
  [signals.SIGABRT, Fault.abort],
  [signals.SIGFPE, Fault.arithmetic],
  [signals.SIGILL, Fault.badCall],
  [signals.SIGTRAP, Fault.badCall],
]);

/** The shell that runs the command tells the signal that ended it by an exit code above 128. */
function signalOf({ code, signal }: Ending): number | undefined {
  if (signal !== undefined) return signals[signal as NodeJS.Signals];
  const number = (code ?? 0) - 128;
  return Object.values(signals).some((known) => known === number) ? number : undefined;
}
