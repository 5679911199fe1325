import { CommanderError } from 'commander';
import { ExitCode, type ExitCodeValue } from '../core/exit-code.js';
import { commandLine } from './command-line.js';
import { printError } from './print-error.js';

/**
 * Runs one command line and answers its exit code. Whatever goes wrong is told in one message on
 * standard error; nothing is thrown.
 */
export async function runCommandLine(words: readonly string[]): Promise<ExitCodeValue> {
  let exitCode: ExitCodeValue = ExitCode.holds;
  const program = commandLine((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    return error instanceof CommanderError ? endOfParsing(error) : printError(error);
  }
}

/** Commander ends by throwing, after --help as well as after a mistake. */
function endOfParsing(error: CommanderError): ExitCodeValue {
  if (error.exitCode === 0) return ExitCode.holds;
  // `allocert` alone: the help has been shown, and it is the whole message.
  if (error.code === 'commander.help') return ExitCode.usage;
  // The suggestion stands on a line of its own in commander's text.
  const message = error.message.replace(/^error: /, '').replace(/\n(?=\(Did you mean)/, ' ');
  process.stderr.write(`allocert: ${message}\nSee allocert --help.\n`);
  return ExitCode.usage;
}
