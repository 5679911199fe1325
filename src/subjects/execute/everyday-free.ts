import { Header } from '../../core/execution-batch.js';
import { Phase } from '../../core/fault.js';
import { ALIGN_BITS, ALIGN_SHIFT } from '../../core/request.js';
import { OUTCOME_SHIFT, Outcome, WORDS_PER_STEP } from '../../core/step-record.js';
import { Answer } from '../target.js';
import type { BlockContents } from './block-contents.js';
import { requestDealloc } from './free-requests.js';
import { BlockNumber, BlockWord, NUMBERS_PER_BLOCK, WORDS_PER_BLOCK } from './live-blocks.js';
import type { RunState } from './run-state.js';

/**
 * The dealloc of a live block, read back and recorded ahead of its call. Answers whether all was as
 * usual; else `requestDealloc` did it from the start. `contents` are those of the instance's memory.
 */
export function freeEveryday(
  run: RunState,
  contents: BlockContents,
  request: number,
  asked: number,
  slot: number,
): boolean {
  const { writer, instance, observer, blocks } = run;
  const { numbers, words } = blocks;
  const number = slot * BLOCK_NUMBERS;
  const word = slot * BLOCK_WORDS;
  // The numbers of most blocks are words, and a word is handed on without being wrapped.
  const size = numbers[number + SIZE] | 0;
  const address = numbers[number + ADDRESS] | 0;
  const pattern = words[word + PATTERN];
  if (
    size <= 0 ||
    size !== numbers[number + WRITTEN] ||
    address !== numbers[number + ADDRESS] ||
    !(observer.fillsEdges(size)
      ? contents.edgesMatch(address, size, pattern)
      : observer.fillsAll(size) && contents.matches(address, 0, size, pattern))
  ) {
    requestDealloc(run, request, asked, slot);
    return false;
  }
  const { steps, progress, headers, headerAt } = writer;
  const next = writer.step;
  const to = next * STEP_WORDS;
  const alignLog2 = words[word + ALIGN];
  const head = (asked & ~ALIGN_MASK) | (alignLog2 << ALIGN_AT);
  steps[to] = request;
  steps[to + 1] = head;
  steps[to + 2] = words[word + ALLOCATION];
  steps[to + 3] = size;
  steps[to + 4] = steps[to + 5] = steps[to + 6] = steps[to + 8] = 0;
  steps[to + 7] = address;
  headers[headerAt + CONTENT_CHECKS]++;
  headers[headerAt + STEP_COUNT] = next - writer.firstStep + 1;
  writer.step = next + 1;
  progress[1]++;
  progress[2] = next + 1;
  progress[4] = IN_CALL;
  const answer = instance.dealloc(address, size, 1 << alignLog2);
  progress[4] = IDLE;
  if (instance.steady !== true && instance.refresh()) run.renew();
  if (answer === REJECTED_ANSWER) {
    steps[to + 1] = head | REJECTED;
    return true;
  }
  steps[to + 1] = head | DONE;
  run.bits.remove(address, address + size);
  blocks.remove(slot);
  return true;
}

// What is imported is read from its module at every use and never known to be a constant: a product
// with it is checked for overflow. These are known.
const STEP_WORDS = WORDS_PER_STEP;
const BLOCK_NUMBERS = NUMBERS_PER_BLOCK;
const BLOCK_WORDS = WORDS_PER_BLOCK;
const ALIGN_AT = ALIGN_SHIFT;
const ALIGN_MASK = ALIGN_BITS;
const { stepCount: STEP_COUNT, contentChecks: CONTENT_CHECKS } = Header;
const { call: IN_CALL, idle: IDLE } = Phase;
const { rejected: REJECTED_ANSWER } = Answer;
const REJECTED = Outcome.rejected << OUTCOME_SHIFT;
const DONE = Outcome.done << OUTCOME_SHIFT;
const { address: ADDRESS, size: SIZE, written: WRITTEN } = BlockNumber;
const { alignLog2: ALIGN, allocation: ALLOCATION, pattern: PATTERN } = BlockWord;
