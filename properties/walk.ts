import type { Finding } from '../src/core/evidence.js';
import type { Execution } from '../src/core/execution.js';
import type { PropertyId } from '../src/core/property-id.js';
import type { Trial } from '../src/core/trial.js';
import { eachMoment } from './each-moment.js';
import { allProperties } from './index.js';
import type { JudgeContext, Judgement, Property } from './property.js';
import { requireTrueDamage } from './recorded-damage.js';

/** What the specification says of one trial. */
export interface Explanation {
  /** The first one leads, the others are consequences: by step, within a step in the order of properties/index.ts. */
  readonly findings: readonly Finding[];
  /** How often each property was exercised. */
  readonly checks: ReadonlyMap<PropertyId, number>;
}

/**
 * Walks a trial through the model and asks every claimed property about every moment; then, unless a
 * step has corrupted memory, what the executions say together.
 */
export function explain(trial: Trial, context: JudgeContext): Explanation {
  const tally = new Tally();
  const claimed = claimedBy(context);
  const hasEnded = walkSteps(trial.main, context, claimed, tally);
  if (!hasEnded) compareExecutions(trial, context, claimed, tally);
  return tally.explanation();
}

/**
 * What several executions say together, without a look at the steps of the main one: for long
 * programs whose steps the kernel has found clean, because the walk is quadratic in what is live.
 */
export function explainDerived(trial: Trial, context: JudgeContext): Explanation {
  const tally = new Tally();
  compareExecutions(trial, context, claimedBy(context), tally);
  return tally.explanation();
}

/** The properties that the contract claims of this subject, in the order in which they lead. */
const claimedBy = ({ contract, subject }: JudgeContext): readonly Property[] =>
  allProperties.filter((property) => property.clause(contract, subject) !== undefined);

/**
 * Asks about every step, up to one that corrupts memory; answers whether there is one. A step that only
 * answers wrongly is adopted, and the properties that it broke are mute from then on.
 */
function walkSteps(
  execution: Execution,
  context: JudgeContext,
  claimed: readonly Property[],
  tally: Tally,
): boolean {
  for (const { id, countedBy } of allProperties) {
    if (typeof countedBy === 'object') tally.add(id, execution.checks[countedBy.observer]);
  }
  let open = claimed.filter(({ checkStep }) => checkStep !== undefined);
  for (const moment of eachMoment(execution, context)) {
    for (const damage of moment.damages) requireTrueDamage(moment, damage, execution.program);
    const broken = open.filter(({ id, checkStep }) => tally.take(id, checkStep?.(moment)));
    if (broken.some(({ onceBroken }) => onceBroken === 'ends')) return true;
    if (broken.length > 0) open = open.filter((property) => !broken.includes(property));
  }
  return false;
}

function compareExecutions(
  trial: Trial,
  context: JudgeContext,
  claimed: readonly Property[],
  tally: Tally,
): void {
  for (const { id, checkTrial } of claimed) tally.take(id, checkTrial?.(trial, context));
}

const rank = new Map(allProperties.map(({ id }, index) => [id, index]));

class Tally {
  private readonly findings: Finding[] = [];
  private readonly checks = new Map<PropertyId, number>();

  add(id: PropertyId, count: number): void {
    this.checks.set(id, (this.checks.get(id) ?? 0) + count);
  }

  /** Counts a judgement; answers whether the property is broken. */
  take(id: PropertyId, judgement: Judgement | undefined): boolean {
    if (judgement === undefined || judgement === 'notExercised') return false;
    this.add(id, 1);
    if (judgement === 'holds') return false;
    this.findings.push(judgement);
    return true;
  }

  explanation(): Explanation {
    const rankOf = ({ property }: Finding): number => rank.get(property) ?? 0;
    this.findings.sort((a, b) => a.step - b.step || rankOf(a) - rankOf(b));
    return { findings: this.findings, checks: this.checks };
  }
}
