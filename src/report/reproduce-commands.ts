import type { SubjectResult, Witness } from '../core/result.js';
import { shellWord } from './shell-word.js';

/** Flags of the run that made a report, as they must be given again. Without the seed. */
export interface InvocationFlags {
  /** What says what the subject is: --contract, --export. */
  readonly subject: readonly string[];
  /** What says how much is tried: --runs, --effort, --max-time and so on. */
  readonly campaign: readonly string[];
}

/**
 * The command that runs a witness again: by its file, or by its literal where none was written.
 */
export function replayCommand(
  { subject }: Pick<SubjectResult, 'subject'>,
  witness: Pick<Witness, 'file' | 'literal'>,
  flags: InvocationFlags,
): string {
  if (witness.file !== '') return command(['replay', witness.file]);
  return command(['replay', witness.literal, '--subject', subject.locator, ...flags.subject]);
}

/** The command that runs the campaign again. */
export function certifyCommand(
  { subject, seed }: Pick<SubjectResult, 'subject' | 'seed'>,
  flags: InvocationFlags,
): string {
  return command([
    'certify',
    subject.locator,
    ...flags.subject,
    ...flags.campaign,
    '--seed',
    String(seed),
  ]);
}

const command = (words: readonly string[]): string =>
  ['npx', 'allocert', ...words].map(shellWord).join(' ');
