import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { sarifReport } from '../../../dist/src/report/sarif/sarif-report.js';
import { overlapped, reportOf } from '../html/page-fixture.js';
import { hostileNames, mixed } from './format-fixture.js';

// The schema that OASIS published, as the package of its authors ships it: draft 4, of which the one
// keyword that later drafts read otherwise is not used here.
const schema = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve(
      '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
    ),
    'utf8',
  ),
) as Record<string, unknown>;
const rules = Object.fromEntries(
  Object.entries(schema).filter(([key]) => key !== '$schema' && key !== 'id'),
);
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  rules,
);

interface Sarif {
  readonly runs: readonly {
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly unknown[];
    }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly kind: string;
      readonly level: string;
      readonly partialFingerprints?: Readonly<Record<string, string>>;
      readonly codeFlows?: readonly {
        readonly threadFlows: readonly { readonly locations: readonly unknown[] }[];
      }[];
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }[];
}
const read = (...about: Parameters<typeof mixed>): Sarif =>
  JSON.parse(JSON.stringify(sarifReport(mixed(...about)))) as Sarif;

describe('the SARIF report', () => {
  test('is valid by the published schema, whatever names and messages hold', () => {
    for (const name of ['violated.mjs', ...hostileNames]) {
      validate(read(name, name));
      expect(validate.errors).toBeNull();
    }
  });

  test('is refused by that schema where a level is none of its words', () => {
    const text = JSON.stringify(read()).replaceAll('"level":"error"', '"level":"fatal"');
    expect(validate(JSON.parse(text))).toBe(false);
  });

  test('has the steps of a witness as a thread flow, and the property as its rule', () => {
    const [run] = read().runs;
    const failed = run?.results.filter(({ kind }) => kind === 'fail');
    expect(failed?.map(({ ruleId, level }) => [ruleId, level])).toEqual([['no-overlap', 'error']]);
    expect(failed?.[0]?.codeFlows?.[0]?.threadFlows[0]?.locations).toHaveLength(3);
  });

  test('calls nothing a pass that has no verdict, and the run no success', () => {
    const [run] = read().runs;
    const kinds = new Set(run?.results.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['fail', 'open', 'pass']);
    const [invocation] = run?.invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications).toHaveLength(2);
  });

  test('has the same fingerprint for the same violation of other sizes, and another for another subject', () => {
    const print = (report: unknown): string | undefined =>
      JSON.stringify(report).match(/"allocertViolation\/v1":"(\w+)"/)?.[1];
    const one = print(sarifReport(reportOf([overlapped()])));
    const again = print(
      sarifReport(reportOf([overlapped({ foundAtRequests: 7, failsIn: [4, 5] })])),
    );
    expect(again).toBe(one);
    expect(print(read())).not.toBe(one);
  });

  test('names subjects by what is an URI', () => {
    const uris = read('my allocator#1%.mjs').runs.flatMap(({ results }) =>
      results.flatMap(({ locations }) =>
        locations.map(({ physicalLocation }) => physicalLocation.artifactLocation.uri),
      ),
    );
    expect(uris).toContain('my%20allocator%231%25.mjs');
  });
});
