import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { format } from 'prettier';
import { z } from 'zod';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { findSavedWitnesses } from '../../dist/src/witness/find-saved-witnesses.js';
import { parseWitness, readWitness } from '../../dist/src/witness/read-witness.js';
import { savedWitnessSchema, type SavedWitness } from '../../dist/src/witness/saved-witness.js';
import { toSavedWitness } from '../../dist/src/witness/to-saved-witness.js';
import { witnessFileName, writeWitness } from '../../dist/src/witness/write-witness.js';
import {
  finding,
  overlapEvidence,
  overlapping,
  result,
  witness,
} from '../report/report-fixture.js';

const schemaFile = join(import.meta.dirname, '../../schemas/witness.schema.json');
const origin = { foundBy: 'npx allocert certify x --seed 42', functions: {} };
const saved = toSavedWitness(result(), witness(finding('no-overlap', overlapEvidence)), origin);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'allocert-witness-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

test('the shipped schema is the one that the code has (vitest -u writes it)', async () => {
  const schema = { title: 'allocert witness', ...z.toJSONSchema(savedWitnessSchema) };
  const text = await format(JSON.stringify(schema, null, 2), { parser: 'json', printWidth: 100 });
  await expect(text).toMatchFileSnapshot(schemaFile);
});

describe('a witness file', () => {
  test('reads as before', () => {
    const rest = { ...saved, tool: undefined };
    expect(JSON.stringify(rest, null, 1)).toMatchSnapshot();
  });

  test('is valid by its schema', () => {
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(
      JSON.parse(readFileSync(schemaFile, 'utf8')) as object,
    );
    validate(JSON.parse(JSON.stringify(saved)));
    expect(validate.errors).toBeNull();
  });

  test('reads back as it was written', () => {
    const path = writeWitness(saved, join(directory, 'made', 'on', 'demand'));
    expect(readWitness(path)).toEqual(JSON.parse(JSON.stringify(saved)));
  });

  test('holds the program that broke', () => {
    expect(parseProgram(saved.program)).toEqual(overlapping.program);
  });

  test('holds every execution of the trial, main first', () => {
    const found = witness(finding('deterministic', overlapEvidence), overlapping, {
      trial: { main: overlapping, others: [{ role: 'again', execution: overlapping }] },
    });
    const { trial } = toSavedWitness(result(), found, origin);
    expect(trial.map(({ role, steps }) => [role, steps.length])).toEqual([
      ['main', 4],
      ['again', 4],
    ]);
  });

  test('tells addresses as offsets from the base, and the base beside them', () => {
    const [main] = saved.trial;
    expect(main?.base).toBe('0x10000');
    expect(main?.steps.map(({ outcome }) => outcome.address).slice(1)).toEqual([0, 32, 24]);
  });

  test('holds the functions named by --export, and no such key where there are none', () => {
    const named = toSavedWitness(result(), witness(finding('no-overlap', overlapEvidence)), {
      ...origin,
      functions: { alloc: 'my_alloc' },
    });
    expect(named.functions).toEqual({ alloc: 'my_alloc' });
    expect(saved).not.toHaveProperty('functions');
  });

  test('is written whole: nothing half-written is left beside it', () => {
    writeWitness(saved, directory);
    expect(readdirSync(directory)).toEqual([witnessFileName(saved)]);
  });

  test('is replaced when the same violation is found again, and not by another one', () => {
    writeWitness(saved, directory);
    writeWitness({ ...saved, seed: 7 }, directory);
    expect(readdirSync(directory)).toHaveLength(1);
    writeWitness({ ...saved, program: 'allocert/1 A=alloc(1)' }, directory);
    writeWitness({ ...saved, subject: { ...saved.subject, locator: 'other' } }, directory);
    expect(readdirSync(directory)).toHaveLength(3);
  });

  test('is named by its property and four hex digits', () => {
    expect(witnessFileName(saved)).toMatch(/^no-overlap-[0-9a-f]{4}\.json$/);
  });

  test('that cannot be written is an error that says what to do', () => {
    writeFileSync(join(directory, 'file'), '');
    expect(() => writeWitness(saved, join(directory, 'file'))).toThrow(/--output-dir.*--no-save/s);
  });
});

describe('reading refuses', () => {
  const refused = (document: unknown): string => {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    try {
      parseWitness(text, 'w.json');
    } catch (error) {
      return String(error);
    }
    return 'accepted';
  };

  test('what is not JSON', () => {
    expect(refused('{"schema":')).toMatch(/^UsageError: w\.json is not JSON: /);
  });

  test('a newer format, whatever is in it', () => {
    expect(refused({ schema: 'allocert-witness/2' })).toBe(
      'UsageError: w.json was written by a newer allocert: its format is allocert-witness/2, ' +
        'this one reads up to allocert-witness/1. Update allocert.',
    );
  });

  test('another kind of document', () => {
    expect(refused({ schema: 'allocert-report/1' })).toContain(
      'w.json is not a witness of allocert',
    );
    expect(refused(null)).toContain('w.json is not a witness of allocert');
  });

  test('an unknown property, by its place', () => {
    const message = refused({ ...saved, property: 'no-overlpa' });
    expect(message).toContain('at property');
  });

  test('a program that cannot be parsed, with the column', () => {
    expect(refused({ ...saved, program: 'allocert/1 A=aloc(1)' })).toMatch(
      /the program in w\.json cannot be read: .*column 14/,
    );
  });

  test('a file that is missing, by its name', () => {
    expect(() => readWitness(join(directory, 'none.json'))).toThrow(
      /cannot read the witness .*none\.json/,
    );
  });

  test('nothing because of a key that it does not know', () => {
    expect(refused({ ...saved, later: true })).toBe('accepted');
  });
});

describe('saved witnesses of a subject', () => {
  test('are found by its locator, ordered by file name', () => {
    const other: SavedWitness = { ...saved, subject: { ...saved.subject, locator: 'other' } };
    const second: SavedWitness = { ...saved, property: 'alignment' };
    for (const each of [saved, other, second]) writeWitness(each, directory);
    const { witnesses, unreadable } = findSavedWitnesses(directory, saved.subject.locator);
    expect(witnesses.map(({ property }) => property)).toEqual(['alignment', 'no-overlap']);
    expect(unreadable).toEqual([]);
  });

  test('that cannot be read are told, and the others are found', () => {
    writeWitness(saved, directory);
    writeFileSync(join(directory, 'a.json'), '{');
    const { witnesses, unreadable } = findSavedWitnesses(directory, saved.subject.locator);
    expect(witnesses).toHaveLength(1);
    expect(unreadable.join()).toContain('a.json is not JSON');
  });

  test('are none where nothing was ever saved', () => {
    expect(findSavedWitnesses(join(directory, 'none'), 'x')).toEqual({
      witnesses: [],
      unreadable: [],
    });
  });

  test('in a place that is no directory are an error', () => {
    writeFileSync(join(directory, 'file'), '');
    expect(() => findSavedWitnesses(join(directory, 'file'), 'x')).toThrow(/cannot read the saved/);
  });
});
