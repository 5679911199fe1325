import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replay } from '../../dist/src/engine/replay.js';
import { printC } from '../../dist/src/reproduce/c/print-c.js';
import { makeReproduction } from '../../dist/src/reproduce/make-reproduction.js';
import { findCallShape } from '../../dist/src/subjects/find-call-shape.js';
import { toSavedWitness } from '../../dist/src/witness/to-saved-witness.js';
import { certifySubject } from '../support/certify-subject.js';
import { needsCompiler } from '../subjects/native/native-corpus.js';
import { programFolder } from './native-programs.js';
import { poolContract } from './pool-programs.js';

// Goal: every witness that a campaign tells of a native library shows in the C program made of it.
// Method: campaigns over libraries with one planted bug, each witness compiled and run.

const folder = programFolder();
const natives = '../subjects/native/c';
const usable = {
  ...{ extends: 'c17', growth: 'noBlowUp', usableSize: 'writable' },
  requests: ['alloc', 'allocArray', 'realloc', 'dealloc', 'usable'],
};

const libraries: readonly (readonly [source: string, flag: string, contract?: object])[] = [
  ...['1', '2', '3', '4', '7', '8', '11'].map(
    (bug) => ['c/pool.c', `-DBUG=${bug}`, poolContract] as const,
  ),
  ['c/odd-family.c', '-DUSABLE_COUNTS_HEADER', usable],
  ['c/odd-family.c', '-DREALLOC_LOSES', usable],
  [`${natives}/wild-writes.c`, '-DNOTHING'],
  [`${natives}/bump.c`, '-DWRITES_MIDDLE'],
  [`${natives}/implicit-list.c`, '-DRESET_BUG'],
];

test.for(libraries)('%s %s: its witnesses show in C', async ([source, flag, input], context) => {
  needsCompiler(context);
  const locator = folder.library(join(import.meta.dirname, source), flag, flag);
  const contract = input === undefined ? {} : { contract: { input, where: 'the test' } };
  const result = await certifySubject({ locator, ...contract, seed: 1, runs: 96 });
  const found = result.properties.flatMap(({ witness }) => witness ?? []);
  expect(found).not.toEqual([]);
  for (const one of found) {
    const witness = toSavedWitness(result, one, { foundBy: 'test', functions: {} });
    const { trial, terms, subject, ...replayed } = await replay({ locator, ...contract, witness });
    if (trial === undefined) throw new Error(replayed.reason);
    const calls = await findCallShape(subject, undefined);
    const finding = replayed.witness?.finding;
    const text = printC(
      makeReproduction({ trial, finding, terms, subject, calls, command: 'replay' }),
      'found.c',
    );
    folder.write('found.c', text);
    expect(folder.buildAndRun(text), one.literal).toMatchObject({ status: 1 });
  }
});
