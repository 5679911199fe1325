import { allProperties } from '../../properties/index.js';
import type { JudgeContext, Judgement, Moment, Property } from '../../properties/property.js';
import {
  applyStep,
  findLive,
  initialState,
  type ModelRules,
  type ModelState,
} from '../../models/interval-model.js';
import {
  advancePlacement,
  expectedAnswer,
  initialPlacement,
  type PlacementState,
} from '../../models/placement-model.js';
import { sizeLaw } from '../contract/size-law.js';
import type { Finding } from '../core/evidence.js';
import type { Execution, ExtentsEvent, Step } from '../core/execution.js';
import { growthLimit } from '../core/growth-limit.js';
import { leadOrder, type PropertyId } from '../core/property-id.js';
import type { Trial } from '../core/trial.js';

/** What the specification says of one trial. */
export interface Explanation {
  /** In the order of S19: the first one leads, the others are consequences. */
  readonly findings: readonly Finding[];
  /** How often each property was exercised. */
  readonly checks: ReadonlyMap<PropertyId, number>;
}

/**
 * Violations that corrupt nothing: the model adopts the answer and goes on with the property muted;
 * after any other the execution ends (S19).
 */
const adoptable: ReadonlySet<PropertyId> = new Set([
  'alignment',
  'zero-size',
  'null-on-exhaustion',
  'no-spurious-null',
  'reuse-after-free',
]);

/** A refusal that names no error, or a wrong one, leaves the memory as it must be. */
const isAdoptable = ({ property, evidence }: Finding): boolean =>
  adoptable.has(property) || evidence.kind === 'refusalError';

/**
 * The slow judge: walks a trial through the model and asks every property about every moment.
 */
export function explain(trial: Trial, context: JudgeContext): Explanation {
  const tally = new Tally();
  const asked = askedOf(context);
  const ended = explainSteps(trial.main, context, asked, tally);
  if (!ended) explainWhole(trial, context, asked, tally);
  tally.findings.sort((a, b) => a.step - b.step || order(a) - order(b));
  return { findings: tally.findings, checks: tally.checks };
}

/**
 * What several executions say together, without a look at the steps of the main one: for long
 * programs whose steps the kernel has found clean, because the walk is quadratic in what is live.
 */
export function explainDerived(trial: Trial, context: JudgeContext): Explanation {
  const tally = new Tally();
  explainWhole(trial, context, askedOf(context), tally);
  return { findings: tally.findings, checks: tally.checks };
}

const askedOf = (context: JudgeContext): readonly Property[] =>
  allProperties.filter(
    (property) => property.clause(context.contract, context.subject) !== undefined,
  );

function explainWhole(
  trial: Trial,
  context: JudgeContext,
  asked: readonly Property[],
  tally: Tally,
): void {
  for (const property of asked) {
    if (property.checkTrial === undefined) continue;
    tally.take(property.id, property.checkTrial(trial, context));
  }
}

const order = (finding: Finding): number => leadOrder.get(finding.property) ?? 0;

class Tally {
  readonly findings: Finding[] = [];
  readonly checks = new Map<PropertyId, number>();

  add(id: PropertyId, count: number): void {
    this.checks.set(id, (this.checks.get(id) ?? 0) + count);
  }

  take(id: PropertyId, judgement: Judgement): Finding | undefined {
    if (judgement === 'notExercised') return undefined;
    this.add(id, 1);
    if (judgement === 'holds') return undefined;
    this.findings.push(judgement);
    return judgement;
  }
}

/** Answers whether the execution ended with a violation that corrupts. */
function explainSteps(
  execution: Execution,
  context: JudgeContext,
  asked: readonly Property[],
  tally: Tally,
): boolean {
  tally.add('content-preserved', execution.checks.content);
  tally.add('zeroed', execution.checks.zeroed);
  tally.add('outside-untouched', execution.checks.outside);
  let open = asked.filter((property) => property.checkStep !== undefined);
  for (const moment of moments(execution, context)) {
    const broken: Finding[] = [];
    for (const property of open) {
      const found = tally.take(property.id, property.checkStep?.(moment) ?? 'notExercised');
      if (found !== undefined) broken.push(found);
    }
    if (broken.length === 0) continue;
    if (!broken.every(isAdoptable)) return true;
    open = open.filter(({ id }) => !broken.some((found) => found.property === id));
  }
  return false;
}

/** Every step of an execution with the model before and after it. */
export function* moments(execution: Execution, context: JudgeContext): Generator<Moment> {
  const { contract, subject } = context;
  const rules: ModelRules = {
    reallocToZero: contract.realloc.toZero,
    usableWritable: contract.usableSize === 'writable',
  };
  let state: ModelState = initialState(execution);
  let memory: PlacementState | undefined;
  let previous: Step | undefined;
  let previousEntry: Moment['previousEntry'];
  const extents = byStep(execution.extents);
  const damages = groupByStep(execution.damages);
  const limitBytes = growthLimit(context.subject, execution.program.world);
  for (const step of execution.steps) {
    const before = state;
    const placement = contract.placement;
    memory ??= placement && initialPlacement(placement, state);
    const expected =
      placement && memory && isLawful(step, context)
        ? expectedAnswer(contract, memory, before, step)
        : undefined;
    state = applyStep(state, step, extents.get(step.index), rules);
    if (placement && memory) memory = advancePlacement(placement, memory, state, step);
    // Spelled out: V8 takes microseconds to spread an object and then add to it.
    yield {
      contract,
      subject,
      before,
      step,
      after: state,
      damages: damages.get(step.index) ?? [],
      death: execution.death?.step === step.index ? execution.death : undefined,
      expected,
      limitBytes,
      everyStepRead: execution.program.world.observe === 'each',
      previous,
      previousEntry,
    };
    previous = step;
    previousEntry = step.kind === 'dealloc' ? findLive(before, step.allocation)?.entry : undefined;
  }
}

/** A size that the contract forbids is no question for a placement model. */
function isLawful(step: Step, { contract, subject }: JudgeContext): boolean {
  return sizeLaw(contract, step.kind, step.size, step.align, subject.sizeBits) === 'lawful';
}

/** The extents after each step that changed them; of several in one step the last, with the largest demand. */
function byStep(events: readonly ExtentsEvent[]): Map<number, ExtentsEvent> {
  const byIndex = new Map<number, ExtentsEvent>();
  for (const event of events) {
    const earlier = byIndex.get(event.step);
    const demandedBytes =
      earlier !== undefined && earlier.demandedBytes > event.demandedBytes
        ? earlier.demandedBytes
        : event.demandedBytes;
    byIndex.set(event.step, { ...event, demandedBytes });
  }
  return byIndex;
}

function groupByStep<T extends { readonly step: number }>(events: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const event of events) {
    const group = groups.get(event.step);
    if (group === undefined) groups.set(event.step, [event]);
    else group.push(event);
  }
  return groups;
}
