import { expect, test } from 'vitest';
import { openCommandSubject } from '../../../dist/src/subjects/command/command-subject.js';
import { certifySubject, violatedIn } from '../../support/certify-subject.js';
import { needsCompiler, runLiterals } from '../native/native-corpus.js';
import { programFolder, wireSources } from './far-sides.js';

const folder = programFolder();
const sources = ['examples/c/free-list.c', ...wireSources];

test('the allocator of examples/c holds behind a pipe', async (context) => {
  needsCompiler(context);
  const locator = `command:${folder.compile('free-list', sources)}`;
  const result = await certifySubject({ locator, seed: 1, runs: 400 });
  expect(violatedIn(result)).toEqual([]);
  expect(result.verdict).toBe('holds');
});

test('its planted bug is found, with a witness of five requests', async (context) => {
  needsCompiler(context);
  const locator = `command:${folder.compile('broken', sources, '-DPLANT_BUG')}`;
  const result = await certifySubject({
    locator,
    seed: 1,
    runs: 100,
    properties: ['no-overlap'],
    // Its corrupt list is a ring in some programs; nobody asks here whether that is a hang.
    hangLimitMs: 200,
  });
  expect(violatedIn(result)).toEqual(['no-overlap']);
  const witness = result.properties.find(({ id }) => id === 'no-overlap')?.witness;
  expect(witness?.program.words.length).toBeLessThanOrEqual(5 * 4);
});

test('a world is honoured: base, length and what is watched around them', async (context) => {
  needsCompiler(context);
  const subject = await openCommandSubject(folder.compile('free-list', sources));
  try {
    const [plain, offset] = await runLiterals(subject, [
      'allocert/1 {region=65536} A=alloc(100) free(A)',
      'allocert/1 {region=131072 base=+48 fill=noise:7} A=alloc(100) free(A)',
    ]);
    const regions = [plain, offset].map(({ extents }) => extents[0].region);
    expect(regions.map(({ start, end }) => end - start)).toEqual([65_536n, 131_072n]);
    expect(regions.map(({ start }) => start % 4_096n)).toEqual([0n, 48n]);
    expect(offset.damages).toEqual([]);
    expect(offset.checks.outside).toBeGreaterThan(0);
    expect(offset.checks.content).toBeGreaterThan(0);
  } finally {
    await subject.close();
  }
});
