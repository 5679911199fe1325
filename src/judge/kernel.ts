import type { Terms } from '../contract/terms.js';
import { EventType, WORDS_PER_EVENT } from '../core/event-record.js';
import {
  ExecutionStatus,
  Header,
  WORDS_PER_HEADER,
  type ExecutionBatch,
} from '../core/execution-batch.js';
import { propertyIds, type PropertyId } from '../core/property-id.js';
import { alignLog2Of, kindOf } from '../core/request.js';
import { ERROR_NO_MEMORY, ERROR_UNOBSERVED } from '../core/refusal-error.js';
import { RequestKind } from '../core/request-kind.js';
import { Outcome, WORDS_PER_STEP, errorOf, outcomeOf } from '../core/step-record.js';
import { granuleOf } from './granule-of.js';
import { LiveLedger } from './live-ledger.js';
import { UNKNOWN_END, plainBounds, type PlainBounds } from './plain-bounds.js';
import { followsFree, judgePlainSteps, type PlainCounts } from './plain-steps.js';
import { requiredAlignLog2 } from './required-align.js';

/**
 * The fast judge: one loop over the words of an execution, bits for live bytes, no exceptions and
 * nothing allocated. It says that an execution is clean, that it breaks a property, or that it
 * cannot tell; only the specification explains. What it does say must agree with the specification,
 * and is compared with it on a share of all programs, on every violation and on the whole zoo.
 */
export class Kernel {
  /** How often each property was exercised, by its index in `propertyIds`; since the last `takeChecks`. */
  private readonly checks = new Float64Array(propertyIds.length);
  private readonly ledger = new LiveLedger();
  private readonly plain: PlainCounts = { grants: 0, aligned: 0, frees: 0, reuses: 0 };

  constructor(private readonly rules: Terms) {}

  /** Judges execution `index`. `limitBytes` is the world's; 0 for none. */
  judge(batch: ExecutionBatch, index: number, limitBytes: number): KernelVerdict {
    const header = index * WORDS_PER_HEADER;
    const { headers } = batch;
    if (headers[header + Header.status] !== ExecutionStatus.finished) return UNSURE;
    const { checks } = this;
    checks[CONTENT] += headers[header + Header.contentChecks];
    checks[ZEROED] += headers[header + Header.zeroChecks];
    checks[OUTSIDE] += headers[header + Header.outsideChecks];
    const verdict = this.walk(batch, header, limitBytes);
    this.countPlain();
    this.ledger.forgetAll();
    return verdict;
  }

  /** Adds up and resets the counts of checks. */
  takeChecks(into: Map<PropertyId, number>): void {
    propertyIds.forEach((id, index) => {
      if (this.checks[index] > 0) into.set(id, (into.get(id) ?? 0) + this.checks[index]);
    });
    this.checks.fill(0);
  }

