import type { Terms } from '../contract/terms/terms.js';
import { EventType, WORDS_PER_EVENT } from '../core/event-record.js';
import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  type ExecutionBatch,
} from '../core/execution-batch.js';
import { propertyIds, type PropertyId } from '../core/property-id.js';
import { kindOf } from '../core/request.js';
import { RequestKind } from '../core/request-kind.js';
import { Outcome, WORDS_PER_STEP, outcomeOf } from '../core/step-record.js';
import { granuleOf } from './granule-of.js';
import { judgeGrant } from './judge-grant.js';
import { CLEAN, KernelState, UNSURE, pair, type KernelVerdict } from './kernel-state.js';
import { UNKNOWN_END, everydayBounds, type EverydayBounds } from './everyday-bounds.js';
import { judgeEverydaySteps, type EverydayCounts } from './everyday-steps.js';
import * as count from './property-index.js';
import { askingKinds, judgeRefusalError } from './refusal-errors.js';

/**
 * The fast judge: one loop over the words of an execution, bits for live bytes, no exceptions and
 * nothing allocated. It says that an execution is clean, that it breaks a property, or that it
 * cannot tell; only the specification explains. What it does say must agree with the specification,
 * and is compared with it on a share of all programs, on every violation and on the whole zoo.
 */
export class Kernel {
  private readonly state: KernelState;
  private readonly everyday: EverydayCounts = { grants: 0, aligned: 0, frees: 0, reuses: 0 };
  /** Checks of the executions judged since the last `takeChecks`, of those of which it was sure. */
  private readonly counted = new Float64Array(propertyIds.length);

  constructor(private readonly rules: Terms) {
    this.state = new KernelState(rules);
  }

  /**
   * Judges execution `index`. `limitBytes` is the world's; 0 for none. What it cannot tell it does not
   * count either: the specification counts it.
   */
  judge(batch: ExecutionBatch, index: number, limitBytes: number): KernelVerdict {
    const header = index * WORDS_PER_HEADER;
    const { headers } = batch;
    if (headers[header + Header.status] !== ExecutionStatus.finished) return UNSURE;
    const { checks, ledger } = this.state;
    checks[count.CONTENT] += headers[header + Header.contentChecks];
    checks[count.REALLOC] += headers[header + Header.keptChecks];
    checks[count.ZEROED] += headers[header + Header.zeroChecks];
    checks[count.OUTSIDE] += headers[header + Header.outsideChecks];
    const verdict = this.walk(batch, header, limitBytes);
    this.countEveryday();
    ledger.forgetAll();
    if (verdict !== UNSURE)
      for (let id = 0; id < checks.length; id++) this.counted[id] += checks[id];
    checks.fill(0);
    return verdict;
  }

  /** Adds up and resets the counts of checks. */
  takeChecks(into: Map<PropertyId, number>): void {
    propertyIds.forEach((id, index) => {
      if (this.counted[index] > 0) into.set(id, (into.get(id) ?? 0) + this.counted[index]);
    });
    this.counted.fill(0);
  }

  private walk(batch: ExecutionBatch, header: number, limitBytes: number): KernelVerdict {
    const { steps, events, headers } = batch;
    const { rules, state, everyday } = this;
    const { checks, ledger, placed } = state;
    const first = headers[header + Header.firstStep] * WORDS_PER_STEP;
    const stepCount = headers[header + Header.stepCount];
    state.begin(
      steps,
      stepCount,
      granuleOf(steps, first, stepCount, rules.granuleLog2),
      limitBytes,
    );
    let event = headers[header + Header.firstEvent] * WORDS_PER_EVENT;
    const lastEvent = event + headers[header + Header.eventCount] * WORDS_PER_EVENT;
    let footprint = -1;
    let bounds: EverydayBounds | undefined;
    for (let step = 0; step < stepCount; step++) {
      if (bounds !== undefined && !state.fresh.isOpen) {
        const until = event < lastEvent ? Math.min(events[event + 1], stepCount) : stepCount;
        step = judgeEverydaySteps(rules, ledger, everyday, bounds, steps, first, step, until);
        if (step === stepCount) break;
      }
      const at = first + step * WORDS_PER_STEP;
      const outcome = outcomeOf(steps[at + 1]);
      if (outcome === Outcome.pending || outcome >= Outcome.faulted) return UNSURE;
      let namesError = false;
      if (rules.judgesErrors && outcome === Outcome.refused) {
        const error = judgeRefusalError(rules, steps, at, step);
        if (error === 'doubtful') return UNSURE;
        namesError = error === 'lawful';
      }
      const heldBefore = footprint;
      let hasNews = false;
      let demanded = 0;
      while (event < lastEvent && events[event + 1] <= step) {
        if (events[event] !== EventType.extents) return UNSURE;
        state.base = pair(events, event + 2);
        state.end = pair(events, event + 4);
        footprint = events[event + 7] === -1 ? -1 : pair(events, event + 6);
        demanded = Math.max(demanded, pair(events, event + 8));
        if ((events[event + 10] | events[event + 11]) !== 0) state.hostHasRefused = true;
        if (step === 0) state.initialFootprint = footprint;
        hasNews = step > 0;
        event += WORDS_PER_EVENT;
        if (state.end < UNKNOWN_END) ledger.settle(state.base);
        placed?.settle(state.base, state.end);
        // Where each grant has its place, or some must not be granted, the short way does not look.
        if (!state.isChoosy) bounds = everydayBounds(rules, state.base, state.end, limitBytes);
      }
      state.wasRefused = false;
      const liveBefore = ledger.liveCount;
      const verdict = judgeStep(state, at, step);
      if (verdict !== CLEAN) return verdict;
      if (outcome === Outcome.refused) {
        // Live blocks have seen a refusal, which is a check even where it names no error.
        const isSeen = liveBefore > 0 && askingKinds.has(kindOf(steps[at + 1]));
        if (isSeen || namesError) checks[count.REFUSED_CALL]++;
      }
      if (
        (hasNews || state.wasRefused) &&
        rules.growth !== 'unjudged' &&
        state.initialFootprint >= 0
      ) {
        if (footprint !== heldBefore || state.wasRefused) checks[count.GROWTH]++;
        const basis = rules.growth === 'bounded' ? ledger.peakBytes : ledger.grantedBytes;
        const { initialFootprint } = state;
        const slack = Math.max(initialFootprint, GROWTH_SLACK);
        const bounded = initialFootprint + rules.startUpBytes + slack + GROWTH_FACTOR * basis;
        // What a refused request demanded is measured against what it asked for.
        const asked = outcome === Outcome.granted ? 0 : pair(steps, at + 3);
        if (footprint > bounded || demanded > bounded + GROWTH_FACTOR * asked) return UNSURE;
      }
      checks[count.FAULT]++;
    }
    return event < lastEvent ? UNSURE : CLEAN;
  }

