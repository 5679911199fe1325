import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { settings } from '../module/module-files.js';

interface ChildRun {
  readonly path: string;
  /** One program each, as requests of the one-line literal. */
  readonly programs: readonly string[];
  readonly hangLimitMs: number;
  /** Whether the child closes its subject. */
  readonly close: boolean;
}

const dist = (path: string): string =>
  JSON.stringify(new URL(`../../../dist/src/${path}`, import.meta.url).href);

/** Runs in a process of its own, and resolves when that has ended by itself. Answers what it printed. */
export async function runInChild(
  run: ChildRun,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const script = `
    import { decodeExecution } from ${dist('core/decode-execution.js')};
    import { packPrograms } from ${dist('core/execution-batch.js')};
    import { parseProgram } from ${dist('core/parse-program-literal.js')};
    import { loadSubject } from ${dist('subjects/load-subject.js')};
    const run = ${JSON.stringify(run)};
    const settings = { ...${JSON.stringify(settings)}, hangLimitMs: run.hangLimitMs };
    const { subject } = await loadSubject(run.path);
    const programs = run.programs.map((text) => parseProgram('allocert/1 {region=4096} ' + text));
    const batch = await subject.run(packPrograms(programs), settings);
    for (const [index, program] of programs.entries()) {
      const { steps, death } = decodeExecution(batch, index, program);
      const died = death === undefined ? '' : ' ' + death.fault + ' at ' + death.step + ': ' + death.message;
      console.log(steps.map((step) => step.outcome.kind).join(' ') + died);
    }
    if (run.close) await subject.close();`;
  return promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
}
