/** Exit codes of the command; public and stable. */
export const ExitCode = {
  holds: 0,
  violated: 1,
  usage: 2,
  inconclusive: 3,
  cannotLoad: 4,
  toolBug: 70,
  interrupted: 130,
} as const;
export type ExitCodeValue = (typeof ExitCode)[keyof typeof ExitCode];
