import { appendFileSync } from 'node:fs';
import type { Report } from '../report/json/report-schema.js';
import { writeWhole } from '../witness/write-whole.js';
import { renderReport } from './render-report.js';
import type { ReportOutput } from './report-outputs.js';

/**
 * Writes every report but the human ones on streams, which were written as their subjects were done. A
 * file that cannot be written costs that file and is told; the verdict and the exit code stay. Ends with
 * the page, by name.
 */
export async function writeReports(
  outputs: readonly ReportOutput[],
  report: Report,
  humanText: string,
): Promise<void> {
  for (const { name, to } of outputs) {
    if (name === 'human' && to.kind !== 'file') continue;
    const text = name === 'human' ? humanText : await renderReport(name, report);
    if (to.kind === 'stdout') process.stdout.write(text);
    else if (to.kind === 'stderr') process.stderr.write(text);
    else saveReport(name, to.path, text);
    if (name === 'github') await appendSummary(report);
  }
}

function saveReport(name: string, path: string, text: string): void {
  try {
    writeWhole(path, text);
    if (name === 'html') process.stderr.write(`page: ${path}\n`);
  } catch (error) {
    process.stderr.write(
      `allocert: cannot write the report ${path}: ${(error as Error).message}\n`,
    );
  }
}

/** The summary of a job, where GitHub Actions names a file for it. */
async function appendSummary(report: Report): Promise<void> {
  const path = process.env['GITHUB_STEP_SUMMARY'];
  if (path === undefined || path === '') return;
  const { githubSummary } = await import('../report/github/github-report.js');
  try {
    appendFileSync(path, githubSummary(report));
  } catch (error) {
    process.stderr.write(
      `allocert: cannot write the job summary ${path}: ${(error as Error).message}\n`,
    );
  }
}
