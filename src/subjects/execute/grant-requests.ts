import { Phase } from '../../core/fault.js';
import { RESERVED_STEPS } from '../../core/observation.js';
import { alignLog2Of, entryOf, kindOf } from '../../core/request.js';
import { RequestKind, codesThat } from '../../core/request-kind.js';
import { Outcome, Untouched } from '../../core/step-record.js';
import { Answer } from '../target.js';
import type { RunState } from './run-state.js';

const zeroes = codesThat('zeroes');

/** alloc, allocZeroed, allocArray, badAlign and the single grants of fill. */
export function requestGrant(
  run: RunState,
  request: number,
  head: number,
  size: number,
  second: number,
  bytes: number,
): boolean {
  const { writer, instance } = run;
  const kind = kindOf(head);
  const entry = entryOf(head);
  const align = 1 << alignLog2Of(head);
  const step = writer.open(request, head, -1, size, second, 0);
  writer.phase(Phase.call);
  const answer =
    kind === RequestKind.alloc || kind === RequestKind.fill
      ? instance.alloc(entry, size, align)
      : kind === RequestKind.allocZeroed
        ? instance.allocZeroed(entry, size, align)
        : kind === RequestKind.allocArray
          ? instance.allocArray(entry, second, size)
          : instance.badAlign(entry, size, second);
  writer.phase(Phase.idle);
  run.refresh();
  if (answer < 0) {
    recordRefusal(run, answer, step);
    return false;
  }
  const named = kind === RequestKind.fill ? -1 : request;
  takeGrant(run, named, head, bytes, zeroes.has(kind), step, answer);
  return true;
}

/** What follows a call that was to grant `bytes`. */
export function finishGrant(
  run: RunState,
  request: number,
  head: number,
  bytes: number,
  step: number,
  answer: number,
): void {
  if (answer < 0) recordRefusal(run, answer, step);
  else takeGrant(run, request, head, bytes, false, step, answer);
}

/** Takes the address of a new allocation into record and book. `request` -1 leaves it without a name. */
function takeGrant(
  run: RunState,
  request: number,
  head: number,
  bytes: number,
  zeroed: boolean,
  step: number,
  address: number,
): void {
  const { writer, blocks } = run;
  writer.outcome(Outcome.granted);
  writer.address(address);
  writer.allocation(step);
  beginBlock(run, blocks.add(request, step, address, bytes, alignLog2Of(head)), zeroed, step);
}

/** A refusal or an answer that is none. */
export function recordRefusal(run: RunState, answer: number, step: number): void {
  const { writer } = run;
  if (answer === Answer.misencoded) {
    writer.outcome(Outcome.misencoded);
    writer.untouched(Untouched.misencoded);
    run.stop = true;
    return;
  }
  writer.outcome(Outcome.refused);
  run.observer.afterStep(run.instance, step, true);
  run.stop = run.observer.damaged;
}

/** Takes a new grant into the book and writes to it, if it can be trusted (S9). */
export function beginBlock(run: RunState, slot: number, zeroed: boolean, step: number): void {
  const { blocks, instance, observer, writer } = run;
  const size = blocks.size(slot);
  if (size > 0) {
    const reason = run.distrust(slot);
    if (reason !== Untouched.no) {
      writer.untouched(reason);
      run.stop = reason === Untouched.outOfExtents || reason === Untouched.overlapsLive;
      if (run.stop) return;
    } else {
      if (zeroed) observer.verifyZero(blocks.address(slot), size, blocks.allocation(slot), step);
      observer.fill(slot, 0);
    }
  }
  observer.afterStep(instance, step, false);
  run.stop = observer.damaged;
}

export function requestReallocNull(
  run: RunState,
  request: number,
  head: number,
  kind: number,
  size: number,
  second: number,
): void {
  const { writer, instance } = run;
  const array = kind === RequestKind.reallocArray;
  const step = writer.open(request, head, -1, size, second, 0);
  writer.phase(Phase.call);
  const answer = array
    ? instance.reallocArray(entryOf(head), -1, 0, second, size)
    : instance.realloc(entryOf(head), -1, 0, size, 1 << alignLog2Of(head));
  writer.phase(Phase.idle);
  run.refresh();
  finishGrant(run, request, head, array ? size * second : size, step, answer);
}

export function fillUntilRefused(
  run: RunState,
  request: number,
  head: number,
  size: number,
  most: number,
): void {
  if (size <= 0) return run.skip();
  const limit = Math.min(most, run.settings.macroLimit);
  for (let made = 0; made < limit && !run.stop && run.writer.room(0) > RESERVED_STEPS; made++) {
    if (!requestGrant(run, request, head, size, 0, size)) return;
  }
}
