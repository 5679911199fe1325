import { decodeExecution } from '../core/decode-execution.js';
import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  packPrograms,
  type ExecutionBatch,
  type ProgramBatch,
} from '../core/execution-batch.js';
import type { Execution } from '../core/execution.js';
import { growthLimit } from '../core/growth-limit.js';
import { makeProgram, requestsOf, type Program } from '../core/program.js';
import type { Explanation } from '../judge/explain.js';
import { now } from './clock.js';
import { CLEAN, type KernelVerdict } from '../judge/kernel-state.js';
import { judgeTrial } from './examine.js';
import { HangingPrefixes } from './hanging-prefixes.js';
import { mayShow } from './may-show.js';
import { ordinaryBreak } from './ordinary-break.js';
import type { Patience } from './patience.js';
import { roundsOf } from './derive-rounds.js';
import { TrialRunner } from './run-trial.js';
import type { Session } from './session.js';
import { isHang, sameViolation, type Violation } from './violation.js';
import { kindOfViolation } from './violation-kind.js';

/** Candidates that may hang before the search ends; each costs its time limits and new threads. */
const MOST_HANGING = 60;

export interface CandidateOptions {
  /** Whether a candidate fails by its derived executions. */
  readonly judgesTrials: boolean;
  /** Whether it has to fail in the same request, and by as ordinary a size, which tells causes apart. */
  readonly keepsKind: boolean;
}

/** One candidate that was run. */
interface Ran {
  readonly index: number;
  readonly main: Execution;
  readonly verdict: KernelVerdict;
}

/** What came of a batch that ends at the first hang. */
interface RanBatch {
  readonly ran: Ran[];
  /** The candidate from which the rest has still to be run. */
  readonly next: number;
  /** The one that took too long for the first time, and is to be run again; absent: none. */
  readonly late?: number;
}

/**
 * Says of candidates which one is the first to break the same property, by clause and kind of
 * evidence: the oracle of a shrinker. Candidates run in batches that end at the first hang.
 */
export class FailingCandidates {
  /** The violation of the candidate that was answered last. */
  latest: Violation;
  private readonly hanging = new HangingPrefixes();
  private readonly spending = new AbortController();
  private hangs = 0;

  /** Steps that were run, those of derived executions among them. */
  stepsRun = 0;
  private foundMs = 0;
  private readonly session: Session;
  /** Runs the derived executions; undefined where the main one says it all. */
  private readonly trials: TrialRunner | undefined;

  constructor(
    session: Session,
    readonly violation: Violation,
    readonly options: CandidateOptions,
  ) {
    this.latest = violation;
    this.session = {
      ...session,
      run: (batch, patience) => this.runCounted(session, batch, patience),
    };
    this.trials = options.judgesTrials
      ? new TrialRunner(this.session, 'searching', roundsOf(violation.trial))
      : undefined;
  }

  private async runCounted(
    session: Session,
    programs: ProgramBatch,
    patience: Patience | undefined,
  ): Promise<ExecutionBatch> {
    const batch = await session.run(programs, patience, this.foundMs);
    for (let index = 0; index < programs.count; index++) {
      this.stepsRun += batch.headers[index * WORDS_PER_HEADER + Header.stepCount];
    }
    return batch;
  }

  /**
   * Runs the program that is shrunk once more, and allows each call of a candidate some times what all of
   * it took. A hang takes whatever it is given. @throws Interrupted
   */
  async measureFound(): Promise<void> {
    if (isHang(this.violation)) return;
    const started = now();
    await this.session.run(packPrograms([this.violation.program]), 'confirming');
    this.foundMs = now() - started;
  }

  /** Comes when so many candidates have hung that the search should end with what it has. */
  get spent(): AbortSignal {
    return this.spending.signal;
  }

  /**
   * What was answered last, without the requests behind the one that did not return: they were never
   * sent. Cheap moves would not find that out cheaply, since each candidate that hangs costs its limit.
   */
  withoutTail(program: Program): Program {
    const { main } = this.latest.trial;
    const last = main.steps.at(-1)?.request ?? -1;
    if (main.death === undefined || last < 0 || this.latest.program !== program) return program;
    return makeProgram(program.world, requestsOf(program).slice(0, last + 1));
  }

  /** Index of the first that fails; -1 for none. @throws Interrupted */
  async first(candidates: readonly Program[]): Promise<number> {
    let from = 0;
    while (from < candidates.length && !this.spent.aborted) {
      const left: number[] = [];
      for (let index = from; index < candidates.length; index++) {
        if (!this.hanging.has(candidates[index])) left.push(index);
      }
      if (left.length === 0) return -1;
      const { ran, next, late } = await this.run(candidates, left);
      if (late !== undefined) ran.push(...(await this.runAlone(candidates, late)));
      for (const one of ran) if (await this.fails(candidates[one.index], one)) return one.index;
      from = next;
    }
    return -1;
  }

  /**
   * Runs one that was late again, patiently. All that begins like one that hangs is never run, so
   * that a machine that was busy for a moment, at the first call of a program, would else leave the
   * search with no candidates at all.
   */
  private async runAlone(candidates: readonly Program[], index: number): Promise<Ran[]> {
    return (await this.run(candidates, [index], 'insisting')).ran;
  }

  /** Runs until one hangs; reads the batch to its end, since its memory is used again. */
  private async run(
    candidates: readonly Program[],
    indices: readonly number[],
    patience: Patience = 'searching',
  ): Promise<RanBatch> {
    const { session } = this;
    const programs = indices.map((index) => candidates[index]);
    const batch = await session.run(packPrograms(programs), patience);
    const ran: Ran[] = [];
    for (const [at, program] of programs.entries()) {
      const index = indices[at];
      if (batch.headers[at * WORDS_PER_HEADER] === ExecutionStatus.notRun) {
        // The first of a batch has no one before it to blame; it is passed over.
        return { ran, next: at === 0 ? index + 1 : index };
      }
      const isLate = HangingPrefixes.hasHung(batch, at);
      // Where it is a hang that is shrunk, what is left of it is confirmed in the end.
      if (isLate && patience === 'searching' && !isHang(this.violation))
        return { ran, next: index + 1, late: index };
      const limit = growthLimit(session.subject.description, program.world);
      const verdict = session.kernel.judge(batch, at, limit);
      const worth =
        this.trials !== undefined || mayShow(this.violation.finding, batch, at, verdict);
      if (worth) ran.push({ index, main: decodeExecution(batch, at, program), verdict });
      if (!isLate) continue;
      this.hanging.note(program, batch, at);
      if (++this.hangs >= MOST_HANGING) this.spending.abort();
      return { ran, next: index + 1 };
    }
    return { ran, next: candidates.length };
  }

  private async fails(program: Program, { main, verdict }: Ran): Promise<boolean> {
    const { session, trials, violation } = this;
    let trial: Violation['trial'] = { main, others: [] };
    if (trials !== undefined) {
      // What the main execution breaks by itself would lead.
      if (verdict !== CLEAN && judgeTrial(session, trial).findings.length > 0) return false;
      trial = await trials.run(main, [violation.property]);
    }
    const { findings }: Explanation = judgeTrial(session, trial);
    const lead = findings.at(0);
    if (lead === undefined || !sameViolation(lead, violation.finding)) return false;
    const consequences = findings.slice(1);
    const shown: Violation = { ...violation, finding: lead, consequences, program, trial };
    if (this.options.keepsKind && kindOfViolation(shown) !== kindOfViolation(violation))
      return false;
    if ((await ordinaryBreak(session, shown, 'searching')) !== undefined) return false;
    this.latest = shown;
    return true;
  }
}
