import { constants } from 'node:os';
import { Fault, PRINTED } from '../../core/fault.js';
import { oneLine } from '../thrown-text.js';
import { quotedLine } from '../quoted-line.js';

/** What ended a program, as the message of its death: `SIGSEGV`, `exit(3)`, and what it printed. */
export function faultText(fault: number, detail: number, printed = ''): string {
  const line = oneLine(quotedLine(printed));
  const said = line === '' ? '' : `${PRINTED}${line}`;
  if (fault === Fault.hang) return 'the call did not come back';
  if (fault === Fault.exit) return `exit(${detail})${said}`;
  if (fault === Fault.signal && detail === 0) return 'took the driver that ran it down with it';
  const signal = Object.entries(constants.signals).find(([, number]) => number === detail)?.[0];
  return `${signal ?? `signal ${detail}`}${said}`;
}
