import type { Contract } from '../src/contract/document/contract-schema.js';
import type { EvidenceOf } from '../src/core/evidence.js';
import type { Execution, Step } from '../src/core/execution.js';
import { requestCount, requestsOf } from '../src/core/program.js';
import { DRAIN_ROUNDS, RequestKind } from '../src/core/request-kind.js';
import type { SubjectDescription } from '../src/core/subject-description.js';
import { requestedBytes } from '../models/interval-model.js';
import { wasRefused } from './lawful-end.js';
import { finding } from './moment.js';
import { property } from './property.js';

const SLACK_BYTES = 24n * 1024n * 1024n;
const FACTOR = 8n;
const LEAK_SLACK_BYTES = 1024n * 1024n;
const GROWN_BYTES = 65_536n;
const LONG_FACTOR = 4n;
/** The first and the last quarter of the rounds are compared. */
const PART = 4;

/** Memory use is bounded by what is asked. */
export const boundedGrowth = property({
  id: 'bounded-growth',
  claim:
    'No request blows memory up, and repeating a program that frees all does not need ever more.',
  formula:
    'footprint <= start + max(24 MiB, initial) + 8 * peak live bytes; ' +
    'over 64 rounds, and over 512 where these grew, max(last quarter) <= 2 * max(first quarter) + 1 MiB; ' +
    'over 10,240 rounds of one or two requests, and over 8 times as many while these grow, ' +
    'that or the bound for a single request',
  why:
    'The bounds are wide on purpose: heaps grow by 16 MiB at a time, glibc, jemalloc ' +
    'and tcmalloc make new maxima of up to 19 % as late as round 224. A growth demand that the ' +
    'host refuses counts at the size demanded.',
  source: 'AssemblyScript 0.27.5 (memory grown to 2 GiB by a tiny request, fixed in 0.27.6)',
  clause: (contract, subject) =>
    contract.growth === 'unjudged' || !subject.footprintMeasured ? undefined : 'growth',
  whyNotTested: ({ growth }) => growth,
  evidence: ['blowUp', 'leak'],
  ofWholeProgram: ['leak'],
  countedBy: 'judges',
  onceBroken: 'ends',
  checkStep(moment) {
    const { before, after, contract } = moment;
    if (after.footprintBytes === undefined || before.initialFootprintBytes === undefined)
      return 'notExercised';
    if (moment.step.kind === 'init') return 'notExercised';
    // An allocator that reclaims nothing holds all that was ever granted, and lawfully.
    const asked = after.grantedBytes > before.grantedBytes ? 0n : moment.step.size;
    const basisBytes = contract.growth === 'bounded' ? after.peakLiveBytes : after.grantedBytes;
    const boundBytes =
      heldFreely(before.initialFootprintBytes, moment.subject) + FACTOR * basisBytes;
    // What a refused request demanded is measured against what it asked for.
    const demandBound = boundBytes + FACTOR * asked;
    const demanded = after.demandedBytes > after.footprintBytes ? after.demandedBytes : 0n;
    const footprintBytes = demanded > demandBound ? demanded : after.footprintBytes;
    const bound = footprintBytes === demanded && demanded > 0n ? demandBound : boundBytes;
    if (footprintBytes <= bound) {
      // Who refuses rather than grow has kept within bounds; a pool in static data never grows.
      const hasGrown = after.footprintBytes !== before.footprintBytes;
      const hasRefused = wasRefused(moment) && requestedBytes(moment.step) > 0n;
      return hasGrown || hasRefused ? 'holds' : 'notExercised';
    }
    return finding(moment, 'bounded-growth', 'growth', {
      kind: 'blowUp',
      footprintBytes,
      boundBytes: bound,
      basisBytes,
    });
  },
  needs: [
    {
      role: 'rounds',
      why: 'a leak shows where the same is asked for over and over',
      under: isBounded,
    },
  ],
  checkTrial(trial, { contract, subject }) {
    const rounds = trial.others.find((other) => other.role === 'rounds')?.execution;
    if (rounds === undefined || !isBounded(contract) || rounds.death !== undefined)
      return 'notExercised';
    const evidence = growthOverRounds(rounds, subject);
    if (evidence === undefined) return 'notExercised';
    if (!isLeak(rounds, evidence)) return 'holds';
    const step = trial.main.steps.length - 1;
    return { property: 'bounded-growth', clause: 'growth', step, evidence };
  },
});

/**
 * The first and the last quarter of the rounds; undefined where there are fewer than four. Rounds by the
 * thousand may fill a quarantine or come to a collection: these are given four times what the first
 * claim gives a single request, unless memory came to its end before.
 */
