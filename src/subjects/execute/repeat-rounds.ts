import type { RunState } from './run-state.js';

/**
 * Runs a round that was run once before, from the step `first` on, until it was run as often as `rounds`
 * says. One that comes out like the first is forgotten, and its steps are written over; another is the
 * last, and stays. What the subject holds in the end is told as of the last step that is recorded.
 */
export function repeatRounds(
  run: RunState,
  first: number,
  rounds: number,
  runRound: () => void,
): void {
  const { writer, blocks } = run;
  const { slots } = blocks;
  const end = writer.end;
  for (let round = 1; round < rounds && !run.stop && blocks.liveCount === 0; round++) {
    runRound();
    if (run.stop || !writer.isRepeated(first, end.step)) break;
    writer.forgetBehind(end);
    blocks.slots = slots;
  }
  run.renew();
}
