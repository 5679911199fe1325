import type { Execution } from '../core/execution.js';
import { makeProgram, requestsOf, type Program } from '../core/program.js';
import { literal } from '../core/quantity.js';
import { RequestKind, codesThat } from '../core/request-kind.js';
import type { Request } from '../core/request.js';

/** Longest expansion worth shrinking request by request. */
const LONGEST_EXPANSION = 4_000;

const isMacro = codesThat('isMacro');

/**
 * The program with every fill and drain written out as the requests that it came to in `main`, so
 * that the shrinker can drop them one by one. Undefined where there is no macro, or far too much.
 */
export function expandMacros(program: Program, main: Execution): Program | undefined {
  const requests = requestsOf(program);
  if (!requests.some((request) => isMacro.has(request.kind))) return undefined;
  if (main.steps.length > LONGEST_EXPANSION) return undefined;
  const expanded: Request[] = [];
  const renumbered = new Map<number, number>([[-1, -1]]);
  const producer = new Map<number, number>();
  const stepsByRequest = new Map<number, Execution['steps'][number][]>();
  for (const step of main.steps) {
    stepsByRequest.set(step.request, [...(stepsByRequest.get(step.request) ?? []), step]);
  }
  requests.forEach((request, index) => {
    if (!isMacro.has(request.kind)) {
      const reference = renumbered.get(request.reference);
      renumbered.set(index, expanded.length);
      for (const step of stepsByRequest.get(index) ?? []) {
        if (step.allocation === step.index) producer.set(step.index, expanded.length);
      }
      if (reference !== undefined) expanded.push({ ...request, reference });
      return;
    }
    for (const step of stepsByRequest.get(index) ?? []) {
      if (request.kind === RequestKind.fill) {
        producer.set(step.index, expanded.length);
        expanded.push({ ...request, kind: RequestKind.alloc, second: literal(0) });
        continue;
      }
      const reference = step.allocation === undefined ? undefined : producer.get(step.allocation);
      if (reference === undefined) continue;
      const size = literal(0);
      expanded.push({
        ...request,
        kind: RequestKind.dealloc,
        alignLog2: 0,
        reference,
        size,
        second: size,
      });
    }
  });
  return makeProgram(program.world, expanded);
}
