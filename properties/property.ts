import type { Contract } from '../src/contract/contract-schema.js';
import type { Finding } from '../src/core/evidence.js';
import type { DamageEvent, Death, Step } from '../src/core/execution.js';
import type { EntryPointName } from '../src/core/entry-point.js';
import type { PropertyId } from '../src/core/property-id.js';
import type { SubjectDescription } from '../src/core/subject-description.js';
import type { Trial } from '../src/core/trial.js';
import type { ModelState } from '../models/interval-model.js';
import type { Expected } from '../models/placement-model.js';

/**
 * One claim about an allocator. A record of pure functions: they see what happened and what the
 * model says, never a subject, a clock or a random source.
 */
export interface Property {
  readonly id: PropertyId;
  /** The claim in one sentence. */
  readonly claim: string;
  /** The same as a formula over live intervals and answers. */
  readonly formula: string;
  /** Why anyone should care, and which mistake of other tools this form avoids. */
  readonly why: string;
  /** Standard clause, paper or issue. */
  readonly source: string;
  /** Path of the clause that claims it in this contract; undefined: not applicable. */
  clause(contract: Contract, subject: SubjectDescription): string | undefined;
  /** Judges one step. Undefined where only trials are judged. */
  checkStep?(moment: Moment): Judgement;
  /** Judges the executions derived from a main execution. */
  checkTrial?(trial: Trial, context: JudgeContext): Judgement;
}

export interface JudgeContext {
  readonly contract: Contract;
  readonly subject: SubjectDescription;
}

/** One step with the model before and after it. */
export interface Moment extends JudgeContext {
  readonly before: ModelState;
  readonly step: Step;
  readonly after: ModelState;
  /** Damage seen at this step. */
  readonly damages: readonly DamageEvent[];
  /** Set where the subject died in this step. */
  readonly death: Death | undefined;
  /** What the exact placement model answers; undefined where there is none or it has no say. */
  readonly expected: Expected | undefined;
  /** Most bytes that a growable region may have in this program; 0 for no limit. */
  readonly limitBytes: number;
  /** Whether every live block was read back after every step, so that damage names its step. */
  readonly everyStepRead: boolean;
  /** The step before, for claims about pairs. */
  readonly previous: Step | undefined;
  /** Entry point through which the block that the step before freed was first granted. */
  readonly previousEntry: EntryPointName | undefined;
}

/**
 * `notExercised`: this step says nothing about the claim. `holds`: it was checked. Otherwise the
 * finding; a property reports the first one of a step.
 */
export type Judgement = 'notExercised' | 'holds' | Finding;
