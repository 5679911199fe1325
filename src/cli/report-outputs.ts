import { join } from 'node:path';
import { UsageError } from '../core/errors.js';
import type { ReporterName } from '../report/reporter-names.js';
import type { CertifySettings } from './certify-settings.js';

/** Where one report goes. */
export interface ReportOutput {
  readonly name: ReporterName;
  readonly to:
    | { readonly kind: 'stdout' }
    | { readonly kind: 'stderr' }
    | { readonly kind: 'file'; readonly path: string };
}

/** Reports that programs read: one of them at most has standard output, and then nothing else does. */
const forPrograms: ReadonlySet<ReporterName> = new Set(['json', 'junit', 'sarif']);

const fileNames: Readonly<Record<ReporterName, string>> = {
  human: 'report.txt',
  minimal: 'summary.txt',
  json: 'report.json',
  junit: 'report.xml',
  sarif: 'report.sarif',
  github: 'annotations.txt',
  html: 'report.html',
};

/**
 * Where each report goes that was asked for. A report with a file takes nothing from the terminal, so the
 * human one stays beside it, and beside annotations, unless another was asked for standard output. A page
 * always goes to a file. Where a folder for reports was named, each is written there as well. Under GitHub
 * Actions annotations are told by themselves.
 *
 * @throws UsageError where two would share standard output
 */
export function reportOutputs(
  {
    reporters,
    outputDir,
    writesReports,
  }: Pick<CertifySettings, 'reporters' | 'outputDir' | 'writesReports'>,
  isGithub: boolean,
): ReportOutput[] {
  const owners = reporters.filter(({ name, file }) => file === undefined && forPrograms.has(name));
  const [first, second] = new Set(owners.map(({ name }) => name));
  if (first !== undefined && second !== undefined) {
    throw new UsageError(
      `${first} and ${second} cannot share standard output: give one of them a file, as in ` +
        `--reporter ${second}=${fileNames[second]}.`,
    );
  }
  const people = { kind: first === undefined ? 'stdout' : 'stderr' } as const;
  const outputs = reporters.flatMap(({ name, file }): ReportOutput[] => {
    if (file !== undefined) return [{ name, to: { kind: 'file', path: file } }];
    const inFolder: ReportOutput = {
      name,
      to: { kind: 'file', path: join(outputDir, fileNames[name]) },
    };
    if (name === 'html') return [inFolder];
    const said: ReportOutput = { name, to: forPrograms.has(name) ? { kind: 'stdout' } : people };
    return writesReports ? [said, inFolder] : [said];
  });
  const isSilent = outputs.every(({ name, to }) => to.kind === 'file' || name === 'github');
  if (isSilent) outputs.push({ name: 'human', to: people });
  if (isGithub && outputs.every(({ name }) => name !== 'github')) {
    outputs.push({ name: 'github', to: people });
  }
  return outputs;
}