export function growthOverRounds(
  rounds: Execution,
  subject: SubjectDescription,
): EvidenceOf<'leak'> | undefined {
  const maxima = roundMaxima(rounds);
  if (maxima.length < PART) return undefined;
  const quarter = Math.floor(maxima.length / PART);
  const firstMaximumBytes = largest(maxima.slice(0, quarter));
  const lastMaximumBytes = largest(maxima.slice(-quarter));
  const doubledBytes = 2n * firstMaximumBytes + LEAK_SLACK_BYTES;
  const { recorded, each } = roundsOfDrains(rounds);
  const isLong = recorded > 0 && !hasEnded(rounds);
  const heldBytes = isLong ? LONG_FACTOR * heldLawfully(rounds, subject) : 0n;
  return {
    kind: 'leak',
    rounds: recorded > 0 ? recorded * each : maxima.length,
    firstMaximumBytes,
    lastMaximumBytes,
    boundBytes: doubledBytes > heldBytes ? doubledBytes : heldBytes,
  };
}

/** Whether the last quarter needed more than its bound. */
export const outgrows = ({ lastMaximumBytes, boundBytes }: EvidenceOf<'leak'>): boolean =>
  lastMaximumBytes > boundBytes;

/** Whether rounds outgrow their bound and, where they are many, have not come to rest. */
export const isLeak = (rounds: Execution, growth: EvidenceOf<'leak'>): boolean =>
  outgrows(growth) && (roundsOfDrains(rounds).recorded === 0 || stillGrows(rounds));

/** Whether the second half of the rounds needed more than the first, by as much as a page of WebAssembly. */
export function stillGrows(rounds: Execution): boolean {
  const maxima = roundMaxima(rounds);
  const half = Math.floor(maxima.length / 2);
  return largest(maxima.slice(half)) >= largest(maxima.slice(0, half)) + GROWN_BYTES;
}

/**
 * Whether, over rounds by the thousand, a request was refused that the first round was granted: memory
 * came to its end. What is refused in every round is no end of it, nor is a refusal to resize in place,
 * which says nothing about memory.
 */
export function hasEnded(rounds: Execution): boolean {
  const { recorded } = roundsOfDrains(rounds);
  if (recorded === 0) return false;
  const length = requestCount(rounds.program) / recorded;
  const early = new Set(
    firstRound(rounds)
      .filter(isOutOfMemory)
      .map(({ request }) => request),
  );
  return rounds.steps.some((step) => isOutOfMemory(step) && !early.has(step.request % length));
}

const isOutOfMemory = ({ kind, outcome }: Step): boolean =>
  kind !== 'resizeInPlace' && outcome.kind === 'refused';

/** Steps of the first of rounds by the thousand, as far as the drain that ends it. */
function firstRound(rounds: Execution): readonly Step[] {
  const { recorded } = roundsOfDrains(rounds);
  const last = requestCount(rounds.program) / recorded - 1;
  const end = rounds.steps.findIndex(({ request }) => request === last);
  return end < 0 ? rounds.steps : rounds.steps.slice(0, end);
}

/** How many rounds are recorded by drains that stand for several each, and for how many; see DRAIN_ROUNDS. */
function roundsOfDrains({ program }: Execution): { recorded: number; each: number } {
  const drains = requestsOf(program).filter(
    ({ kind, size }) => kind === RequestKind.drain && size.offset === DRAIN_ROUNDS,
  );
  return { recorded: drains.length, each: drains.at(0)?.second.offset ?? 1 };
}

/** What the first claim lets a round hold that asks for as much as the first one. */
function heldLawfully(rounds: Execution, subject: SubjectDescription): bigint {
  const grantedBytes = firstRound(rounds)
    .filter(({ outcome }) => outcome.kind === 'granted')
    .reduce((sum, step) => sum + requestedBytes(step), 0n);
  return heldFreely(rounds.extents.at(0)?.footprintBytes ?? 0n, subject) + FACTOR * grantedBytes;
}

/** Who reclaims nothing holds more in every round. */
function isBounded({ growth }: Contract): boolean {
  return growth === 'bounded';
}

/**
 * What is held whatever is asked for: what there was at first, an arena for the first byte, and once
 * more as much as at first, since a memory that doubles does so whatever its static data take up.
 */
function heldFreely(initialBytes: bigint, subject: SubjectDescription): bigint {
  const slack = initialBytes > SLACK_BYTES ? initialBytes : SLACK_BYTES;
  return initialBytes + BigInt(subject.startUpBytes ?? 0) + slack;
}

/** Largest footprint of each round; a round ends with the last free of its drain. */
function roundMaxima(rounds: Execution): bigint[] {
  const maxima: bigint[] = [];
  let footprint = 0n;
  let maximum = 0n;
  let nextExtents = 0;
  for (const step of rounds.steps) {
    for (
      let event = rounds.extents.at(nextExtents);
      event?.step === step.index;
      event = rounds.extents.at(nextExtents)
    ) {
      footprint = event.footprintBytes ?? footprint;
      nextExtents++;
    }
    if (footprint > maximum) maximum = footprint;
    const following = rounds.steps.at(step.index + 1);
    if (step.kind === 'drain' && following?.kind !== 'drain') {
      maxima.push(maximum);
      maximum = footprint;
    }
  }
  return maxima;
}

const largest = (values: readonly bigint[]): bigint => values.reduce((a, b) => (b > a ? b : a), 0n);
