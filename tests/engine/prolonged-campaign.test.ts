import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Campaign } from '../../dist/src/engine/campaign.js';
import { sampleAllocator } from '../cli/sample-allocator.js';
import { certifySubject } from '../support/certify-subject.js';

/** Quick effort. */
const PLANNED = 400;
const NEEDED = 4;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'allocert-prolonged-'));
  writeFileSync(join(folder, 'sample.mjs'), sampleAllocator(false));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What a campaign of quick effort runs where one goal is reached so often after so many programs. */
async function programsWhere(
  reached: (programs: number) => number,
  runs?: number,
): Promise<number> {
  vi.spyOn(Campaign.prototype, 'goalResults').mockImplementation(function (this: Campaign) {
    return [{ goal: 'exhausted', reached: reached(this.programs), needed: NEEDED }];
  });
  const { bounds } = await certifySubject({
    locator: 'builtin:bump',
    seed: 1,
    ...(runs === undefined ? {} : { runs }),
  });
  return bounds.programs;
}

afterEach(() => {
  vi.restoreAllMocks();
});

test('goals that are met prolong nothing', async () => {
  expect(await programsWhere(() => NEEDED)).toBe(PLANNED);
});

test('a goal that was nearly met is given more programs, until it is met', async () => {
  expect(await programsWhere((programs) => (programs < 450 ? NEEDED - 1 : NEEDED))).toBe(500);
});

test('they end at twice the number', async () => {
  expect(await programsWhere(() => 1)).toBe(2 * PLANNED);
});

test('a goal that was never reached is given none', async () => {
  expect(await programsWhere(() => 0)).toBe(PLANNED);
});

test('a number of programs that the user gave is kept', async () => {
  expect(await programsWhere(() => 1, 100)).toBe(100);
});
