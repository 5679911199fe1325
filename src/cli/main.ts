#!/usr/bin/env node
import { runCommandLine } from './run-command-line.js';

// A reader that goes away (`| head`) is no fault of ours: what is left to say is dropped, and the
// exit code still tells the verdict.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2));
