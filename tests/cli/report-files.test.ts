import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reportSchema } from '../../dist/src/report/json/report-schema.js';
import { lastLine } from './printed-report.js';
import { runAllocert, type Ran } from './run-allocert.js';
import { sampleAllocator } from './sample-allocator.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'allocert-reports-'));
  writeFileSync(join(directory, 'good.mjs'), sampleAllocator(false));
  writeFileSync(join(directory, 'broken.mjs'), sampleAllocator(true));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const run = (line: string): Promise<Ran> => runAllocert(line.split(' '), { cwd: directory });

describe('reports in files', () => {
  test('are written beside the human one, and the page is named at the end', async () => {
    const ran = await run(
      'certify broken.mjs --seed 1 --runs 50 --reporter html=pages/a.html --reporter sarif=a.sarif',
    );
    expect([ran.exitCode, lastLine(ran.stderr)]).toEqual([1, 'page: pages/a.html']);
    expect(lastLine(ran.stdout)).toContain('broken.mjs: VIOLATED no-overlap');
    expect(readFileSync(join(directory, 'pages/a.html'), 'utf8')).toContain('no-overlap');
    expect(readFileSync(join(directory, 'a.sarif'), 'utf8')).toContain('"ruleId": "no-overlap"');
    expect(readdirSync(join(directory, 'pages'))).toEqual(['a.html']);
  });

  test('are written by a replay too, so that a witness alone gives a page', async () => {
    await run('certify broken.mjs --seed 1 --runs 50');
    const [file = ''] = readdirSync(join(directory, '.allocert/witnesses'));
    const ran = await run(
      `replay .allocert/witnesses/${file} --reporter json --reporter html=page.html`,
    );
    const { subjects, run: called } = reportSchema.parse(JSON.parse(ran.stdout));
    expect([ran.exitCode, called?.exitCode, subjects[0]?.violated]).toEqual([1, 1, ['no-overlap']]);
    const page = readFileSync(join(directory, 'page.html'), 'utf8');
    expect(page).toContain('The allocator breaks its contract');
    expect(page).toContain('Change one thing');
  });

  test('of a replay of what is fixed now are no pass', async () => {
    const ran = await runAllocert(
      [
        'replay',
        'allocert/1 {region=64} A=alloc(1)',
        '--subject',
        'good.mjs',
        '--reporter',
        'json',
      ],
      { cwd: directory },
    );
    const { subjects } = reportSchema.parse(JSON.parse(ran.stdout));
    expect([ran.exitCode, subjects[0]?.verdict]).toEqual([0, 'inconclusive']);
  });

  test('that cannot be written cost neither the verdict nor the exit code nor other reports', async () => {
    const ran = await run(
      'certify broken.mjs --seed 1 --runs 50 --reporter json=witnesses-here/x --reporter json=. ' +
        '--reporter junit=good.mjs/b.xml --reporter minimal=a.txt',
    );
    expect(ran.exitCode).toBe(1);
    expect(lastLine(ran.stdout)).toContain('broken.mjs: VIOLATED no-overlap');
    expect(ran.stderr.match(/cannot write the report/g)).toHaveLength(2);
    expect(readFileSync(join(directory, 'a.txt'), 'utf8')).toContain('violated broken.mjs');
  });

  test('are annotations and a job summary by themselves under GitHub Actions', async () => {
    const ran = await runAllocert(['certify', 'broken.mjs', '--seed', '1', '--runs', '50'], {
      cwd: directory,
      env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(directory, 'summary.md') },
    });
    expect(ran.stdout).toContain('::error title=broken%3A no-overlap,file=broken.mjs::');
    expect(readFileSync(join(directory, 'summary.md'), 'utf8')).toContain('| broken |');
  });
});
