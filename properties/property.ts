import type { Contract } from '../src/contract/document/contract-schema.js';
import type { EvidenceKind, EvidenceOf, Finding } from '../src/core/evidence.js';
import type { ObservationCounts } from '../src/core/execution.js';
import type { PropertyId } from '../src/core/property-id.js';
import type { Provocations } from '../src/contract/terms/provocations.js';
import type { Terms } from '../src/contract/terms/terms.js';
import type { SubjectDescription } from '../src/core/subject-description.js';
import type { DerivedRole, Trial } from '../src/core/trial.js';
import type { Moment } from './each-moment.js';

/**
 * One claim about an allocator, and all that the tool knows of it: a record of data and pure functions,
 * which see what happened and what the model says, never a subject, a clock or a random source.
 */
export type Property<
  Id extends PropertyId = PropertyId,
  Kind extends EvidenceKind = EvidenceKind,
> = Claim<Id, Kind> & JudgesSteps<Kind> & JudgesTrials<Kind>;

interface Claim<Id extends PropertyId, Kind extends EvidenceKind> {
  readonly id: Id;
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
  /**
   * Why no program can exercise it although it is claimed, as the end of a sentence: told as NOT TESTED.
   * Undefined where one can; absent: one always can.
   */
  readonly whyNotTested?: (never: Provocations) => string | undefined;
  /** What a finding of it can show; the compiler lets it show nothing else. */
  readonly evidence: readonly Kind[];
  /**
   * Who counts how often it was exercised. `judges`: the kernel in what it judges, the specification in
   * the rest. `specification`: that alone, in all that it looks at. Otherwise who compares bytes where the
   * allocator runs, under this name of the record; a judge adds what it compares by itself.
   */
  readonly countedBy: 'judges' | 'specification' | { readonly observer: keyof ObservationCounts };
}

type JudgesSteps<Kind extends EvidenceKind> =
  | {
      /** Judges one step. */
      readonly checkStep: (moment: Moment) => Judgement<Kind>;
      /**
       * What a broken step leaves behind. `ends`: memory that nobody can trust, so the execution ends.
       * `goesOn`: nothing but a wrong answer; the model adopts it, and the property is mute from then on (S19).
       */
      readonly onceBroken: 'ends' | 'goesOn';
    }
  | { readonly checkStep?: undefined; readonly onceBroken?: undefined };

type JudgesTrials<Kind extends EvidenceKind> =
  | {
      /** Judges the executions derived from a main execution. */
      readonly checkTrial: (trial: Trial, context: JudgeContext) => Judgement<Kind>;
      /** The executions that it needs for that. */
      readonly needs: readonly Need[];
      /** Evidence that concerns a program as a whole: no single step breaks the claim. Absent: none. */
      readonly ofWholeProgram?: readonly Kind[];
    }
  | {
      readonly checkTrial?: undefined;
      readonly needs?: undefined;
      readonly ofWholeProgram?: undefined;
    };

/** An execution that a property asks for beside the main one. */
export interface Need {
  readonly role: DerivedRole;
  readonly why: string;
  /** Contracts under which it says something; absent: all that claim the property. */
  readonly under?: (contract: Contract) => boolean;
}

export interface JudgeContext {
  readonly contract: Contract;
  readonly subject: SubjectDescription;
  /** What that contract says of that subject. */
  readonly terms: Terms;
}

/**
 * `notExercised`: this step says nothing about the claim. `holds`: it was checked. Otherwise the
 * finding; a property reports the first one of a step.
 */
export type Judgement<Kind extends EvidenceKind = EvidenceKind> =
  'notExercised' | 'holds' | Finding<EvidenceOf<Kind>>;

/** The record as it is given; it ties id and findings to what the record says of them. */
export const property = <const Id extends PropertyId, const Kind extends EvidenceKind>(
  record: Claim<Id, Kind> & JudgesSteps<NoInfer<Kind>> & JudgesTrials<NoInfer<Kind>>,
): Property<Id, Kind> => record;

/** The executions that a property needs under a contract. */
export const rolesOf = ({ needs = [] }: Property, contract: Contract): DerivedRole[] =>
  needs.filter(({ under }) => under?.(contract) ?? true).map(({ role }) => role);
