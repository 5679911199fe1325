import { allocationName } from '../../core/allocation-name.js';
import type { Execution } from '../../core/execution.js';
import { producesAllocation } from '../../core/program-literal.js';
import { requestsOf } from '../../core/program.js';

/**
 * The letters of the program literal by the step that first granted the allocation, so that the
 * text and the literal under it speak of the same A.
 *
 * Blocks of a `fill`, which the literal does not name, are `fill.1`, `fill.2`; of a second fill
 * `fill2.1`.
 */
export function allocationNames(execution: Execution): ReadonlyMap<number, string> {
  const letters = lettersByRequest(execution);
  const fills = new Map<number, number>();
  const names = new Map<number, string>();
  for (const step of execution.steps) {
    const letter = letters.get(step.request);
    if (letter !== undefined) names.set(step.index, letter);
    if (step.kind !== 'fill') continue;
    const block = (fills.get(step.request) ?? 0) + 1;
    fills.set(step.request, block);
    names.set(step.index, `fill${fills.size === 1 ? '' : fills.size}.${block}`);
  }
  return names;
}

function lettersByRequest(execution: Execution): ReadonlyMap<number, string> {
  const letters = new Map<number, string>();
  requestsOf(execution.program).forEach((request, index) => {
    if (producesAllocation(request.kind, request.reference)) {
      letters.set(index, allocationName(letters.size));
    }
  });
  return letters;
}
