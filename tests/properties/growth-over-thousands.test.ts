import { expect, test } from 'vitest';
import { judgeScript, type ScriptedTrial } from '../support/judge-script.js';
import { held } from '../support/scripted-answers.js';

// Goal: rounds by the thousand are judged by whether they go on growing, as a quarantine does not.
// Method: drains that stand for one round each, over answers that are made up.

const START_BYTES = 65_536;
const MIB = 2 ** 20;
const first = 100_000;
const bound = 2 * first + MIB;
/** Four times what a single request may hold: the start, 24 MiB and 8 times what was asked. */
const longBound = 4 * (START_BYTES + 24 * MIB + 8 * 16);

/** Rounds that end with these footprints, and then one for each answer behind them. */
function rounds(footprints: readonly number[], behind: readonly null[] = []): ScriptedTrial {
  const names = 'ABCDEFGH'.slice(0, footprints.length + behind.length).split('');
  return {
    program: 'A=alloc(16)',
    answers: [0],
    footprintBytes: START_BYTES,
    contract: { growth: 'bounded' },
    others: [
      {
        role: 'rounds',
        program: names.map((name) => `${name}=alloc(16) drain(rounds:1)`).join(' '),
        answers: [...footprints.flatMap((bytes) => [held(bytes, 0), true]), ...behind],
        footprintBytes: START_BYTES,
      },
    ],
  };
}

async function leakOf(trial: ScriptedTrial): Promise<object | undefined> {
  const { findings, checks } = await judgeScript(trial);
  const [found] = findings;
  if (found === undefined) expect(checks.get('bounded-growth')).toBe(1);
  else expect(found.property).toBe('bounded-growth');
  return found?.evidence;
}

test('they may hold four times what a single request may', async () => {
  expect(await leakOf(rounds([first, first, first, longBound]))).toBeUndefined();
});

test('a byte more is a leak where they still grow', async () => {
  expect(await leakOf(rounds([first, first, first, longBound + 1]))).toMatchObject({
    boundBytes: BigInt(longBound),
    lastMaximumBytes: BigInt(longBound + 1),
  });
});

test('they may come to rest at any footprint', async () => {
  const more = longBound + 1;
  expect(await leakOf(rounds([first, more, more, more]))).toBeUndefined();
});

test('they get no more than a few rounds do where memory comes to its end', async () => {
  expect(await leakOf(rounds([first, first, first, bound + 1], [null]))).toMatchObject({
    boundBytes: BigInt(bound),
  });
});

test('what is refused in every round is no end of memory, however often it is recorded', async () => {
  const footprints = [first, first, first, bound + 1];
  const program = 'ACEG'
    .split('')
    .map(
      (name, at) =>
        `${name}=alloc(16) ${'BDFH'[at]}=alloc(999) resizeInPlace(${name},8) drain(rounds:2)`,
    )
    .join(' ');
  // Behind the first one, the second round comes out otherwise, so that both are recorded.
  const answers = footprints.flatMap((bytes, at) => [
    ...[held(bytes, 0), null, at > 0, true],
    ...[held(bytes, 0), null, false, true],
  ]);
  const others = [{ role: 'rounds', program, answers, footprintBytes: START_BYTES }] as const;
  expect(await leakOf({ ...rounds(footprints), others })).toBeUndefined();
});