  private walk(batch: ExecutionBatch, header: number, limitBytes: number): KernelVerdict {
    const { steps, events, headers } = batch;
    const { rules, checks, ledger, plain } = this;
    const first = headers[header + Header.firstStep] * WORDS_PER_STEP;
    const count = headers[header + Header.stepCount];
    ledger.begin(count, granuleOf(steps, first, count, rules.granuleLog2));
    let event = headers[header + Header.firstEvent] * WORDS_PER_EVENT;
    const lastEvent = event + headers[header + Header.eventCount] * WORDS_PER_EVENT;
    let base = 0;
    let end = 0;
    let footprint = -1;
    let initialFootprint = -1;
    let sameLayoutGrants = 0;
    let onlyGrants = true;
    let bounds: PlainBounds | undefined;
    for (let step = 0; step < count; step++) {
      if (bounds !== undefined && !onlyGrants) {
        const until = event < lastEvent ? Math.min(events[event + 1], count) : count;
        step = judgePlainSteps(rules, ledger, plain, bounds, steps, first, step, until);
        if (step === count) break;
      }
      const at = first + step * WORDS_PER_STEP;
      const word1 = steps[at + 1];
      const kind = kindOf(word1);
      const outcome = outcomeOf(word1);
      if (outcome === Outcome.pending || outcome >= Outcome.faulted) return UNSURE;
      if (rules.judgesErrors && outcome === Outcome.refused) {
        const error = errorOf(word1);
        if (error !== ERROR_UNOBSERVED && error !== ERROR_NO_MEMORY) return UNSURE;
      }
      let grew = false;
      let wasRefused = false;
      let demanded = 0;
      while (event < lastEvent && events[event + 1] <= step) {
        if (events[event] !== EventType.extents) return UNSURE;
        base = pair(events, event + 2);
        end = pair(events, event + 4);
        footprint = events[event + 7] === -1 ? -1 : pair(events, event + 6);
        demanded = pair(events, event + 8);
        if (step === 0) initialFootprint = footprint;
        grew = step > 0;
        event += WORDS_PER_EVENT;
        if (end < UNKNOWN_END) ledger.settle(base);
        bounds = plainBounds(rules, base, end, limitBytes);
      }
      switch (kind) {
        case RequestKind.init:
          if (outcome === Outcome.refused) return UNSURE;
          break;
        case RequestKind.alloc:
        case RequestKind.allocZeroed:
        case RequestKind.allocArray:
        case RequestKind.realloc:
        case RequestKind.reallocArray:
        case RequestKind.fill:
        case RequestKind.resizeInPlace: {
          const size = pair(steps, at + 3);
          const array = kind === RequestKind.allocArray || kind === RequestKind.reallocArray;
          const bytes = array ? size * pair(steps, at + 5) : size;
          const old =
            kind === RequestKind.realloc ||
            kind === RequestKind.reallocArray ||
            kind === RequestKind.resizeInPlace
              ? steps[at + 2]
              : -1;
          const oldBytes = old >= 0 && old !== step ? ledger.requestedOf(old) : 0;
          const alignLog2 = alignLog2Of(word1);
          const isKnown = end < UNKNOWN_END && (!rules.growable || limitBytes > 0);
          const bound = isKnown
            ? Math.max(rules.growable ? limitBytes : 0, end - base) - ledger.liveBytes + oldBytes
            : rules.growable && limitBytes > 0
              ? UNKNOWN_END
              : rules.ptrdiffMax;
          const impossible =
            bytes > 0 &&
            (bytes > bound ||
              bytes > rules.ptrdiffMax ||
              bytes + ((1 << alignLog2) >>> 0) - 1 > rules.sizeMax);
          if (outcome === Outcome.refused || outcome === Outcome.rejected) {
            if (rules.judgesEveryRefusal) return UNSURE;
            if (onlyGrants) return UNSURE;
            if (bytes <= rules.reuseLimit && followsFree(steps, at)) return UNSURE;
            if (bytes === 0 && kind !== RequestKind.resizeInPlace) {
              if (kind === RequestKind.realloc || kind === RequestKind.reallocArray) {
                if (old >= 0 && rules.reallocToZeroEnds) ledger.release(old);
              } else if (rules.zeroSizeMustGrant) return UNSURE;
              else if (rules.judgesZeroSize) checks[ZERO_SIZE]++;
            }
            wasRefused = bytes > 0 && kind !== RequestKind.resizeInPlace;
            if (impossible) checks[EXHAUSTION]++;
            if (old >= 0) checks[REALLOC]++;
            onlyGrants = false;
            break;
          }
          if (impossible) return EXHAUSTION + 1;
          if (bytes > 0 && (bytes < rules.smallest || bytes > rules.largest)) return UNSURE;
          const resized = kind === RequestKind.resizeInPlace;
          const low = steps[at + 7];
          if (!resized) {
            const keeps = rules.keepsAlignment && kind !== RequestKind.reallocArray;
            const asked = old >= 0 && old !== step && !keeps ? 0 : alignLog2;
            const need = requiredAlignLog2(rules, bytes, asked);
            if (need > 0) {
              checks[ALIGNMENT]++;
              if ((low & ((1 << need) - 1)) !== 0) return ALIGNMENT + 1;
            }
          }
          const address = pair(steps, at + 7);
          if (bytes === 0) {
            if (rules.judgesZeroSize) checks[ZERO_SIZE]++;
            if (rules.zeroSizeMustRefuse) return UNSURE;
          } else {
            checks[BOUNDS]++;
            if (address < base || address + bytes > end) return BOUNDS + 1;
            checks[OVERLAP]++;
          }
          if (old >= 0 && old !== step) {
            if (rules.reallocInPlaceOnly) return UNSURE;
            checks[REALLOC]++;
            ledger.release(old);
          }
          const mark = bytes > 0 ? bytes : rules.zeroSizeUnique ? 1 : 0;
          if (mark > 0 && !ledger.mark(address, address + mark)) return OVERLAP + 1;
          ledger.hold(old >= 0 ? old : step, address, mark, bytes);
          if (onlyGrants) {
            if (
              kind === RequestKind.alloc ||
              kind === RequestKind.allocZeroed ||
              kind === RequestKind.fill
            ) {
              checks[SPURIOUS]++;
              // Four of them were granted: nothing hangs on the others.
              onlyGrants = ++sameLayoutGrants < 4;
            } else onlyGrants = false;
          }
          if (
            bytes <= rules.reuseLimit &&
            bytes > 0 &&
            kind === RequestKind.alloc &&
            followsFree(steps, at) &&
            ledger.requestedOf(steps[at + 2 - WORDS_PER_STEP]) === bytes
          ) {
            checks[REUSE]++;
          }
          break;
        }
        case RequestKind.dealloc:
        case RequestKind.drain:
          onlyGrants = false;
          if (outcome === Outcome.done) ledger.release(steps[at + 2]);
          break;
        case RequestKind.usable: {
          onlyGrants = false;
          if (rules.usableSize === 'absent' || outcome !== Outcome.done) break;
          const allocation = steps[at + 2];
          checks[USABLE]++;
          const usable = pair(steps, at + 5);
          if (usable < ledger.requestedOf(allocation)) return USABLE + 1;
          if (rules.usableSize === 'atLeast' || ledger.requestedOf(allocation) === 0) break;
          if (ledger.startOf(allocation) + usable > end) return USABLE + 1;
          if (!ledger.extend(allocation, usable)) return USABLE + 1;
          break;
        }
        case RequestKind.reset:
          if (outcome !== Outcome.done) break;
          ledger.forgetAll();
          onlyGrants = true;
          sameLayoutGrants = 0;
          break;
        case RequestKind.deallocInvalid:
        case RequestKind.deallocNull: {
          onlyGrants = false;
          const expected =
            kind === RequestKind.deallocNull ? rules.freeNull : rules.freeInvalid[steps[at + 5]];
          if (expected === 'undefined') break;
          if (expected === 'abort' || (expected === 'rejected' && outcome !== Outcome.rejected))
            return UNSURE;
          checks[INVALID_FREE]++;
          break;
        }
        case RequestKind.append:
          onlyGrants = false;
          // What lies between the pieces is for the specification to keep in mind.
          if (steps[at + 5] !== 0 || steps[at + 6] !== 0) return UNSURE;
          break;
        case RequestKind.badAlign:
          onlyGrants = false;
          if (outcome !== Outcome.refused) return UNSURE;
          checks[INVALID_FREE]++;
          break;
        default:
          onlyGrants = false;
      }
      if ((grew || wasRefused) && rules.growth !== 'unjudged' && initialFootprint >= 0) {
        checks[GROWTH]++;
        const basis = rules.growth === 'bounded' ? ledger.peakBytes : ledger.grantedBytes;
        const slack = Math.max(initialFootprint, GROWTH_SLACK);
        const bounded = initialFootprint + rules.startUpBytes + slack + GROWTH_FACTOR * basis;
        // What a refused request demanded is measured against what it asked for.
        const asked = outcome === Outcome.granted ? 0 : pair(steps, at + 3);
        if (footprint > bounded || demanded > bounded + GROWTH_FACTOR * asked) return UNSURE;
      }
      checks[FAULT]++;
    }
    return event < lastEvent ? UNSURE : CLEAN;
  }

