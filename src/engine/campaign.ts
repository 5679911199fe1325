import { coverageGoals } from '../contract/coverage-goals.js';
import { decodeExecution } from '../core/decode-execution.js';
import { ToolBugError } from '../core/errors.js';
import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  unpackProgram,
  unpackWorld,
  type ExecutionBatch,
  type ProgramBatch,
} from '../core/execution-batch.js';
import { growthLimit } from '../core/growth-limit.js';
import type { Execution } from '../core/execution.js';
import { Fault } from '../core/fault.js';
import { requestCount, type Program } from '../core/program.js';
import { printProgram } from '../core/program-literal.js';
import { propertyIds, type PropertyId } from '../core/property-id.js';
import type { CampaignEvent, Witness } from '../core/result.js';
import { propertyOf } from '../../properties/index.js';
import { CLEAN, UNSURE, type KernelVerdict } from '../judge/kernel.js';
import { tallyCoverage } from '../judge/tally-coverage.js';
import { contextOf, examineExecution, violationOf } from './examine.js';
import { ordinaryBreak } from './ordinary-break.js';
import { RefusedInits } from './refused-inits.js';
import type { TrialRunner } from './run-trial.js';
import type { Session } from './session.js';
import { isHang, isShorter, type Violation } from './violation.js';

/** An execution that the specification must look at. */
export interface ToExplain {
  readonly main: Execution;
  readonly verdict: KernelVerdict;
  /** Number of the program in the campaign. */
  readonly number: number;
}

/** What a batch left behind. */
export interface Absorbed {
  readonly taken: readonly ToExplain[];
  /** Index of the program that hung, and behind which none ran; -1 for none. */
  readonly hungAt: number;
}

/** What a campaign has seen so far; filled batch by batch. */
export class Campaign {
  readonly found = new Map<PropertyId, Violation>();
  /** Witnesses that are finished before the campaign is: those of hangs. */
  readonly witnesses = new Map<PropertyId, Witness>();
  readonly checks = new Map<PropertyId, number>();
  readonly coverage = new Map<string, number>();
  readonly inits = new RefusedInits();
  programs = 0;
  requests = 0;
  longestProgram = 0;
  /** Programs that ended with a violation before their end. */
  endedEarly = 0;
  /** Programs at which the last new violation was found. */
  private lastNews = 0;
  private hangs = 0;
  /** Whether any execution has hung, explained yet or not: then the next batch would hang as well. */
  hasHung = false;
  /**
   * Whether who runs a program confirms its hang (S12). At first the campaign does so itself, by the
   * shrunk program and not by each that hangs; from the first on that was slow only, it is done where
   * it happens, and costs eleven seconds.
   */
  confirmsHangs = false;
  private readonly goals;

  constructor(
    private readonly session: Session,
    private readonly trials: TrialRunner,
    private readonly options: {
      readonly plannedPrograms: number;
      readonly properties: ReadonlySet<PropertyId>;
      readonly onEvent: (event: CampaignEvent) => void;
      /** Confirms what may be a hang, shrunk where it `isTold`; undefined where it was slow only. */
      readonly confirmHang: (suspicion: Violation, isTold: boolean) => Promise<Witness | undefined>;
    },
  ) {
    this.goals = coverageGoals(session.contract, session.subject.description);
  }

  /**
   * Judges a batch by the kernel and takes out what must be explained. Reads the batch to its end
   * before it returns, since its memory is used again. `everyShort` takes out all short programs,
   * see `wantsEveryShort`.
   */
  absorb(
    programs: ProgramBatch,
    batch: ExecutionBatch,
    first: number,
    everyShort: boolean,
  ): Absorbed {
    const taken: ToExplain[] = [];
    let hungAt = -1;
    for (let index = 0; index < programs.count; index++) {
      if (batch.headers[index * WORDS_PER_HEADER] === ExecutionStatus.notRun) continue;
      const requests = programs.starts[index + 1] - programs.starts[index];
      this.programs++;
      this.requests += batch.headers[index * WORDS_PER_HEADER + Header.stepCount];
      if (batch.headers[index * WORDS_PER_HEADER + Header.fault] === Fault.hang) hungAt = index;
      this.longestProgram = Math.max(this.longestProgram, requests);
      const world = unpackWorld(programs, index);
      this.inits.take(batch, index, world);
      const limit = growthLimit(this.session.subject.description, world);
      const verdict = this.session.kernel.judge(batch, index, limit);
      const number = first + index;
      const steps = batch.headers[index * WORDS_PER_HEADER + Header.stepCount];
      const isDue = number % EXPLAIN_EVERY === 0 && steps <= MOST_STEPS;
      const isWanted = everyShort && steps <= FEW_STEPS;
      const sample = (isDue || isWanted) && requests <= LONGEST_SAMPLED;
      const exact = this.session.contract.placement !== undefined && requests <= LONGEST_EXACT;
      if (verdict === CLEAN && !sample && !exact) continue;
      const main = decodeExecution(batch, index, unpackProgram(programs, index));
      taken.push({ main, verdict, number });
    }
    this.session.kernel.takeChecks(this.checks);
    this.hasHung ||= hungAt >= 0;
    return { taken, hungAt };
  }

  /**
   * Whether coverage is still to be had from every short program: a goal that is met in few of them
   * would be missed by a sample, and then a run of a correct allocator would end without a verdict.
   */
  wantsEveryShort(): boolean {
    return (
      this.programs < SAMPLED_FROM &&
      this.goals.goals.some(({ id, need }) => (this.coverage.get(id) ?? 0) < need)
    );
  }

