import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { contractJsonSchema } from '../../dist/src/contract/document/document-schema.js';
import { parseContract, preset } from '../../dist/src/contract/document/parse-contract.js';
import { presetNames, presets } from '../../dist/src/contract/presets/index.js';
import { contractFiles } from '../../scripts/contract-files.js';

// Goal: what editors and readers are shown is what the check does. Mended by
// `node scripts/make-contract-files.js`.

test('JSON Schema, the list of fields and the weakest contract are up to date', async () => {
  const files = await contractFiles();
  expect(files.size).toBe(3);
  for (const [path, text] of files) expect(readFileSync(path, 'utf8')).toBe(text);
});

describe('the JSON Schema', () => {
  const accepts = new Ajv2020({ strict: false }).compile(contractJsonSchema());

  test.each(presetNames)('accepts %s as written and as resolved', (name) => {
    expect([accepts(presets[name]), accepts(preset(name))]).toEqual([true, true]);
  });

  test.each([
    { alignment: { natrual: 8 } },
    { alignment: { natural: 24 } },
    { zeroSize: 'nul' },
    { requests: ['fill'] },
    { sizes: { byKind: { alok: {} } } },
    { extends: 'c71' },
    { gap: { granuleBytes: 8 } },
    { name: '' },
  ])('refuses what the check refuses: %j', (document) => {
    expect(accepts(document)).toBe(false);
    expect(() => parseContract(document, '')).toThrow();
  });
});

test('every field is documented and says where it comes from or what it means', async () => {
  const page = [...(await contractFiles()).values()].at(-1) ?? '';
  const fields = page.split('\n').filter((line) => line.startsWith('- `'));
  expect(fields.length).toBeGreaterThan(40);
  for (const field of fields) expect(field).toMatch(/^- `[\w.$]+`( \(.*?\))?: \S.{20,}/);
});
