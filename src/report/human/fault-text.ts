import type { Death } from '../../core/execution.js';
import type { FaultName } from '../../core/fault.js';

const faultTexts: Readonly<Record<FaultName, string>> = {
  none: 'an unknown cause',
  unreachable: 'a trap (unreachable)',
  abort: 'an abort of its own',
  exception: 'an exception',
  accessViolation: 'an access outside of its memory',
  arithmetic: 'a division by zero or an integer overflow',
  badCall: 'a call through a bad function pointer',
  stackOverflow: 'a stack overflow',
  exit: 'ending its process',
  hang: 'a hang',
  signal: 'a signal',
  protocol: 'an answer that cannot be read',
};

/** What killed the subject, as a noun: "a signal (number 11): message". */
function deathText(death: Death): string {
  const numbered = death.fault === 'signal' || death.fault === 'exit';
  const number = numbered
    ? ` (${death.fault === 'exit' ? 'exit code' : 'number'} ${death.detail})`
    : '';
  const message =
    death.message === undefined || death.message === '' ? '' : `: ${firstLine(death.message)}`;
  return faultTexts[death.fault] + number + message;
}

/** The same as what a step did: "ended in a signal (number 11)", "did not return (a hang)". */
export const endText = (death: Death): string =>
  death.fault === 'hang' ? 'did not return (a hang)' : `ended in ${deathText(death)}`;

// A trap's message can carry a stack of wasm frames; one line is what a reader can use.
const firstLine = (text: string): string => {
  const line = text.split('\n', 1)[0].trim();
  return line.length > 120 ? `${line.slice(0, 117)}...` : line;
};
