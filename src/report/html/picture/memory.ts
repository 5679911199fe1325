import type { BlockPart, ExecutionPart, Exact, StepPart } from '../report-parts.js';

/** Bytes [start, end), counted from the base of the region. */
export interface Span {
  readonly start: bigint;
  readonly end: bigint;
}

/** A live block under its name. */
export interface Block extends Span {
  readonly allocation: number;
  readonly name: string;
}

/** What is live after a step, in the order of addresses. */
export interface Moment {
  readonly step: StepPart;
  readonly live: readonly Block[];
  /** What this step granted, moved or resized. */
  readonly owned: readonly Block[];
  /** Bytes that were owned before the step and are not after it. */
  readonly givenBack: readonly Span[];
  readonly footprintBytes: bigint | undefined;
}

export const spanOf = ({ start, end }: { readonly start: Exact; readonly end: Exact }): Span => ({
  start: BigInt(start),
  end: BigInt(end),
});

const blockOf = (part: BlockPart): Block => ({
  ...spanOf(part),
  allocation: part.allocation,
  name: part.name,
});

/** Memory after each step of an execution. */
export function momentsOf(execution: ExecutionPart): Moment[] {
  const { steps, extents, liveBefore = [] } = execution;
  const live = new Map(liveBefore.map((one) => [one.allocation, blockOf(one)]));
  const footprints = new Map(extents.map((event) => [event.step, event.footprintBytes]));
  let footprintBytes: bigint | undefined;
  return steps.map((step) => {
    const givenBack: Span[] = [];
    const owned = (step.owned ?? []).map(blockOf);
    for (const allocation of step.ended ?? []) {
      const old = live.get(allocation);
      if (old !== undefined) givenBack.push({ start: old.start, end: old.end });
      live.delete(allocation);
    }
    for (const one of owned) {
      const old = live.get(one.allocation);
      if (old !== undefined) givenBack.push(...outsideOf(old, one));
      live.set(one.allocation, one);
    }
    const footprint = footprints.get(step.index);
    if (footprint !== undefined) footprintBytes = BigInt(footprint);
    return { step, live: [...live.values()].sort(byStart), owned, givenBack, footprintBytes };
  });
}

const byStart = (a: Span, b: Span): number => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0);

/** The parts of a span that lie outside of another: none, one or two. */
export function outsideOf({ start, end }: Span, other: Span): Span[] {
  const before = { start, end: end < other.start ? end : other.start };
  const behind = { start: start > other.end ? start : other.end, end };
  return [before, behind].filter((part) => part.start < part.end);
}
