import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allocationName } from '../../dist/src/core/allocation-name.js';
import { replay } from '../../dist/src/engine/replay.js';
import { humanReport } from '../../dist/src/report/human/human-report.js';
import { plainPaint } from '../../dist/src/report/human/paint.js';
import { jsonReport } from '../../dist/src/report/json/json-report.js';
import { toSavedWitness } from '../../dist/src/witness/to-saved-witness.js';
import { writeWitness } from '../../dist/src/witness/write-witness.js';
import { runAllocert } from '../cli/run-allocert.js';
import { noFlags, result } from '../report/report-fixture.js';

// Goal: a violation that takes 50,000 requests is replayed and told, and what is told of it is no
// longer than what is told of a short one. Method: an allocator that grants a live block again at its
// last request, reached by pairs of alloc and free; found once, saved, and run from its file.

const REQUESTS = 50_000;
const pairs = REQUESTS / 2 - 1;
const allocator = `
export const contract = { extends: 'rust-global-alloc', alignment: { maximum: 1 } };
export default function late({ memory, base }) {
  let grants = 0;
  let live = 0;
  return {
    memory,
    alloc(size) {
      grants++;
      live++;
      return grants > ${pairs} ? base : base + 64 * live;
    },
    dealloc() {
      live--;
    },
  };
}
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'allocert-long-'));
  writeFileSync(join(folder, 'late.mjs'), allocator);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function literal(): string {
  const words: string[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const name = allocationName(pair);
    words.push(`${name}=alloc(8) free(${name})`);
  }
  const last = [pairs, pairs + 1].map((number) => `${allocationName(number)}=alloc(8)`);
  return `allocert/1 {region=65536} ${words.join(' ')} ${last.join(' ')}`;
}

test('a witness of 50,000 requests is replayed, and its reports tell no more than its last 200 steps', async () => {
  const locator = join(folder, 'late.mjs');
  const found = await replay({ locator, witness: { literal: literal() } });
  const { witness } = found;
  if (witness === undefined) throw new Error(`nothing was found: ${found.state} ${found.reason}`);
  expect(witness.finding).toMatchObject({ property: 'no-overlap', step: REQUESTS });

  const judged = result({}, { subject: found.subject, contract: found.contract });
  const origin = { foundBy: 'npx allocert certify late.mjs', functions: {} };
  const file = writeWitness(toSavedWitness(judged, witness, origin), folder);
  const properties = judged.properties.map((one) =>
    one.id === 'no-overlap'
      ? { ...one, verdict: 'violated' as const, witness: { ...witness, file } }
      : one,
  );
  const report = { ...judged, verdict: 'violated' as const, properties };

  const told = humanReport(report, noFlags, plainPaint);
  expect(told).toContain('other requests (in the program below)');
  expect(told.length).toBeLessThan(8_000);
  const json = JSON.stringify(
    jsonReport({ seed: 1, results: [report], notLoaded: [], flags: noFlags }),
  );
  // The program is a part of the format, and stands in it once.
  expect(json.length - witness.literal.length).toBeLessThan(60_000);
  expect(json).toContain(`"stepsLeftOut":${REQUESTS + 1 - 200}`);

  const ran = await runAllocert(['replay', file], { cwd: folder });
  expect([ran.exitCode, ran.stderr]).toEqual([1, '']);
  expect(ran.stdout).toContain('still violated: no-overlap');
  expect(ran.stdout.length).toBeLessThan(4_000);
  expect(readFileSync(file, 'utf8')).toContain('"requests": 50000');
});
