import { WORDS_PER_REQUEST } from '../../core/request.js';
import { RequestKind } from '../../core/request-kind.js';
import { freeEveryday } from './everyday-free.js';
import { grantEveryday } from './everyday-grant.js';
import type { RunState } from './run-state.js';

/**
 * Runs requests `from` up to `until` as long as they are everyday ones, alloc and dealloc of literal
 * sizes, and answers the first that it did not run.
 *
 * Most requests of a long program are of these kinds, and what they cost is what a run costs. So each
 * of the two is one function over local names, on purpose; two and not one, because the compiler takes
 * in what a function calls up to a size only. Whatever is not as usual (a refusal, a grant that cannot
 * be trusted, damage) is left to the functions for every kind, and the record is the same word for
 * word, which a test compares.
 */
export function runEverydayRequests(
  run: RunState,
  requests: Int32Array,
  first: number,
  from: number,
  until: number,
): number {
  const { blocks, observer } = run;
  if (observer.each) return from;
  blocks.reserve(until - from);
  for (let request = from; request < until; request++) {
    const at = (first + request) * REQUEST_WORDS;
    const asked = requests[at];
    const kind = asked & PLAIN_BITS;
    // A memory that is renewed has other contents, and may have none.
    const contents = observer.inMemory;
    if (contents === undefined) return request;
    let isEveryday: boolean;
    if (kind === ALLOC) {
      const size = requests[at + 2];
      if (size <= 0) return request;
      isEveryday = grantEveryday(run, contents, request, asked, size);
    } else if (kind === DEALLOC) {
      const slot = blocks.slotOf(requests[at + 1]);
      if (slot < 0 || !blocks.isLive(slot)) {
        run.skip();
        continue;
      }
      isEveryday = freeEveryday(run, contents, request, asked, slot);
    } else return request;
    // What was left to the functions for every kind has counted its step.
    if (isEveryday && ++observer.sinceCheckpoint >= observer.untilCheckpoint) {
      observer.checkpoint(run.instance, run.writer.stepIndex - 1);
      run.stop = observer.damaged;
    }
    if (run.stop) return request + 1;
  }
  return until;
}

// What is imported is read from its module at every use and never known to be a constant; these are.
const REQUEST_WORDS = WORDS_PER_REQUEST;
const { alloc: ALLOC, dealloc: DEALLOC } = RequestKind;
/** The kind, and everything above alignment and thread: symbolic quantities are not everyday ones. */
const PLAIN_BITS = 31 | (-1 << 18);
