import { Phase } from '../../core/fault.js';
import { ALIGN_BITS, ALIGN_SHIFT, alignLog2Of, entryOf } from '../../core/request.js';
import { RequestKind, codesThat } from '../../core/request-kind.js';
import { Outcome, Untouched } from '../../core/step-record.js';
import { Answer } from '../target.js';
import { recordRefusal } from './grant-requests.js';
import type { RunState } from './run-state.js';

const keepsAlignment = codesThat('keepsAlignment');

/** realloc, reallocArray and resizeInPlace of a live block. */
export function requestResize(
  run: RunState,
  request: number,
  givenHead: number,
  kind: number,
  slot: number,
  size: number,
  second: number,
): void {
  const { writer, instance, blocks, observer } = run;
  const asked = alignLog2Of(givenHead);
  const kept = keepsAlignment.has(kind) ? blocks.alignLog2(slot) : 0;
  const alignLog2 = asked > 0 ? asked : kept;
  const head = (givenHead & ~ALIGN_BITS) | (alignLog2 << ALIGN_SHIFT);
  const address = blocks.address(slot);
  const oldSize = blocks.size(slot);
  observer.verify(slot, writer.stepIndex - 1);
  if (observer.damaged) return void (run.stop = true);
  const step = writer.open(request, head, blocks.allocation(slot), size, second, address);
  const entry = entryOf(head);
  writer.phase(Phase.call);
  const answer =
    kind === RequestKind.realloc
      ? instance.realloc(entry, address, oldSize, size, 1 << alignLog2)
      : kind === RequestKind.reallocArray
        ? instance.reallocArray(entry, address, oldSize, second, size)
        : instance.resizeInPlace(address, oldSize, size, 1 << alignLog2);
  writer.phase(Phase.idle);
  run.refresh();
  const bytes = kind === RequestKind.reallocArray ? size * second : size;
  if (answer >= 0 || answer === Answer.done) {
    writer.outcome(answer >= 0 ? Outcome.granted : Outcome.done);
    const newAddress = answer >= 0 ? answer : address;
    writer.address(newAddress);
    blocks.setAlignLog2(slot, alignLog2);
    return blockMoved(run, slot, newAddress, bytes, step);
  }
  if (
    answer === Answer.refused &&
    bytes === 0 &&
    kind !== RequestKind.resizeInPlace &&
    run.settings.reallocToZeroEnds
  ) {
    writer.outcome(Outcome.refused);
    run.forget(slot);
    observer.afterStep(instance, step, false);
    return void (run.stop = observer.damaged);
  }
  if (answer === Answer.refused || answer === Answer.rejected) observer.verify(slot, step);
  recordRefusal(run, answer, step);
  run.stop ||= observer.damaged;
}

/** A realloc was granted: what was kept is read at the new place, then the block starts a new generation. */
export function blockMoved(
  run: RunState,
  slot: number,
  address: number,
  bytes: number,
  step: number,
): void {
  const { blocks, observer, writer } = run;
  const kept = Math.min(blocks.size(slot), bytes);
  const wasWritten = blocks.written(slot) > 0;
  run.unmark(slot);
  blocks.move(slot, address, bytes);
  if (bytes > 0) {
    const reason = run.distrust(slot);
    if (reason === Untouched.no) {
      if (wasWritten) observer.verifyKept(slot, address, kept, step);
      blocks.setWritten(slot, 0);
      if (!observer.damaged) observer.fill(slot, 0);
    } else {
      blocks.setWritten(slot, 0);
      writer.untouched(reason);
      run.stop = reason === Untouched.outOfExtents || reason === Untouched.overlapsLive;
      if (run.stop) return;
    }
  } else {
    blocks.setWritten(slot, 0);
  }
  observer.afterStep(run.instance, step, false);
  run.stop = observer.damaged;
}
