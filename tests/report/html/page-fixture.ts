import type { Evidence } from '../../../dist/src/core/evidence.js';
import type { SubjectResult, Witness } from '../../../dist/src/core/result.js';
import { jsonReport, type RunSettings } from '../../../dist/src/report/json/json-report.js';
import { reportSchema, type Report } from '../../../dist/src/report/json/report-schema.js';
import { htmlReport } from '../../../dist/src/report/html/html-report.js';
import { pageAssets } from '../../../dist/src/report/html/page-assets.js';
import { samples } from '../evidence-samples.js';
import {
  finding,
  noFlags,
  overlapEvidence,
  overlapping,
  result,
  witness,
} from '../report-fixture.js';

/** A report as its readers have it: written, and read again. */
export const reportOf = (results: readonly SubjectResult[], run?: RunSettings): Report =>
  reportSchema.parse(
    JSON.parse(
      JSON.stringify(
        jsonReport({
          ...{ seed: 42, results, notLoaded: [], flags: noFlags },
          ...(run === undefined ? {} : { run }),
        }),
      ),
    ),
  );

export const pageOf = (...results: readonly SubjectResult[]): string =>
  htmlReport(reportOf(results), pageAssets());

/** A subject whose no-overlap is violated with this evidence. */
export function broken(evidence: Evidence, more: Partial<Witness> = {}): SubjectResult {
  const found = witness(finding('no-overlap', evidence), overlapping, more);
  return result(
    { 'no-overlap': { verdict: 'violated', witness: found, checks: 7 } },
    { verdict: 'violated', ended: 'violated' },
  );
}

/** One subject for each kind of evidence, under its name. */
export const eachKind = (): SubjectResult[] =>
  Object.entries(samples).map(([kind, evidence]) => {
    const { subject, ...rest } = broken(evidence);
    return { ...rest, subject: { ...subject, name: kind } };
  });

/** The sample of the design: bytes with two owners. */
export const overlapped = (more: Partial<Witness> = {}): SubjectResult =>
  broken(overlapEvidence, {
    variations: [
      { of: 'size', request: 0, was: 32, broken: [64, 100], kept: [1, 8] },
      { of: 'fill', was: 'zero', broken: ['ones', 'noise'], kept: [] },
    ],
    ...more,
  });
