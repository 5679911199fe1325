import { Header } from '../../core/execution-batch.js';
import { Phase } from '../../core/fault.js';
import { patternBase } from '../../core/pattern.js';
import { alignLog2Of, entryOf } from '../../core/request.js';
import { OUTCOME_SHIFT, Outcome, WORDS_PER_STEP } from '../../core/step-record.js';
import type { BlockContents } from './block-contents.js';
import { finishGrant } from './grant-requests.js';
import { BlockNumber, BlockWord, NUMBERS_PER_BLOCK, WORDS_PER_BLOCK } from './live-blocks.js';
import type { RunState } from './run-state.js';

/**
 * An alloc of a literal size above 0, recorded ahead of its call, booked and filled. Answers whether
 * all was as usual; else `finishGrant` did the rest. `contents` are those of the instance's memory.
 */
export function grantEveryday(
  run: RunState,
  contents: BlockContents,
  request: number,
  asked: number,
  size: number,
): boolean {
  const { writer, instance, observer } = run;
  const { steps, progress } = writer;
  const next = writer.step;
  const step = next - writer.firstStep;
  const to = next * STEP_WORDS;
  steps[to] = request;
  steps[to + 1] = asked;
  steps[to + 2] = -1;
  steps[to + 3] = size;
  steps[to + 4] = steps[to + 5] = steps[to + 6] = steps[to + 7] = steps[to + 8] = 0;
  writer.headers[writer.headerAt + STEP_COUNT] = step + 1;
  writer.step = next + 1;
  progress[1]++;
  progress[2] = next + 1;
  progress[4] = IN_CALL;
  const alignLog2 = alignLog2Of(asked);
  const address = instance.alloc(entryOf(asked), size, 1 << alignLog2);
  progress[4] = IDLE;
  if (instance.steady !== true && instance.refresh()) {
    run.renew();
    contents = observer.inMemory ?? contents;
  }
  if (
    address < instance.base ||
    address + size > instance.end ||
    address > MOST_ADDRESS ||
    (address & run.startMask) !== 0 ||
    size > run.settings.fillLimitBytes ||
    !run.bits.insert(address, address + size)
  ) {
    finishGrant(run, request, asked, size, step, address);
    return false;
  }
  steps[to + 1] = asked | GRANTED;
  steps[to + 2] = step;
  steps[to + 7] = address;
  const { blocks } = run;
  const { numbers, words } = blocks;
  const slot = blocks.slots++;
  const number = slot * BLOCK_NUMBERS;
  const word = slot * BLOCK_WORDS;
  const pattern = patternBase(step, 0);
  const position = blocks.liveCount;
  numbers[number + ADDRESS] = address;
  numbers[number + SIZE] = size;
  numbers[number + WRITTEN] = size;
  words[word + ALIGN] = alignLog2;
  words[word + ALLOCATION] = step;
  words[word + GENERATION] = 0;
  words[word + PATTERN] = pattern;
  words[word + POSITION] = position;
  blocks.live[position] = slot;
  blocks.liveCount = position + 1;
  blocks.liveBytes += size;
  blocks.slotOfRequest[request] = slot + 1;
  if (observer.fillsEdges(size)) contents.fillEdges(address, size, pattern);
  else if (observer.fillsAll(size)) contents.fill(address, 0, size, pattern);
  else observer.fill(slot, 0);
  return true;
}

/** Addresses above it take two words. */
const MOST_ADDRESS = 2 ** 31 - 1;
// What is imported is read from its module at every use and never known to be a constant: a product
// with it is checked for overflow. These are known.
const STEP_WORDS = WORDS_PER_STEP;
const BLOCK_NUMBERS = NUMBERS_PER_BLOCK;
const BLOCK_WORDS = WORDS_PER_BLOCK;
const { stepCount: STEP_COUNT } = Header;
const { call: IN_CALL, idle: IDLE } = Phase;
const GRANTED = Outcome.granted << OUTCOME_SHIFT;
const { address: ADDRESS, size: SIZE, written: WRITTEN } = BlockNumber;
const {
  alignLog2: ALIGN,
  allocation: ALLOCATION,
  generation: GENERATION,
  pattern: PATTERN,
  position: POSITION,
} = BlockWord;
