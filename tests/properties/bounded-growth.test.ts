import { describe } from 'vitest';
import { propertyCases, type PropertyCase } from '../support/property-cases.js';
import { demanded, held, thrown } from '../support/scripted-answers.js';

const START_BYTES = 65_536;
/** 24 MiB beside what was held at first. */
const SLACK_BYTES = START_BYTES + 24 * 2 ** 20;

describe('bounded-growth, no blow-up', () => {
  const start = { footprintBytes: START_BYTES } as const;
  propertyCases([
    {
      fact: 'accuses a byte more than 24 MiB and eight times what was granted',
      program: 'A=alloc(16) B=alloc(16)',
      answers: [0, held(SLACK_BYTES + 8 * 32 + 1, 16)],
      ...start,
      leads: 'bounded-growth',
      clause: 'growth',
      evidence: {
        kind: 'blowUp',
        footprintBytes: BigInt(SLACK_BYTES + 8 * 32 + 1),
        boundBytes: BigInt(SLACK_BYTES + 8 * 32),
        basisBytes: 32n,
      },
    },
    {
      fact: 'lets just that be held',
      program: 'A=alloc(16) B=alloc(16)',
      answers: [0, held(SLACK_BYTES + 8 * 32, 16)],
      ...start,
      leads: 'nothing',
      checks: { 'bounded-growth': 1 },
    },
    {
      fact: 'lets whatever is held before the first request be held',
      program: 'A=alloc(16)',
      answers: [0],
      footprintBytes: 2 ** 31,
      leads: 'nothing',
    },
    {
      fact: 'counts all that was ever granted where nothing is reclaimed',
      program: '{region=65536} A=alloc(65536) free(A) B=alloc(65536)',
      answers: [0, true, held(SLACK_BYTES + 16 * 65_536, 0)],
      ...start,
      leads: 'nothing',
    },
    {
      fact: 'counts the most that was live at once where memory is reclaimed',
      program: '{region=65536} A=alloc(65536) free(A) B=alloc(65536)',
      answers: [0, true, held(SLACK_BYTES + 8 * 65_536 + 1, 0)],
      contract: { growth: 'bounded' },
      ...start,
      leads: 'bounded-growth',
      evidence: { basisBytes: 65_536n },
    },
    {
      fact: 'goes on counting the most that was live when it is live no more',
      program: '{region=65536} A=alloc(65536) free(A) B=alloc(16)',
      answers: [0, true, held(SLACK_BYTES + 8 * 65_536, 0)],
      contract: { growth: 'bounded' },
      ...start,
      leads: 'nothing',
    },
    {
      fact: 'accuses a demand that the host refused',
      program: 'A=alloc(2000)',
      answers: [demanded(SLACK_BYTES + 8 * 2_000 + 1, null)],
      ...start,
      leads: 'bounded-growth',
      evidence: {
        kind: 'blowUp',
        footprintBytes: BigInt(SLACK_BYTES + 8 * 2_000 + 1),
        boundBytes: BigInt(SLACK_BYTES + 8 * 2_000),
        basisBytes: 0n,
      },
    },
    {
      fact: 'is exercised by a refusal too: a pool that never grows keeps within bounds',
      program: 'A=alloc(2000) B=alloc(2000)',
      answers: [null, null],
      ...start,
      leads: 'nothing',
      checks: { 'bounded-growth': 2 },
    },
    {
      fact: 'measures the demand of a granted request by what was granted',
      program: 'A=alloc(16)',
      answers: [demanded(SLACK_BYTES + 8 * 16 + 1, 0)],
      ...start,
      leads: 'bounded-growth',
      evidence: { boundBytes: BigInt(SLACK_BYTES + 8 * 16), basisBytes: 16n },
    },
    {
      fact: 'lets a refused request demand eight times what it asked for',
      program: 'A=alloc(2000)',
      answers: [demanded(SLACK_BYTES + 8 * 2_000, null)],
      ...start,
      leads: 'nothing',
    },
    {
      fact: 'measures what is held by the lower bound, even when more was demanded lawfully',
      program: 'A=alloc(2000)',
      answers: [held(SLACK_BYTES + 1, null)],
      ...start,
      leads: 'bounded-growth',
      evidence: { boundBytes: BigInt(SLACK_BYTES) },
    },
    {
      fact: 'lets a memory double that is longer than 24 MiB to begin with',
      program: 'A=alloc(16)',
      answers: [held(2 * 2 ** 26 + 8 * 16, 0)],
      footprintBytes: 2 ** 26,
      leads: 'nothing',
    },
    {
      fact: 'accuses one that grows by more than that',
      program: 'A=alloc(16)',
      answers: [held(2 * 2 ** 26 + 8 * 16 + 1, 0)],
      footprintBytes: 2 ** 26,
      leads: 'bounded-growth',
    },
    {
      fact: 'lets an arena be held that is taken for the first byte',
      program: 'A=alloc(16)',
      answers: [held(SLACK_BYTES + 2 ** 25 + 8 * 16, 0)],
      subject: { startUpBytes: 2 ** 25 },
      ...start,
      leads: 'nothing',
    },
    {
      fact: 'accuses whoever holds a byte more beside such an arena',
      program: 'A=alloc(16)',
      answers: [held(SLACK_BYTES + 2 ** 25 + 8 * 16 + 1, 0)],
      subject: { startUpBytes: 2 ** 25 },
      ...start,
      leads: 'bounded-growth',
    },
    {
      fact: 'has no say where the footprint is not measured',
      program: 'A=alloc(16)',
      answers: [held(2 ** 31, 0)],
      leads: 'nothing',
    },
    {
      fact: 'is not asked where growth is unjudged',
      program: 'A=alloc(16)',
      answers: [held(2 ** 31, 0)],
      contract: { growth: 'unjudged' },
      ...start,
      leads: 'nothing',
    },
  ]);
});

