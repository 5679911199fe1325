import { ExitCode, type ExitCodeValue } from '../core/exit-code.js';

/** The worst first: what the run of several subjects ends with if any of them ended with it. */
const fromWorst: readonly ExitCodeValue[] = [
  ExitCode.interrupted,
  ExitCode.toolBug,
  ExitCode.cannotLoad,
  ExitCode.usage,
  ExitCode.violated,
  ExitCode.inconclusive,
  ExitCode.holds,
];

/** The exit code of several subjects; of none: inconclusive, because nothing was judged. */
export function worstExitCode(codes: readonly ExitCodeValue[]): ExitCodeValue {
  return fromWorst.find((code) => codes.includes(code)) ?? ExitCode.inconclusive;
}
