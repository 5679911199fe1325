import { Header } from '../../core/execution-batch.js';
import { Phase } from '../../core/fault.js';
import { patternBase } from '../../core/pattern.js';
import { WORDS_PER_REQUEST, alignLog2Of, entryOf } from '../../core/request.js';
import { RequestKind } from '../../core/request-kind.js';
import { OUTCOME_SHIFT, Outcome, WORDS_PER_STEP } from '../../core/step-record.js';
import { Answer } from '../target.js';
import { requestDealloc } from './free-requests.js';
import { finishGrant } from './grant-requests.js';
import { BlockNumber, BlockWord, NUMBERS_PER_BLOCK, WORDS_PER_BLOCK } from './live-blocks.js';
import { ALIGN_BITS, ALIGN_SHIFT, WIDE_BYTES, type RunState } from './run-state.js';

/**
 * Runs requests `from` up to `until` as long as they are everyday ones, alloc and dealloc of literal
 * sizes, and answers the first that it did not run.
 *
 * Most requests of a long program are of these kinds, and what they cost is what a run costs: 120 ns
 * here where a call for each of its parts made 280. So this is one loop over local names, on purpose.
 * Whatever is not as usual (a refusal, a grant that cannot be trusted, damage) is left to the
 * functions for every kind, and the record is the same word for word, which a test compares.
 */
export function runPlainRequests(
  run: RunState,
  requests: Int32Array,
  first: number,
  from: number,
  until: number,
): number {
  const { writer, blocks, observer, instance } = run;
  let contents = observer.inMemory;
  if (contents === undefined || observer.each) return from;
  blocks.reserve(until - from);
  const { steps, headers, progress, headerAt, firstStep } = writer;
  const { slotOfRequest, live, numbers, words } = blocks;
  const { fillLimitBytes } = run.settings;
  let { base, end } = instance;
  let next = writer.step;
  let calls = progress[1];
  for (let request = from; request < until; request++) {
    const at = (first + request) * WORDS_PER_REQUEST;
    const asked = requests[at];
    const kind = asked & PLAIN_BITS;
    const step = next - firstStep;
    const to = next * WORDS_PER_STEP;
    if (kind === RequestKind.alloc) {
      const size = requests[at + 2];
      if (size <= 0) return request;
      steps[to] = request;
      steps[to + 1] = asked;
      steps[to + 2] = -1;
      steps[to + 3] = size;
      steps[to + 4] = steps[to + 5] = steps[to + 6] = steps[to + 7] = steps[to + 8] = 0;
      headers[headerAt + Header.stepCount] = step + 1;
      writer.step = ++next;
      progress[1] = ++calls;
      progress[2] = next;
      progress[4] = Phase.call;
      const alignLog2 = alignLog2Of(asked);
      const address = instance.alloc(entryOf(asked), size, 1 << alignLog2);
      progress[4] = Phase.idle;
      if (instance.refresh()) {
        run.renew();
        ({ base, end } = instance);
        contents = observer.inMemory ?? contents;
      }
      if (
        address < base ||
        address + size > end ||
        address > MOST_ADDRESS ||
        address % WIDE_BYTES !== 0 ||
        size > fillLimitBytes ||
        !run.bits.insert(address, address + size)
      ) {
        finishGrant(run, request, asked, size, step, address);
        if (run.stop) return request + 1;
        continue;
      }
      steps[to + 1] = asked | (Outcome.granted << OUTCOME_SHIFT);
      steps[to + 2] = step;
      steps[to + 7] = address;
      const slot = blocks.slots++;
      const number = slot * NUMBERS_PER_BLOCK;
      const word = slot * WORDS_PER_BLOCK;
      const pattern = patternBase(step, 0);
      numbers[number + BlockNumber.address] = address;
      numbers[number + BlockNumber.size] = size;
      numbers[number + BlockNumber.written] = size;
      words[word + BlockWord.alignLog2] = alignLog2;
      words[word + BlockWord.allocation] = step;
      words[word + BlockWord.generation] = 0;
      words[word + BlockWord.pattern] = pattern;
      words[word + BlockWord.position] = blocks.liveCount;
      live[blocks.liveCount++] = slot;
      blocks.liveBytes += size;
      slotOfRequest[request] = slot + 1;
      if (observer.fillsEdges(size)) contents.fillEdges(address, size, pattern);
      else if (observer.fillsAll(size)) contents.fill(address, 0, size, pattern);
      else observer.fill(slot, 0);
    } else if (kind === RequestKind.dealloc) {
      const slot = blocks.slotOf(requests[at + 1]);
      const number = slot * NUMBERS_PER_BLOCK;
      const word = slot * WORDS_PER_BLOCK;
      if (slot < 0 || words[word + BlockWord.position] < 0) {
        run.skip();
        continue;
      }
      // The numbers of most blocks are words, and a word is handed on without being wrapped.
      const size = numbers[number + BlockNumber.size] | 0;
      const address = numbers[number + BlockNumber.address] | 0;
      const pattern = words[word + BlockWord.pattern];
      if (
        size <= 0 ||
        size !== numbers[number + BlockNumber.written] ||
        address !== numbers[number + BlockNumber.address] ||
        !(observer.fillsEdges(size)
          ? contents.edgesMatch(address, size, pattern)
          : observer.fillsAll(size) && contents.matches(address, 0, size, pattern))
      ) {
        requestDealloc(run, request, asked, slot);
        if (run.stop) return request + 1;
        next = writer.step;
        calls = progress[1];
        continue;
      }
      const alignLog2 = words[word + BlockWord.alignLog2];
      const head = (asked & ~ALIGN_BITS) | (alignLog2 << ALIGN_SHIFT);
      steps[to] = request;
      steps[to + 1] = head;
      steps[to + 2] = words[word + BlockWord.allocation];
      steps[to + 3] = size;
      steps[to + 4] = steps[to + 5] = steps[to + 6] = steps[to + 8] = 0;
      steps[to + 7] = address;
      headers[headerAt + Header.contentChecks]++;
      headers[headerAt + Header.stepCount] = step + 1;
      writer.step = ++next;
      progress[1] = ++calls;
      progress[2] = next;
      progress[4] = Phase.call;
      const answer = instance.dealloc(address, size, 1 << alignLog2);
      progress[4] = Phase.idle;
      if (instance.refresh()) {
        run.renew();
        ({ base, end } = instance);
        contents = observer.inMemory ?? contents;
      }
      if (answer === Answer.rejected) {
        steps[to + 1] = head | (Outcome.rejected << OUTCOME_SHIFT);
      } else {
        steps[to + 1] = head | (Outcome.done << OUTCOME_SHIFT);
        run.bits.remove(address, address + size);
        blocks.remove(slot);
      }
    } else return request;
    if (++observer.sinceCheckpoint >= observer.untilCheckpoint) {
      observer.checkpoint(instance, step);
      run.stop = observer.damaged;
      if (run.stop) return request + 1;
    }
  }
  return until;
}

/** The kind, and everything above alignment and thread: symbolic quantities are not plain. */
const PLAIN_BITS = 31 | (-1 << 18);
/** Addresses above it take two words. */
const MOST_ADDRESS = 2 ** 31 - 1;
