import { Phase } from '../../core/fault.js';
import { RESERVED_STEPS } from '../../core/observation.js';
import { ALIGN_BITS, ALIGN_SHIFT } from '../../core/request.js';
import { Outcome } from '../../core/step-record.js';
import { Answer } from '../target.js';
import { drainSlots } from './drain-order.js';
import { invalidFreeAddress } from './invalid-free.js';
import type { RunState } from './run-state.js';

export function requestDealloc(run: RunState, request: number, head: number, slot: number): void {
  const { writer, instance, blocks, observer } = run;
  observer.verify(slot, writer.stepIndex - 1);
  if (observer.damaged) return void (run.stop = true);
  const address = blocks.address(slot);
  const size = blocks.size(slot);
  const alignLog2 = blocks.alignLog2(slot);
  const step = writer.open(
    request,
    (head & ~ALIGN_BITS) | (alignLog2 << ALIGN_SHIFT),
    blocks.allocation(slot),
    size,
    0,
    address,
  );
  writer.phase(Phase.call);
  const answer = instance.dealloc(address, size, 1 << alignLog2);
  writer.phase(Phase.idle);
  run.refresh();
  writer.outcome(answer === Answer.rejected ? Outcome.rejected : Outcome.done);
  if (answer !== Answer.rejected) run.forget(slot);
  observer.afterStep(instance, step, false);
  run.stop = observer.damaged;
}

export function requestInvalidDealloc(
  run: RunState,
  request: number,
  head: number,
  slot: number,
  delta: number,
  mode: number,
): void {
  const { writer, instance, blocks, observer } = run;
  const found = invalidFreeAddress({
    mode,
    delta,
    slot,
    blocks,
    bits: run.exactBits(),
    base: instance.base,
  });
  if (found === undefined) return run.skip();
  const allocation = slot < 0 ? -1 : blocks.allocation(slot);
  const step = writer.open(request, head, allocation, found.size, mode, found.address);
  writer.phase(Phase.call);
  const answer = instance.dealloc(found.address, found.size, found.align);
  writer.phase(Phase.idle);
  run.refresh();
  writer.outcome(answer === Answer.rejected ? Outcome.rejected : Outcome.done);
  observer.afterStep(instance, step, true);
  run.stop = observer.damaged;
}

export function drainAll(
  run: RunState,
  request: number,
  head: number,
  order: number,
  seed: number,
): void {
  for (const slot of drainSlots(run.blocks, order, seed)) {
    if (run.stop || run.writer.room(0) < RESERVED_STEPS) return;
    requestDealloc(run, request, head, slot);
  }
}
