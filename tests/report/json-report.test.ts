import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { format } from 'prettier';
import { z } from 'zod';
import { jsonReport } from '../../dist/src/report/json/json-report.js';
import { reportSchema } from '../../dist/src/report/json/report-schema.js';
import {
  BASE,
  finding,
  granted,
  noFlags,
  overlapEvidence,
  result,
  witness,
} from './report-fixture.js';

const schemaFile = join(import.meta.dirname, '../../schemas/report.schema.json');
const violated = result({
  'no-overlap': {
    verdict: 'violated',
    witness: witness(finding('no-overlap', overlapEvidence), undefined, { file: 'w.json' }),
  },
});
const report = (...results: (typeof violated)[]): unknown =>
  JSON.parse(
    JSON.stringify(
      jsonReport({
        seed: 42,
        results,
        notLoaded: [{ locator: 'x.wasm', code: 'ALLOCERT_SUBJECT', message: 'no such file' }],
        flags: noFlags,
      }),
    ),
  );

test('the shipped schema is the one that the code has (vitest -u writes it)', async () => {
  const schema = { title: 'allocert report', ...z.toJSONSchema(reportSchema) };
  const text = await format(JSON.stringify(schema, null, 2), { parser: 'json', printWidth: 100 });
  await expect(text).toMatchFileSnapshot(schemaFile);
});

describe('the JSON report', () => {
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(schemaFile, 'utf8')) as object,
  );

  test('is valid by its schema', () => {
    validate(report(violated, result()));
    expect(validate.errors).toBeNull();
  });

  test('of another version is not', () => {
    expect(validate({ ...(report(result()) as object), schema: 'allocert-report/2' })).toBe(false);
  });

  test('has every property of every subject, and a witness only where violated', () => {
    const { subjects } = reportSchema.parse(report(violated, result()));
    expect(subjects.map(({ properties }) => properties.length)).toEqual([19, 19]);
    const withWitness = subjects.flatMap(({ properties }) =>
      properties.filter(({ witness }) => witness),
    );
    expect(withWitness.map(({ id }) => id)).toEqual(['no-overlap']);
  });

  test('tells addresses as offsets from the region base', () => {
    const { subjects } = reportSchema.parse(report(violated));
    const told = subjects
      .flatMap(({ properties }) => properties)
      .find(({ witness }) => witness)?.witness;
    expect(told?.evidence).toEqual({
      kind: 'overlap',
      grant: { allocation: 3, range: { start: 24, end: 40 } },
      live: { allocation: 1, range: { start: 0, end: 32 } },
      shared: { start: 24, end: 32 },
    });
    expect(told?.replay).toBe('npx allocert replay w.json');
  });

  test('writes what a JS number cannot hold as a decimal string', () => {
    const huge = result({
      'null-on-exhaustion': {
        verdict: 'violated',
        witness: witness(
          finding('null-on-exhaustion', {
            kind: 'impossibleGrant',
            grant: { allocation: 1, range: { start: BASE, end: BASE + 2n ** 64n - 1n } },
            requestedBytes: 2n ** 64n - 1n,
            boundBytes: 2n ** 53n - 1n,
            reason: 'capacity',
          }),
        ),
      },
    });
    const text = JSON.stringify(report(huge));
    expect(text).toContain('"requestedBytes":"18446744073709551615"');
    expect(text).toContain('"boundBytes":9007199254740991');
  });

  test('tells the address that a policy asks for as an offset too', () => {
    const misplaced = result({
      placement: {
        verdict: 'violated',
        witness: witness(
          finding('placement', { kind: 'misplaced', expected: BASE + 64n, outcome: granted(24n) }),
        ),
      },
    });
    expect(JSON.stringify(report(misplaced))).toContain(
      '{"kind":"misplaced","expected":64,"outcome":{"kind":"granted","address":24}}',
    );
  });

  test('holds what a picture needs: each step in words, and what it did to the live blocks', () => {
    const { subjects } = reportSchema.parse(report(violated));
    const told = subjects[0]?.properties.find(({ witness }) => witness)?.witness;
    const [main] = told?.executions ?? [];
    expect(main?.base).toBe('0x10000');
    expect(main?.steps.map(({ text }) => text)).toEqual([
      'init',
      'A = alloc(32)',
      'B = alloc(32)',
      'C = alloc(16, align 8)',
    ]);
    expect(main?.steps.at(-1)?.owned).toEqual([{ allocation: 3, name: 'C', start: 24, end: 40 }]);
    expect(told?.contradiction.then).toEqual([
      { kind: 'name', text: 'C' },
      ' owns ',
      { kind: 'range', text: '[24, 40)', start: 24, end: 40 },
      ' alone.',
    ]);
  });

  test('names the property told first where the evidence of two is the same', () => {
    const both = result({
      'no-overlap': {
        verdict: 'violated',
        witness: witness(finding('no-overlap', overlapEvidence)),
      },
      'realloc-preserves': {
        verdict: 'violated',
        witness: witness(finding('realloc-preserves', overlapEvidence)),
      },
    });
    const { subjects } = reportSchema.parse(report(both));
    const causes = subjects.flatMap(({ properties }) =>
      properties.flatMap(({ id, sameCauseAs }) =>
        sameCauseAs === undefined ? [] : [[id, sameCauseAs]],
      ),
    );
    expect(causes).toEqual([['realloc-preserves', 'no-overlap']]);
  });
});