  private countEveryday(): void {
    const { everyday } = this;
    const { checks } = this.state;
    checks[count.ALIGNMENT] += everyday.aligned;
    checks[count.BOUNDS] += everyday.grants;
    checks[count.OVERLAP] += everyday.grants;
    checks[count.FAULT] += everyday.grants + everyday.frees;
    checks[count.REUSE] += everyday.reuses;
    everyday.grants = everyday.aligned = everyday.frees = everyday.reuses = 0;
  }
}

/** Judges the step at word `at`, of whatever kind, and books what it changed. */
function judgeStep(state: KernelState, at: number, step: number): KernelVerdict {
  const { rules, checks, ledger, steps } = state;
  const kind = kindOf(steps[at + 1]);
  const outcome = outcomeOf(steps[at + 1]);
  switch (kind) {
    case RequestKind.init: {
      const { isGiven, mayRefuseInit } = rules.region;
      if (outcome === Outcome.refused) return mayRefuseInit ? CLEAN : UNSURE;
      if (isGiven && !mayRefuseInit && outcome === Outcome.done) checks[count.SPURIOUS]++;
      return CLEAN;
    }
    case RequestKind.alloc:
    case RequestKind.allocZeroed:
    case RequestKind.allocArray:
    case RequestKind.realloc:
    case RequestKind.reallocArray:
    case RequestKind.fill:
    case RequestKind.resizeInPlace:
      return judgeGrant(state, at, step);
    case RequestKind.reset:
      if (outcome === Outcome.done) state.reset();
      return CLEAN;
    default:
      state.fresh.end();
  }
  switch (kind) {
    case RequestKind.dealloc:
    case RequestKind.drain:
      if (outcome === Outcome.done) state.release(steps[at + 2]);
      return CLEAN;
    case RequestKind.usable: {
      if (rules.usableSize === 'absent' || outcome !== Outcome.done) return CLEAN;
      const allocation = steps[at + 2];
      checks[count.USABLE]++;
      const usable = pair(steps, at + 5);
      if (usable < ledger.requestedOf(allocation)) return count.USABLE + 1;
      if (rules.usableSize === 'atLeast' || ledger.requestedOf(allocation) === 0) return CLEAN;
      if (ledger.startOf(allocation) + usable > state.end) return count.USABLE + 1;
      if (!ledger.extend(allocation, usable)) return count.USABLE + 1;
      // A block that holds more than was asked is none of a policy's.
      return state.placed === undefined ? CLEAN : UNSURE;
    }
    case RequestKind.deallocInvalid:
    case RequestKind.deallocNull: {
      const expected =
        kind === RequestKind.deallocNull ? rules.freeNull : rules.freeInvalid[steps[at + 5]];
      if (expected === 'undefined') return CLEAN;
      if (expected === 'abort') return UNSURE;
      if (expected === 'rejected' && outcome !== Outcome.rejected) return UNSURE;
      checks[count.INVALID_FREE]++;
      return CLEAN;
    }
    case RequestKind.append:
      // What lies between the pieces is for the specification to keep in mind.
      return (steps[at + 5] | steps[at + 6]) === 0 ? CLEAN : UNSURE;
    case RequestKind.badAlign:
      if (outcome !== Outcome.refused) return UNSURE;
      checks[count.INVALID_FREE]++;
      return CLEAN;
    default:
      return CLEAN;
  }
}

const GROWTH_SLACK = 24 * 1024 * 1024;
const GROWTH_FACTOR = 8;
