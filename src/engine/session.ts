import type { Contract } from '../contract/document/contract-schema.js';
import { chooseContract, type ContractAsked } from '../contract/choose-contract.js';
import { contractDigest } from '../contract/document/contract-digest.js';
import { runSettings } from '../contract/terms/run-settings.js';
import { termsOf, type Terms } from '../contract/terms/terms.js';
import type { ExecutionBatch, ProgramBatch } from '../core/execution-batch.js';
import type { ContractSummary } from '../core/result.js';
import type { SubjectDescription } from '../core/subject-description.js';
import { makePlan, type Effort, type GenerationPlan } from '../generate/generation-plan.js';
import { acceptedRegion, type AcceptedRegion } from './accepted-region.js';
import { Interrupted, unlessInterrupted } from './interrupted.js';
import { describeOwnMemory } from './own-memory.js';
import { Kernel } from '../judge/kernel.js';
import { withPatience, type Patience } from './patience.js';
import { requireCalls } from './require-calls.js';
import { loadSubject, type LoadedSubject } from '../subjects/load-subject.js';
import type { RunSettings, Subject } from '../subjects/subject.js';

/** A loaded subject with the contract that it is judged by: what every command starts from. */
export interface Session {
  readonly subject: Subject;
  readonly contract: Contract;
  /** What that contract says of that subject: compiled once, read by all. */
  readonly terms: Terms;
  readonly summary: ContractSummary;
  /** The settings of an ordinary run, see `Patience`. */
  readonly settings: RunSettings;
  readonly kernel: Kernel;
  /** What may be asked of this subject under this contract. */
  readonly plan: GenerationPlan;
  /**
   * Runs a batch when those before it are done, `confirming` its hangs where no patience is named. The
   * answer is valid until the second next batch, so it is read before anything else is awaited. Of a
   * shrinker's candidates, `foundMs` is what the program took that is shrunk; absent: nothing to speak of.
   * @throws Interrupted
   */
  run(batch: ProgramBatch, patience?: Patience, foundMs?: number): Promise<ExecutionBatch>;
  /** The session in which each program has an evaluation of the module to itself. */
  evaluatingEach(): Session;
}

export interface SessionOptions extends ContractAsked {
  /** How long programs get; absent: standard. */
  readonly effort?: Effort;
  readonly locator: string;
  /** A subject that is open already, in place of the one that the locator names. */
  readonly subject?: Subject;
  /** Functions of the subject by the name of the port's function, for odd exports. */
  readonly functions?: Readonly<Record<string, string>>;
  /** Milliseconds that a call may take before it is suspected of hanging; absent: 1,000 (S12). */
  readonly hangLimitMs?: number;
  /** Ends a run that is under way, and every later one, with Interrupted; absent: nothing does. */
  readonly signal?: AbortSignal;
}

/** A call that takes longer is a hang; confirmed alone with ten times as much (S12). */
const HANG_LIMIT_MS = 1000;
/**
 * Most steps that a fill or drain may expand to. An exact model walks all that is live in every step, so
 * there it is less: what fills a pool of many units has to ask for larger blocks.
 */
const MACRO_LIMITS = { usual: 20_000, placement: 2_000 } as const;

/** @throws SubjectError, UsageError, Interrupted */
export async function openSession(options: SessionOptions): Promise<Session> {
  const functions = options.functions === undefined ? {} : { functions: options.functions };
  const { signal } = options;
  const loaded =
    options.subject ??
    (await loadUnlessInterrupted(loadSubject(options.locator, functions), signal));
  try {
    const { contract, because } = await chooseContract(loaded.description, options);
    const settings: RunSettings = runSettings(termsOf(contract, loaded.description), {
      hangLimitMs: options.hangLimitMs ?? HANG_LIMIT_MS,
      macroLimit: MACRO_LIMITS[contract.placement === undefined ? 'usual' : 'placement'],
    });
    const described = describeOwnMemory(loaded, contract, settings);
    const alone = await unlessInterrupted(described, signal);
    const accepted = await unlessInterrupted(acceptedRegion(loaded, contract, settings), signal);
    const subject = describedAs(loaded, withInit(alone, accepted));
    const terms = termsOf(contract, subject.description);
    const known = {
      subject,
      contract,
      terms,
      summary: {
        name: contract.name,
        digest: contractDigest(contract),
        because,
        document: contract,
      },
      plan: makePlan(terms, {
        effort: options.effort ?? 'standard',
        ...(accepted === undefined ? {} : { acceptedRegionBytes: accepted.shortestBytes }),
      }),
      kernel: new Kernel(terms),
    };
    return runningBy(known, settings, signal);
  } catch (error) {
    await loaded.close();
    throw error;
  }
}

/** The session that runs its batches one after the other by these settings. */
function runningBy(
  known: Omit<Session, 'settings' | 'run' | 'evaluatingEach'>,
  settings: RunSettings,
  signal: AbortSignal | undefined,
): Session {
  const { subject } = known;
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...known,
    settings,
    run(batch, patience = 'confirming', foundMs = 0) {
      const running = last.then(() => {
        if (signal?.aborted === true) throw new Interrupted();
        requireCalls(batch, subject.description);
        return unlessInterrupted(
          subject.run(batch, withPatience(settings, patience, foundMs)),
          signal,
        );
      });
      // The next run waits for what the caller waits for, who has then read this one's answer.
      last = running.catch(() => undefined);
      return running;
    },
    evaluatingEach: () => runningBy(known, { ...settings, evaluateEach: true }, signal),
  };
}

/** The subject, described with what was measured of it. */
const describedAs = (subject: Subject, description: SubjectDescription): Subject =>
  subject.description === description
    ? subject
    : {
        description,
        run: (batch, settings) => subject.run(batch, settings),
        close: () => subject.close(),
      };

/** What init takes of a region at once belongs to what is known of a subject that grows within it. */
const withInit = (
  description: SubjectDescription,
  accepted: AcceptedRegion | undefined,
): SubjectDescription =>
  accepted?.initialFootprintBytes === undefined
    ? description
    : { ...description, initialFootprintBytes: accepted.initialFootprintBytes };

/** Ctrl-C may end what loads the subject, too, which then is no fault of the subject. */
async function loadUnlessInterrupted(
  loading: Promise<LoadedSubject>,
  signal: AbortSignal | undefined,
): Promise<Subject> {
  try {
    return (await loading).subject;
  } catch (error) {
    throw signal?.aborted === true ? new Interrupted() : error;
  }
}
