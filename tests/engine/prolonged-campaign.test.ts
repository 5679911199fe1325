import { expect, test } from 'vitest';
import {
  beginning,
  campaignOn,
  type Campaign,
  type CampaignState,
} from '../../dist/src/engine/campaign.js';
import { nextLeg } from '../../dist/src/engine/next-leg.js';
import { emptyCounts } from '../../dist/src/judge/coverage-counter.js';
import { openSession } from '../../dist/src/engine/session.js';

// Goal: a campaign that nearly met its goals goes on, and no other does.
// Method: the legs that follow from states in which one goal was reached so often.

const PLANNED = 400;
const NEEDED = 4;

async function campaign(mayProlong: boolean): Promise<Campaign> {
  const session = await openSession({ locator: 'builtin:bump' });
  await session.subject.close();
  const made = campaignOn(session, {
    seed: 1,
    effort: 'quick',
    plannedPrograms: PLANNED,
    mayProlong,
    properties: new Set(),
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });
  const goals = [{ id: 'exhausted', need: NEEDED, what: '', index: 0 }];
  return { ...made, goals: { goals, leftOut: [] } };
}

/** Ends of the legs that a campaign runs where the goal is reached so often after so many programs. */
async function endsWhere(reached: (next: number) => number, mayProlong = true): Promise<number[]> {
  const asked = await campaign(mayProlong);
  const after = (next: number): CampaignState => ({
    ...beginning,
    next,
    coverage: emptyCounts().fill(reached(next), 0, 1),
  });
  const ends: number[] = [];
  for (
    let leg = nextLeg(asked, after(0));
    leg !== undefined;
    leg = nextLeg(asked, after(leg.until))
  ) {
    ends.push(leg.until);
  }
  return ends;
}

test('goals that are met prolong nothing', async () => {
  expect(await endsWhere(() => NEEDED)).toEqual([PLANNED]);
});

test('a goal that was nearly met is given more programs, until it is met', async () => {
  expect(await endsWhere((next) => (next < 450 ? NEEDED - 1 : NEEDED))).toEqual([PLANNED, 500]);
});

test('they end at twice the number', async () => {
  expect((await endsWhere(() => 1)).at(-1)).toBe(2 * PLANNED);
});

test('a goal that was never reached is given none', async () => {
  expect(await endsWhere(() => 0)).toEqual([PLANNED]);
});

test('a number of programs that the user gave is kept', async () => {
  expect(await endsWhere(() => 1, false)).toEqual([PLANNED]);
});
