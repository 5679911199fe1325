import {
  applyStep,
  findLive,
  initialState,
  type LiveInterval,
  type ModelState,
} from '../../../models/interval-model.js';
import { liveRules } from '../../contract/terms/terms.js';
import type { Contract } from '../../contract/document/contract-schema.js';
import type { Execution, Step } from '../../core/execution.js';

/** What a step does to the set of live blocks. */
export interface LiveChange {
  /** Blocks that the step granted, moved or resized, as they are after it. */
  readonly owned: readonly LiveInterval[];
  /** Allocations that are not live any more. */
  readonly ended: readonly number[];
}

/**
 * What each step does to the set of live blocks, by the specification: whoever draws memory adds these
 * up and needs no model. `document` is the contract, since a refused realloc to 0 may end a block.
 */
export function liveChanges(execution: Execution, document: unknown): LiveChange[] {
  const { realloc, usableSize } = document as Partial<Contract>;
  const rules =
    realloc === undefined || usableSize === undefined
      ? { reallocToZeroEnds: false, usableWritable: false }
      : liveRules({ realloc, usableSize });
  const extents = new Map(execution.extents.map((event) => [event.step, event]));
  let state = initialState(execution);
  return execution.steps.map((step) => {
    const before = state;
    state = applyStep(before, step, extents.get(step.index), rules);
    return before.live === state.live ? UNCHANGED : changeOf(before, state, step);
  });
}

const UNCHANGED: LiveChange = { owned: [], ended: [] };

/** A step concerns the block that it names and the one that it grants; a reset ends them all. */
function changeOf(before: ModelState, after: ModelState, step: Step): LiveChange {
  if (step.kind === 'reset') {
    return { owned: [], ended: before.live.map(({ allocation }) => allocation) };
  }
  const concerned = [...new Set([step.allocation ?? step.index, step.index])];
  const owned = concerned.flatMap((allocation) => {
    const now = findLive(after, allocation);
    return now === undefined || isSame(now, findLive(before, allocation)) ? [] : [now];
  });
  const isEnded = (allocation: number): boolean =>
    findLive(before, allocation) !== undefined && findLive(after, allocation) === undefined;
  return { owned, ended: concerned.filter(isEnded) };
}

/** Whether nothing about a block has changed that can be seen: a refused realloc changes nothing. */
const isSame = (one: LiveInterval, other: LiveInterval | undefined): boolean =>
  one.generation === other?.generation &&
  one.range.start === other.range.start &&
  one.range.end === other.range.end;
