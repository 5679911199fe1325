import type { Execution, Step } from '../../core/execution.js';
import { requestCount } from '../../core/program.js';
import { exactNumber, toJsonValue, type JsonValue } from '../../witness/json-value.js';
import { regionBase } from '../../witness/region-base.js';
import { outcomeProse } from '../human/outcome-text.js';
import { namesAt, type SceneNames } from '../human/scene.js';
import { grantedName, stepText } from '../human/step-text.js';
import { liveChanges, type LiveChange } from './live-changes.js';
import { proseJson } from './prose-json.js';

/** What an execution is told for, and how much of it. */
export interface Told {
  readonly role: string;
  /** Step whose region says how addresses are written. */
  readonly at: number;
  /** Steps at most, from the last one on; the witness file has them all. */
  readonly mostSteps: number;
}

/**
 * What was asked and answered step by step, for whoever draws it: in words, in numbers, and what each
 * step did to the set of live blocks, so that nobody needs a model to draw memory. Of a long execution
 * the last steps, with what was live before them. Addresses are offsets from `base`.
 * `document` is the contract.
 */
export function executionJson(
  execution: Execution,
  { role, at, mostSteps }: Told,
  document: unknown,
): JsonValue {
  const { steps, damages, death, extents } = execution;
  const base = regionBase(execution);
  const names = namesAt(execution, at);
  const changes = liveChanges(execution, document);
  const refused = new Map(extents.map((event) => [event.step, event.hostRefusedBytes]));
  const first = Math.max(0, steps.length - mostSteps);
  const before = first === 0 ? [] : liveBefore(changes, first);
  return {
    role,
    base: `0x${base.toString(16)}`,
    ...(first === 0 ? {} : { stepsLeftOut: first }),
    ...(before.length === 0
      ? {}
      : { liveBefore: before.map((one) => blockJson(one, names, base)) }),
    steps: steps
      .slice(first)
      .map((step) => stepJson(step, changes[step.index], names, base, refused.get(step.index))),
    extents: toJsonValue(extentsFrom(extents, first), base),
    ...(damages.length === 0 ? {} : { damages: toJsonValue(damages, base) }),
    ...(death === undefined ? {} : { death: toJsonValue(death, base) }),
    skipped: execution.skipped,
    requests: requestCount(execution.program),
  };
}

function stepJson(
  step: Step,
  { owned, ended }: LiveChange,
  names: SceneNames,
  base: bigint,
  hostRefusedBytes = 0n,
): JsonValue {
  const name = grantedName(step, names);
  return {
    index: step.index,
    request: step.request,
    kind: step.kind,
    ...(step.entry === 'plain' ? {} : { entry: step.entry }),
    ...(step.thread === 0 ? {} : { thread: step.thread }),
    ...(step.allocation === undefined ? {} : { allocation: step.allocation }),
    ...(name === undefined ? {} : { name }),
    size: exactNumber(step.size),
    ...(step.align === 1n ? {} : { align: exactNumber(step.align) }),
    ...(step.second === 0n ? {} : { second: exactNumber(step.second) }),
    outcome: toJsonValue(step.outcome, base),
    text: stepText(step, names),
    answer: proseJson(outcomeProse(step, names), base),
    ...(hostRefusedBytes === 0n ? {} : { hostRefusedBytes: exactNumber(hostRefusedBytes) }),
    ...(owned.length === 0 ? {} : { owned: owned.map((one) => blockJson(one, names, base)) }),
    ...(ended.length === 0 ? {} : { ended: [...ended] }),
  };
}

const blockJson = (
  { allocation, range }: LiveChange['owned'][number],
  names: SceneNames,
  base: bigint,
): JsonValue => ({
  allocation,
  name: names.name(allocation),
  start: exactNumber(range.start - base),
  end: exactNumber(range.end - base),
});

/** Region and footprint from a step on: what was last told before it, and all that follows. */
const extentsFrom = (extents: Execution['extents'], first: number): Execution['extents'] =>
  extents.filter(
    ({ step }, index) => step >= first || (extents.at(index + 1)?.step ?? Infinity) > first,
  );

function liveBefore(changes: readonly LiveChange[], step: number): LiveChange['owned'] {
  const live = new Map<number, LiveChange['owned'][number]>();
  for (const { owned, ended } of changes.slice(0, step)) {
    for (const allocation of ended) live.delete(allocation);
    for (const one of owned) live.set(one.allocation, one);
  }
  return [...live.values()];
}