describe('bounded-growth, no leak', () => {
  const LEAK_SLACK_BYTES = 2 ** 20;
  /** A main run and rounds that end with these footprints. */
  const rounds = (...footprints: readonly number[]): Omit<PropertyCase, 'fact' | 'leads'> => ({
    program: 'A=alloc(16)',
    answers: [0],
    footprintBytes: START_BYTES,
    contract: { growth: 'bounded' },
    others: [
      {
        role: 'rounds',
        program: footprints
          .map((_, index) => `${'ABCDEFGH'[index]}=alloc(16) drain(address)`)
          .join(' '),
        answers: footprints.flatMap((bytes) => [held(bytes, 0), true]),
        footprintBytes: START_BYTES,
      },
    ],
  });
  const [first, bound] = [100_000, 2 * 100_000 + LEAK_SLACK_BYTES];
  propertyCases([
    {
      fact: 'accuses a last quarter above twice the first and 1 MiB',
      ...rounds(first, first, first, bound + 1),
      leads: 'bounded-growth',
      clause: 'growth',
      step: 1,
      evidence: {
        kind: 'leak',
        rounds: 4,
        firstMaximumBytes: BigInt(first),
        lastMaximumBytes: BigInt(bound + 1),
        boundBytes: BigInt(bound),
      },
    },
    {
      fact: 'lets the last quarter reach it',
      ...rounds(first, first, first, bound),
      leads: 'nothing',
      checks: { 'bounded-growth': 1 },
    },
    {
      fact: 'compares the largest of each quarter',
      ...rounds(first, 70_000, first, first, first, first, bound + 1, first),
      leads: 'bounded-growth',
      evidence: { rounds: 8, firstMaximumBytes: BigInt(first) },
    },
    {
      fact: 'lets a maximum lie between the quarters',
      ...rounds(first, first, 10 * bound, first, first, first, first, first),
      leads: 'nothing',
      checks: { 'bounded-growth': 1 },
    },
    {
      fact: 'takes the most of a round for its maximum, not what is left at its end',
      ...rounds(first),
      others: [
        {
          role: 'rounds',
          program: ['AE', 'BF', 'CG', 'DH']
            .map(([one, two]) => `${one}=alloc(16) ${two}=alloc(16) drain(address)`)
            .join(' '),
          answers: [0, 1, 2, 3].flatMap((round) => [
            held(round === 3 ? bound + 1 : first, 0),
            held(first, 16),
            true,
            held(70_000, true),
          ]),
          footprintBytes: START_BYTES,
        },
      ],
      leads: 'bounded-growth',
      evidence: { kind: 'leak', rounds: 4, firstMaximumBytes: BigInt(first) },
    },
    {
      fact: 'has no say on fewer rounds than there are quarters',
      ...rounds(first, first, 10 * bound),
      leads: 'nothing',
      checks: { 'bounded-growth': 0 },
    },
    {
      fact: 'asks nothing where nothing need be reclaimed',
      ...rounds(first, first, first, bound + 1),
      contract: { growth: 'noBlowUp' },
      leads: 'nothing',
    },
    {
      fact: 'leaves a fault in a round to no-fault',
      ...rounds(first, first, first, bound + 1),
      others: [
        {
          role: 'rounds',
          program:
            'A=alloc(16) drain(address) B=alloc(16) drain(address) C=alloc(16) drain(address) ' +
            'D=alloc(16) drain(address) E=alloc(16)',
          answers: [
            ...[held(first, 0), true, 0, true, 0, true, held(10 * bound, 0), true],
            thrown('corrupt'),
          ],
          footprintBytes: START_BYTES,
        },
      ],
      leads: 'nothing',
      checks: { 'bounded-growth': 0 },
    },
  ]);
});