  /** Whether goals were missed, and each of them was reached at least once. */
  isNearlyCovered(): boolean {
    const missed = this.goalResults().filter(({ reached, needed }) => reached < needed);
    return missed.length > 0 && missed.every(({ reached }) => reached > 0);
  }

  /** Explains what a batch left to explain; answers whether more programs are worth running. */
  async explain(taken: readonly ToExplain[]): Promise<boolean> {
    for (const one of taken) await this.explainOne(one);
    this.options.onEvent({
      kind: 'progress',
      programs: this.programs,
      requests: this.requests,
      plannedPrograms: Math.max(this.options.plannedPrograms, this.programs),
      violated: this.found.size,
    });
    if (this.hangs >= MOST_HANGS) return false;
    return (
      this.found.size === 0 || this.programs - this.lastNews < this.options.plannedPrograms / 4
    );
  }

  private async explainOne({ main, verdict, number }: ToExplain): Promise<void> {
    const { program } = main;
    const wanted =
      number % TRIAL_EVERY === 0
        ? this.trials
            .claimed()
            .filter((id) => this.options.properties.has(id) && !this.found.has(id))
        : [];
    const { trial, explanation, alone } = await examineExecution(
      this.session,
      this.trials,
      main,
      wanted,
    );
    for (const [id, count] of explanation.checks) {
      // What the kernel has counted already is not counted twice.
      if (verdict !== UNSURE && propertyOf[id].countedBy !== 'specification') continue;
      this.checks.set(id, (this.checks.get(id) ?? 0) + count);
    }
    const context = contextOf(this.session);
    for (const [goal, count] of tallyCoverage(main, context)) {
      this.coverage.set(goal, (this.coverage.get(goal) ?? 0) + count);
    }
    this.compare(verdict, alone.findings.length > 0, program);
    const told = violationOf(program, trial, explanation);
    if (told === undefined) return;
    const hung = main.death?.fault === 'hang';
    const session = hung ? withoutConfirming(this.session) : this.session;
    const isNew = !this.found.has(told.property);
    const violation = (isNew ? await ordinaryBreak(session, told) : undefined) ?? told;
    if (hung && !this.confirmsHangs && !(await this.confirm(violation))) {
      // It runs again, with all the patience that it may need.
      this.confirmsHangs = true;
      this.programs--;
      return;
    }
    this.endedEarly++;
    // One that is asked about makes the point; others end a campaign only when they go on.
    if (hung) {
      this.hangs += this.options.properties.has(violation.property) ? MOST_HANGS : 1;
    }
    if (!this.options.properties.has(violation.property)) return;
    const earlier = this.found.get(violation.property);
    if (earlier !== undefined) {
      if (isShorter(violation, earlier)) this.found.set(violation.property, violation);
      return;
    }
    this.found.set(violation.property, violation);
    this.lastNews = this.programs;
    const requests = requestCount(program);
    this.options.onEvent({ kind: 'violationFound', property: violation.property, requests });
  }

  /**
   * Whether a violation stands: it is no hang, or one that is confirmed, or not the first of its kind.
   * One that nobody asked about is never told, so its kind is confirmed once, and as it was found.
   */
  async confirm(violation: Violation): Promise<boolean> {
    const { property } = violation;
    if (!isHang(violation) || this.found.has(property)) return true;
    const isTold = this.options.properties.has(property);
    if (!isTold && this.hangs > 0) return true;
    const witness = await this.options.confirmHang(violation, isTold);
    if (witness === undefined) return false;
    if (isTold) this.witnesses.set(property, witness);
    return true;
  }

  /** The fast judge and the specification must agree; if they do not, no verdict of either is worth anything. */
  private compare(verdict: number, broken: boolean, program: Program): void {
    if (verdict === UNSURE || this.session.contract.placement !== undefined) return;
    if ((verdict === CLEAN) === !broken) return;
    const fast = verdict === CLEAN ? 'clean' : `violates ${propertyIds[verdict - 1]}`;
    throw new ToolBugError(
      `the fast judge says ${fast} and the specification does not agree, on ${printProgram(program)}`,
    );
  }

  /** Coverage goals with their counts. */
  goalResults(): { goal: string; reached: number; needed: number }[] {
    return this.goals.goals.map((goal) => ({
      goal: goal.id,
      reached: this.coverage.get(goal.id) ?? 0,
      needed: goal.need,
    }));
  }

  get leftOut(): readonly { readonly id: string; readonly because: string }[] {
    return this.goals.leftOut;
  }
}

/** A hang that is seen here is confirmed later. */
export const withoutConfirming = (session: Session): Session => ({
  ...session,
  settings: { ...session.settings, confirmHangs: false, stopAtHang: true },
});

/** One program in four is explained as well, for coverage and to compare the judges. */
const EXPLAIN_EVERY = 4;
const LONGEST_SAMPLED = 200;
/** Steps of what is sampled: a fill may make thousands of one request. */
const MOST_STEPS = 4_000;
/** Steps of what is explained beyond the sample. */
const FEW_STEPS = 500;
/** From so many programs on a goal that is missed is out of reach, and a sample has to do. */
const SAMPLED_FROM = 1_024;
/** Under an exact placement model every program up to this length is explained. */
const LONGEST_EXACT = 2_000;
/** One program in eight is tried against its derived executions (S5). */
const TRIAL_EVERY = 8;
/** A hang costs its limit ten times over; after so many that nobody asked about a campaign ends. */
const MOST_HANGS = 4;
