import { momentsOf, type Moment } from '../picture/memory.js';
import type { ExecutionPart } from '../report-parts.js';

/** One block from its grant to the step at which it was given back, moved or resized. */
export interface Life {
  readonly start: bigint;
  readonly end: bigint;
  readonly from: number;
  readonly to: number;
}

/** What a run shows over its steps. */
export interface Series {
  readonly moments: readonly Moment[];
  readonly lives: readonly Life[];
  /** Requested bytes live after each step. */
  readonly liveBytes: readonly bigint[];
  /** Bytes between the first live byte and the last that no live block holds. */
  readonly gapBytes: readonly bigint[];
  /** Bytes held from the host; undefined where nobody measured. */
  readonly footprintBytes: readonly bigint[] | undefined;
}

/** The series of a sample run. Gaps say nothing of what the allocator could grant: only it knows that. */
export function seriesOf(execution: ExecutionPart): Series {
  const moments = momentsOf(execution);
  const open = new Map<number, Life>();
  const lives: Life[] = [];
  moments.forEach(({ step, owned }, at) => {
    for (const allocation of [...(step.ended ?? []), ...owned.map((one) => one.allocation)]) {
      const life = open.get(allocation);
      if (life !== undefined) lives.push({ ...life, to: at });
      open.delete(allocation);
    }
    for (const { allocation, start, end } of owned)
      open.set(allocation, { start, end, from: at, to: at });
  });
  for (const life of open.values()) lives.push({ ...life, to: moments.length });
  const footprints = moments.map(({ footprintBytes }) => footprintBytes);
  return {
    moments,
    lives,
    liveBytes: moments.map(liveIn),
    gapBytes: moments.map(gapsIn),
    footprintBytes: footprints.every((bytes) => bytes !== undefined) ? footprints : undefined,
  };
}

const liveIn = ({ live }: Moment): bigint =>
  live.reduce((sum, { start, end }) => sum + end - start, 0n);

function gapsIn({ live }: Moment): bigint {
  let gaps = 0n;
  let reached = live.at(0)?.start ?? 0n;
  for (const { start, end } of live) {
    if (start > reached) gaps += start - reached;
    if (end > reached) reached = end;
  }
  return gaps;
}

export const largestOf = (values: readonly bigint[]): bigint =>
  values.reduce((most, value) => (value > most ? value : most), 0n);
