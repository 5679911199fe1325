import type { EntryPointName } from '../src/core/entry-point.js';
import type { DamageEvent, Death, Execution, ExtentsEvent, Step } from '../src/core/execution.js';
import { growthLimit } from '../src/core/growth-limit.js';
import { sizeLaw } from '../src/contract/requests/size-law.js';
import { applyStep, findLive, initialState, type ModelState } from '../models/interval-model.js';
import {
  advancePlacement,
  expectedAnswer,
  initialPlacement,
  type Expected,
  type PlacementState,
} from '../models/placement-model.js';
import type { JudgeContext } from './property.js';

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

/** Walks an execution through the model: every step with the state before and after it, in order. */
export function* eachMoment(execution: Execution, context: JudgeContext): Generator<Moment> {
  const { contract, subject, terms } = context;
  const { placement } = contract;
  let state: ModelState = initialState(execution);
  let memory: PlacementState | undefined = placement && initialPlacement(placement, state);
  let previous: Step | undefined;
  let previousEntry: Moment['previousEntry'];
  const extents = byStep(execution.extents);
  const damages = groupByStep(execution.damages);
  const limitBytes = growthLimit(subject, execution.program.world);
  for (const step of execution.steps) {
    const before = state;
    const expected =
      memory && isLawful(step, context)
        ? expectedAnswer(contract, memory, before, step)
        : undefined;
    state = applyStep(state, step, extents.get(step.index), terms);
    memory = placement && memory && advancePlacement(placement, memory, state, step);
    // Spelled out: V8 takes microseconds to spread an object and then add to it.
    yield {
      contract,
      subject,
      terms,
      before,
      step,
      after: state,
      damages: damages.get(step.index) ?? NONE,
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

const NONE: readonly DamageEvent[] = [];

/** A size that the contract forbids is no question for a placement model. */
function isLawful(step: Step, { terms }: JudgeContext): boolean {
  return sizeLaw(terms, step.kind, step.size, step.align) === 'lawful';
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
    const hostRefusedBytes = event.hostRefusedBytes || (earlier?.hostRefusedBytes ?? 0n);
    byIndex.set(event.step, { ...event, demandedBytes, hostRefusedBytes });
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
