#!/usr/bin/env node
import module from 'node:module';
import v8 from 'node:v8';
import { ExitCode } from '../core/exit-code.js';

// Most of what a campaign runs is over before it was worth optimising: a fifth of a short one was the
// compiler. Six times as much is run before a function counts as hot; a long campaign does not notice.
v8.setFlagsFromString('--interrupt-budget=400000');

// From Node 22.1 on what is compiled is kept for the next run; before, there is no such thing.
(module as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();

// A reader that goes away (`| head`) is no fault of ours: what is left to say is dropped, and the
// exit code still tells the verdict.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    // A full disk: what was to be written is lost, and a verdict that nobody can read is none.
    process.exitCode = ExitCode.usage;
    if (stream === process.stdout) {
      process.stderr.write(`allocert: cannot write to standard output: ${error.message}\n`);
    }
    process.exit();
  });
}

// A backtrace of every panic costs a subject in Rust a tenth of a second, and says nothing here.
process.env['RUST_BACKTRACE'] = '0';

const { runCommandLine } = await import('./run-command-line.js');
process.exitCode = await runCommandLine(process.argv.slice(2));
