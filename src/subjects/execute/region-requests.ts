import { Header } from '../../core/execution-batch.js';
import { Phase } from '../../core/fault.js';
import { RequestKind } from '../../core/request-kind.js';
import { Outcome, Untouched } from '../../core/step-record.js';
import { Answer } from '../target.js';
import { recordRefusal } from './grant-requests.js';
import type { RunState } from './run-state.js';

export function requestUsable(run: RunState, request: number, head: number, slot: number): void {
  const { writer, instance, blocks, observer } = run;
  const address = blocks.address(slot);
  const step = writer.open(request, head, blocks.allocation(slot), blocks.size(slot), 0, address);
  writer.phase(Phase.call);
  const length = instance.usable(address);
  writer.phase(Phase.idle);
  run.refresh();
  if (length < 0) return recordRefusal(run, length, step);
  writer.outcome(Outcome.done);
  writer.second(length);
  writer.count(Header.usableChecks, 1);
  const written = blocks.written(slot);
  if (run.settings.usableWritable && written > 0 && length > written) {
    const reason =
      address + length > instance.end
        ? Untouched.outOfExtents
        : !run.exactBits().insert(address + written, address + length)
          ? Untouched.overlapsLive
          : Untouched.no;
    if (reason !== Untouched.no) {
      writer.untouched(reason);
      return void (run.stop = true);
    }
    if (length <= run.settings.fillLimitBytes) {
      const from = written & ~3;
      blocks.setWritten(slot, length);
      observer.fill(slot, from);
    } else run.bits.remove(address + written, address + length);
  }
  observer.afterStep(instance, step, false);
  run.stop = observer.damaged;
}

export function requestReset(run: RunState, request: number, head: number): void {
  const { writer, instance, observer, blocks } = run;
  observer.checkpoint(instance, writer.stepIndex - 1);
  if (observer.damaged) return void (run.stop = true);
  const step = writer.open(request, head | RequestKind.reset, -1, 0, 0, 0);
  writer.phase(Phase.call);
  const answer = instance.reset();
  writer.phase(Phase.idle);
  run.refresh();
  writer.outcome(answer === Answer.refused ? Outcome.refused : Outcome.done);
  if (answer !== Answer.refused) {
    while (blocks.liveCount > 0) run.forget(blocks.live[blocks.liveCount - 1]);
  }
  observer.verifyOutside(instance, step);
  run.stop = observer.damaged;
}

/** deallocNull, extend, append, resize. */
export function requestRegion(
  run: RunState,
  request: number,
  head: number,
  kind: number,
  size: number,
  second: number,
): void {
  if (size < 0 || second < 0) return run.skip();
  const { writer, instance, observer } = run;
  const step = writer.open(request, head, -1, size, second, 0);
  writer.phase(Phase.call);
  const answer =
    kind === RequestKind.deallocNull
      ? instance.deallocNull()
      : kind === RequestKind.extend
        ? instance.extend(size)
        : kind === RequestKind.append
          ? instance.append(second, size)
          : instance.resize(size);
  writer.phase(Phase.idle);
  run.refresh();
  writer.outcome(
    answer === Answer.refused
      ? Outcome.refused
      : answer === Answer.rejected
        ? Outcome.rejected
        : Outcome.done,
  );
  observer.afterStep(instance, step, kind !== RequestKind.deallocNull);
  run.stop = observer.damaged;
}
