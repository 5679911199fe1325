import type { AskedCounts } from './asked-counts.js';
import type { Finding } from './evidence.js';
import type { Proof } from './evidence-proof.js';
import type { Execution } from './execution.js';
import type { Program } from './program.js';
import type { PropertyId } from './property-id.js';
import type { ReasonKind } from './reason-kind.js';
import type { SubjectDescription } from './subject-description.js';
import type { Trial } from './trial.js';
import type { Verdict } from './verdict.js';

/**
 * What is known of a subject when a campaign ends: the data behind every report. Nothing here is
 * rendered; reporters are functions of it.
 */
export interface SubjectResult {
  readonly subject: SubjectDescription;
  readonly contract: ContractSummary;
  readonly seed: number;
  /** violated if any property is, else inconclusive if any is, else holds. */
  readonly verdict: Verdict;
  readonly bounds: Bounds;
  readonly coverage: readonly GoalResult[];
  /** Goals that the contract or the subject makes impossible, and why (S32). */
  readonly leftOut: readonly LeftOutGoal[];
  /** All properties, in the order of `propertyIds`; see `violatedFirst` for the order of telling. */
  readonly properties: readonly PropertyResult[];
  /** What is promised and no program can test, known before the campaign began. */
  readonly notTested: readonly NotTested[];
  /** How the campaign ended. */
  readonly ended: 'complete' | 'timeSpent' | 'interrupted' | 'violated';
  /** Things a reviewer must know: a contract chosen by default, a saved witness that is fixed now. */
  readonly notes: readonly string[];
  /** What was asked for in all programs, and how much of it was granted; absent where nobody counted. */
  readonly asked?: AskedCounts;
  /** A program that shows how the subject behaves; absent where none of a fitting length ran. */
  readonly sampleRun?: SampleRun;
}

/** A judged program in which nothing broke: a picture of ordinary behaviour, and no proof of anything. */
export interface SampleRun {
  /** Number of the program in the campaign. */
  readonly number: number;
  readonly execution: Execution;
}

export interface ContractSummary {
  readonly name: string;
  /** SHA-256 of the resolved contract, lower-case hex. */
  readonly digest: string;
  /** Who chose it and why: "asked for by --contract", "exports malloc and free (S17)". */
  readonly because: string;
  /** The resolved contract document, for witnesses. */
  readonly document: unknown;
}

export interface Bounds {
  readonly programs: number;
  readonly requests: number;
  /** Requests of the longest program. */
  readonly longestProgram: number;
  readonly elapsedMs: number;
}

export interface GoalResult {
  readonly goal: string;
  readonly reached: number;
  readonly needed: number;
}

export interface LeftOutGoal {
  readonly id: string;
  readonly because: string;
}

/** What no program can bring about, so that no verdict says anything of it. */
export interface NotTested {
  /** A property, or what a subject does where its memory is full, or what several threads do. */
  readonly of: PropertyId | 'exhaustion' | 'threads';
  /** The end of a sentence. */
  readonly because: string;
}

export interface PropertyResult {
  readonly id: PropertyId;
  readonly verdict: Verdict;
  /** Path of the contract clause; empty where not applicable. */
  readonly clause: string;
  readonly checks: number;
  /** Why it is inconclusive or not applicable; empty otherwise. */
  readonly reason: string;
  /** The same as a word; undefined where it holds or is violated. */
  readonly reasonKind: ReasonKind | undefined;
  /** The most ordinary of its witnesses; undefined where not violated. */
  readonly witness: Witness | undefined;
  /** Witnesses that differ from it in request, evidence or how ordinary they are; two at most. */
  readonly furtherWitnesses: readonly Witness[];
  /** Kinds of violations that were found beside these and are not told. */
  readonly untoldKinds: number;
  /** What was seen and did not happen again, where the property is inconclusive for it. */
  readonly seenOnce: SeenOnceWitness | undefined;
}

/** A violation that did not happen again, so that no verdict rests on it. */
export interface SeenOnceWitness {
  readonly witness: Witness;
  /** Programs in which the property was broken and not again. */
  readonly programs: number;
}

export interface Witness {
  readonly finding: Finding;
  /** What else breaks in the same trial, by S19. */
  readonly consequences: readonly Finding[];
  readonly program: Program;
  /** One line, see S37. */
  readonly literal: string;
  readonly trial: Trial;
  /** Whether every shorter program over the witness's own alphabet was tried. */
  readonly shortest: boolean;
  /** What the verdict rests on: on recorded answers, on repetition, or on nothing that would do. */
  readonly proof: Proof;
  /** Fails k times of n runs. */
  readonly failsIn: readonly [number, number];
  /** Requests before shrinking. */
  readonly foundAtRequests: number;
  /** What was varied in it, one quantity at a time; absent where nothing was. */
  readonly variations?: readonly WitnessVariation[];
  /** Where the witness file was written, relative to the working directory; empty if nowhere. */
  readonly file: string;
}

/** One quantity of a witness that was given other values, with all else as it is. */
export interface WitnessVariation {
  readonly of: 'size' | 'align' | 'region' | 'base' | 'fill';
  /** Index of the request that it belongs to; absent where it belongs to the world. */
  readonly request?: number;
  /** The witness's own value; absent in files of earlier versions. */
  readonly was?: number | string;
  /** Values with which the same property breaks as well: bytes, or the name of a fill. */
  readonly broken: readonly (number | string)[];
  /** Values that were tried and with which it does not. */
  readonly kept: readonly (number | string)[];
}

/** What a campaign tells while it runs. Reporters and progress lines consume these. */
export type CampaignEvent =
  | {
      readonly kind: 'subjectLoaded';
      readonly subject: SubjectDescription;
      readonly contract: ContractSummary;
      readonly seed: number;
    }
  | {
      readonly kind: 'progress';
      readonly programs: number;
      readonly requests: number;
      readonly plannedPrograms: number;
      readonly violated: number;
    }
  | { readonly kind: 'violationFound'; readonly property: PropertyId; readonly requests: number }
  | {
      readonly kind: 'shrunk';
      readonly property: PropertyId;
      readonly fromRequests: number;
      readonly toRequests: number;
    }
  | { readonly kind: 'subjectDone'; readonly result: SubjectResult };