  private countPlain(): void {
    const { checks, plain } = this;
    checks[ALIGNMENT] += plain.aligned;
    for (const property of [BOUNDS, OVERLAP]) checks[property] += plain.grants;
    checks[FAULT] += plain.grants + plain.frees;
    checks[REUSE] += plain.reuses;
    plain.grants = plain.aligned = plain.frees = plain.reuses = 0;
  }
}

/** 0 clean, -1 cannot tell, else the index of the broken property in `propertyIds` plus one. */
export type KernelVerdict = number;
export const CLEAN = 0;
export const UNSURE = -1;

const at = (id: PropertyId): number => propertyIds.indexOf(id);
const EXHAUSTION = at('null-on-exhaustion');
const ZERO_SIZE = at('zero-size');
const ALIGNMENT = at('alignment');
const BOUNDS = at('in-bounds');
const OVERLAP = at('no-overlap');
const REALLOC = at('realloc-preserves');
const ZEROED = at('zeroed');
const CONTENT = at('content-preserved');
const OUTSIDE = at('outside-untouched');
const USABLE = at('usable-size');
const INVALID_FREE = at('invalid-free');
const REUSE = at('reuse-after-free');
const SPURIOUS = at('no-spurious-null');
const GROWTH = at('bounded-growth');
const FAULT = at('no-fault');

const GROWTH_SLACK = 24 * 1024 * 1024;
const GROWTH_FACTOR = 8;

const pair = (words: Int32Array, at: number): number =>
  (words[at + 1] >>> 0) * 4294967296 + (words[at] >>> 0);
