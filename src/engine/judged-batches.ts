import { noneAsked, type AskedCounts } from '../core/asked-counts.js';
import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  unpackProgram,
  unpackWorld,
  type ExecutionBatch,
} from '../core/execution-batch.js';
import { Fault } from '../core/fault.js';
import { growthLimit } from '../core/growth-limit.js';
import type { PropertyId } from '../core/property-id.js';
import { decoded, keptRecord } from '../core/recorded-execution.js';
import type { GeneratedBatch, ProgramSource } from '../generate/program-source.js';
import { CLEAN, type KernelVerdict } from '../judge/kernel-state.js';
import { addedCounts, emptyCounts, type GoalCounts } from '../judge/coverage-counter.js';
import { countAskedIn } from '../judge/asked-counter.js';
import type { Campaign, CampaignState } from './campaign.js';
import { now } from './clock.js';
import {
  bothInits,
  neverRefused,
  refusedIn,
  refusedInit,
  type RefusedInits,
} from './refused-inits.js';
import type { TriedProgram } from './run-trial.js';
import { isBriefly, isSampled, isTried } from './sampling.js';

/** An execution that is looked at again, by the specification or by derived executions. */
export interface DueProgram extends TriedProgram {
  readonly verdict: KernelVerdict;
  /** How often it reached each goal of coverage. */
  readonly coverage: GoalCounts;
  /** Number of the program in the campaign. */
  readonly number: number;
  /** Whether the specification walks it. */
  readonly isExplained: boolean;
  /** Whether it is tried against derived executions. */
  readonly isTried: boolean;
  /** Whether it was late, which nobody has confirmed: then it is not counted yet. */
  readonly isSuspected: boolean;
}

/** A batch that has run and that the kernel has judged. */
export interface JudgedBatch {
  /** Number of the program behind the last one that ran. */
  readonly end: number;
  readonly programs: number;
  readonly requests: number;
  readonly longestProgram: number;
  readonly checks: ReadonlyMap<PropertyId, number>;
  /** What its programs asked for, and how much of it was granted. */
  readonly asked: AskedCounts;
  /** How often its programs reached each goal. */
  readonly coverage: GoalCounts;
  readonly inits: RefusedInits;
  readonly due: readonly DueProgram[];
  /** Whether a program was late, behind which none ran. */
  readonly wasLate: boolean;
}

/** Programs that run in a row, with one patience. */
export interface Leg {
  readonly source: ProgramSource;
  readonly first: number;
  readonly until: number;
  readonly patience: CampaignState['patience'];
  /** Whether the next batch runs while one is explained. */
  readonly runsAhead: boolean;
  /** On the engine's clock; Infinity for none. */
  readonly deadlineMs: number;
}

/**
 * Runs the programs of a leg batch by batch; each has been judged by the kernel when it is handed out.
 * Ends behind a batch in which a program was late, and where the time is spent. @throws Interrupted
 */
export async function* judgedBatches(campaign: Campaign, leg: Leg): AsyncGenerator<JudgedBatch> {
  const batches = leg.source.batches(leg.first, leg.until);
  let running = next();
  try {
    while (running !== undefined) {
      const judged = await running;
      running = leg.runsAhead && !judged.wasLate ? next() : undefined;
      yield judged;
      if (judged.wasLate) return;
      running ??= next();
    }
  } finally {
    // Who ends the leg early finds the subject at rest.
    await running?.catch(() => undefined);
  }

  function next(): Promise<JudgedBatch> | undefined {
    const batch = now() < leg.deadlineMs ? batches.next() : { done: true as const };
    if (batch.done === true) return undefined;
    const { value } = batch;
    const judged = campaign.session
      .run(value.programs, leg.patience)
      // Read to its end at once, since its memory is used again.
      .then((executions) => judgeBatch(campaign, leg, value, executions));
    // Whoever awaits it sees what it threw; where the campaign ends before, nobody does.
    judged.catch(() => undefined);
    return judged;
  }
}

function judgeBatch(
  { session, sampling, counter }: Campaign,
  leg: Leg,
  { programs, first }: GeneratedBatch,
  batch: ExecutionBatch,
): JudgedBatch {
  const { headers } = batch;
  const due: DueProgram[] = [];
  let coverage = emptyCounts();
  const asked = noneAsked();
  let inits = neverRefused;
  let [counted, requests, longestProgram] = [0, 0, 0];
  let end = first;
  let wasLate = false;
  for (let index = 0; index < programs.count; index++) {
    const header = index * WORDS_PER_HEADER;
    if (headers[header + Header.status] === ExecutionStatus.notRun) continue;
    const number = first + index;
    end = number + 1;
    const world = unpackWorld(programs, index);
    const verdict = session.kernel.judge(
      batch,
      index,
      growthLimit(session.subject.description, world),
    );
    const steps = headers[header + Header.stepCount];
    const isLate = headers[header + Header.fault] === Fault.hang && leg.patience !== 'confirming';
    if (!isLate) {
      counted++;
      countAskedIn(batch, index, asked);
      requests += steps;
      longestProgram = Math.max(
        longestProgram,
        programs.starts[index + 1] - programs.starts[index],
      );
      if (refusedInit(batch, index)) inits = bothInits(inits, refusedIn(world));
    }
    wasLate ||= isLate;
    const isExplained = verdict !== CLEAN || isSampled(sampling, number, steps);
    const tried = isTried(sampling, number, steps);
    if (!isExplained && !tried) {
      counter.count(batch, index, world, coverage);
      continue;
    }
    const own = emptyCounts();
    counter.count(batch, index, world, own);
    if (!isLate) coverage = addedCounts(coverage, own);
    const recorded = keptRecord({ batch, index, program: unpackProgram(programs, index) });
    due.push({
      main: decoded(recorded),
      recorded,
      isCompared: isExplained,
      isBrief: isBriefly(sampling, number),
      verdict,
      coverage: own,
      number,
      isExplained,
      isTried: tried,
      isSuspected: isLate,
    });
  }
  const checks = new Map<PropertyId, number>();
  session.kernel.takeChecks(checks);
  return {
    end,
    programs: counted,
    requests,
    longestProgram,
    checks,
    asked,
    coverage,
    inits,
    due,
    wasLate,
  };
}
