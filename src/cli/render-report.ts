import type { Report } from '../report/json/report-schema.js';
import type { ReporterName } from '../report/reporter-names.js';

/** A report of any kind but `human` as text. Loads what it needs and no more. */
export async function renderReport(
  name: Exclude<ReporterName, 'human'>,
  report: Report,
): Promise<string> {
  switch (name) {
    case 'json':
      return jsonText(report);
    case 'minimal':
      return (await import('../report/minimal/minimal-report.js')).minimalReport(report);
    case 'junit':
      return (await import('../report/junit/junit-report.js')).junitReport(report);
    case 'sarif':
      return jsonText((await import('../report/sarif/sarif-report.js')).sarifReport(report));
    case 'github':
      return (await import('../report/github/github-report.js')).githubAnnotations(report);
    case 'html': {
      const { htmlReport } = await import('../report/html/html-report.js');
      const { pageAssets } = await import('../report/html/page-assets.js');
      return htmlReport(report, pageAssets());
    }
  }
}

const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
