import type { Contract } from '../../dist/src/contract/document/contract-schema.js';
import type { PropertyId } from '../../dist/src/core/property-id.js';
import type { NotTested } from '../../dist/src/core/result.js';
import { propertyIds } from '../../dist/src/core/property-id.js';
import { beginning, campaignOn, goalResults, withBatch } from '../../dist/src/engine/campaign.js';
import { explainProgram } from '../../dist/src/engine/explain-program.js';
import { judgedBatches } from '../../dist/src/engine/judged-batches.js';
import { notTestedOf, whyNotTested } from '../../dist/src/engine/not-tested.js';
import { openSession } from '../../dist/src/engine/session.js';
import { tryClean } from '../../dist/src/engine/try-programs.js';
import { ProgramSource } from '../../dist/src/generate/program-source.js';
import { CLEAN } from '../../dist/src/judge/kernel-state.js';
import type { Subject } from '../../dist/src/subjects/subject.js';
import { propertyOf } from '../../dist/properties/index.js';

/** What programs of a plan came to. */
export interface Exercised {
  /** What is waited for and never came. */
  readonly left: {
    /** Claimed properties without a check. */
    readonly properties: readonly PropertyId[];
    /** Goals that were never reached. */
    readonly goals: readonly string[];
    /** Properties that broke. */
    readonly broken: readonly PropertyId[];
  };
  /** What was known beforehand to be out of reach. */
  readonly known: readonly NotTested[];
}

/** Programs of a quick campaign; what none of so many comes to, none will. */
const MOST_PROGRAMS = 1_600;

/** Those of them that the specification looks at and that are tried against derived executions. */
const EXPLAINED = 64;

/** Puts programs of the plan to a subject until everything that is waited for was exercised. */
export async function exercise(subject: Subject, contract: Contract): Promise<Exercised> {
  const locator = subject.description.locator;
  const session = await openSession({
    locator,
    subject,
    contract: { input: contract, where: 'a test' },
    effort: 'quick',
  });
  const campaign = campaignOn(session, {
    seed: 1,
    effort: 'quick',
    plannedPrograms: MOST_PROGRAMS,
    mayProlong: false,
    properties: new Set(propertyIds),
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });
  const cannotTest = notTestedOf(session);
  const claimed = propertyIds.filter(
    (id) =>
      propertyOf[id].clause(session.contract, session.subject.description) !== undefined &&
      whyNotTested(cannotTest, id) === undefined,
  );
  const leg = {
    source: new ProgramSource(session.plan, 1),
    first: 0,
    until: MOST_PROGRAMS,
    patience: 'confirming',
    runsAhead: false,
    deadlineMs: Infinity,
  } as const;
  let state = beginning;
  const left = (): Exercised['left'] => ({
    properties: claimed.filter((id) => (state.checks.get(id) ?? 0) === 0),
    goals: goalResults(campaign, state)
      .filter(({ reached }) => reached === 0)
      .map(({ goal }) => goal),
    broken: [...state.found.values()].map(({ property }) => property),
  });
  for await (const batch of judgedBatches(campaign, leg)) {
    state = withBatch(state, batch);
    const due = batch.due.filter(({ number, verdict }) => number < EXPLAINED || verdict !== CLEAN);
    const tried = await tryClean(campaign, state, due);
    for (const program of due) state = await explainProgram(campaign, state, program, tried);
    const { properties, goals, broken } = left();
    if (properties.length + goals.length === 0 || broken.length > 0) break;
  }
  return { left: left(), known: cannotTest };
}
