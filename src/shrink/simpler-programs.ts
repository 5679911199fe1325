import { makeProgram, requestCount, requestsOf, type Program } from '../core/program.js';
import { deletionMoves } from './deletion-moves.js';
import { isCheaper, programCost } from './program-cost.js';
import { without } from './shrink-draft.js';
import { kindMoves, orderMoves, quantityMoves, worldMoves } from './simplification-moves.js';

/**
 * Programs one move simpler than this one, the largest steps first: what a shrinker that can only
 * try one program after the other walks down. A function of the program alone.
 */
export function* simplerPrograms(program: Program): Generator<Program> {
  const cost = programCost(program);
  for (const candidate of allMoves(program)) {
    if (isCheaper(programCost(candidate), cost)) yield candidate;
  }
}

function* allMoves(program: Program): Generator<Program> {
  yield* chunkDeletions(program);
  yield* deletionMoves(program);
  yield* kindMoves(program);
  yield* worldMoves(program);
  yield* quantityMoves(program);
  yield* orderMoves(program);
}

/** Stretches left out with all that refers to them: halves, quarters and so on to single requests. */
function* chunkDeletions(program: Program): Generator<Program> {
  const draft = requestsOf(program);
  for (let chunk = Math.ceil(requestCount(program) / 2); chunk >= 1; chunk = chunk >> 1) {
    for (let end = draft.length; end > 0; end -= chunk) {
      const from = Math.max(0, end - chunk);
      yield makeProgram(
        program.world,
        without(draft, (index) => index >= from && index < end),
      );
    }
  }
}
