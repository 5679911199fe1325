import type { RunSettings } from '../report/json/json-report.js';
import { shellWord } from '../report/shell-word.js';

/** How this process was called, and on what it runs. */
export const runSettings = (effort: string, exitCode: number): RunSettings => ({
  command: ['npx', 'allocert', ...process.argv.slice(2)].map(shellWord).join(' '),
  effort,
  platform: `${process.platform} ${process.arch}, Node.js ${process.versions.node}`,
  exitCode,
});
