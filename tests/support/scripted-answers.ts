import type { Answer, Stage } from './scripted-allocator.js';

type PlainAnswer = Exclude<Answer, (stage: Stage) => unknown>;

// What allocators do beside answering, right or wrong. Places are offsets in the region.

/** A block is copied to another place, which is the answer. */
export const moved =
  (from: number, to: number, bytes: number): Answer =>
  ({ bytes: memory, base }: Stage) => {
    memory.copyWithin(base + to, base + from, base + from + bytes);
    return to;
  };

/** So many bytes are set to zero; their start is the answer. */
export const zeroedAt =
  (at: number, bytes: number): Answer =>
  ({ bytes: memory, base }: Stage) => {
    memory.fill(0, base + at, base + at + bytes);
    return at;
  };

/** A byte is changed, which nobody asked for; then the answer. Behind the region's end, too. */
export const scribbled =
  (at: number, answer: PlainAnswer): Answer =>
  ({ bytes: memory, base }: Stage) => {
    memory[base + at] ^= 0xff;
    return answer;
  };

/** An exception instead of an answer. */
export const thrown =
  (message: string): Answer =>
  () => {
    throw new Error(message);
  };

/** The host is asked for a footprint of so many bytes and does not give it; then the answer. */
export const demanded =
  (footprintBytes: number, answer: PlainAnswer): Answer =>
  ({ demand }: Stage) => {
    demand(footprintBytes);
    return answer;
  };

/** So many bytes are held from the host from now on; then the answer. */
export const held =
  (footprintBytes: number, answer: PlainAnswer): Answer =>
  ({ hold }: Stage) => {
    hold(footprintBytes);
    return answer;
  };
