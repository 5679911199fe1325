import { alignLog2Of, kindOf } from '../core/request.js';
import { RequestKind, codesThat } from '../core/request-kind.js';
import { Outcome, outcomeOf } from '../core/step-record.js';
import { CLEAN, UNSURE, pair, type KernelState, type KernelVerdict } from './kernel-state.js';
import { UNKNOWN_END, fixedBytes } from './everyday-bounds.js';
import { asksAgain } from './everyday-steps.js';
import { REFUSES, UNKNOWN } from './placement-book.js';
import {
  ALIGNMENT,
  BOUNDS,
  EXHAUSTION,
  OVERLAP,
  PLACEMENT,
  REALLOC,
  REUSE,
  SPURIOUS,
  ZERO_SIZE,
} from './property-index.js';
import { requiredAlignLog2 } from './required-align.js';
import { LAWFUL, OTHERWISE, REFUSED } from './size-law-code.js';

/** Judges a request for memory, the `step`th of its execution at word `at`, and books what it granted. */
export function judgeGrant(state: KernelState, at: number, step: number): KernelVerdict {
  const { rules, ledger, placed, steps } = state;
  const kind = kindOf(steps[at + 1]);
  const outcome = outcomeOf(steps[at + 1]);
  const alignLog2 = alignLog2Of(steps[at + 1]);
  const isArray = kind === RequestKind.allocArray || kind === RequestKind.reallocArray;
  const bytes = pair(steps, at + 3) * (isArray ? pair(steps, at + 5) : 1);
  // A realloc of null names itself.
  const named = resizingKinds.has(kind) ? steps[at + 2] : -1;
  const old = named === step ? -1 : named;
  const oldBytes = old >= 0 ? ledger.requestedOf(old) : 0;
  const law = bytes > 0 ? state.sizeLaw.of(kind, bytes, alignLog2) : LAWFUL;
  let expected = UNKNOWN;
  if (placed !== undefined && bytes > 0 && layoutKinds.has(kind) && law === LAWFUL) {
    expected = placed.expected(bytes, 2 ** alignLog2);
    if (expected === UNKNOWN) return UNSURE;
  }
  const isImpossible =
    bytes > 0 &&
    (bytes > roomOf(state) + oldBytes ||
      bytes > rules.ptrdiffMax ||
      // 2^63 is the largest number that a double cannot tell from PTRDIFF_MAX; the word can.
      (rules.sizeBits === 64 && steps[at + 4] < 0) ||
      law === REFUSED ||
      bytes + ((1 << alignLog2) >>> 0) - 1 > rules.sizeMax ||
      expected === REFUSES);
  const mustGrant =
    state.fresh.isOpen &&
    law === LAWFUL &&
    ((layoutKinds.has(kind) && state.fresh.mustGrant(state, at)) ||
      (kind === RequestKind.realloc && old >= 0 && state.fresh.mustRealloc(state, at)));
  if (outcome === Outcome.refused || outcome === Outcome.rejected) {
    const isPlaced = expected >= 0;
    return judgeRefused(state, at, { kind, bytes, old, isImpossible, isPlaced, mustGrant });
  }
  // What no caller may ask has no right answer.
  if (law === OTHERWISE) return UNSURE;
  if (isImpossible) return EXHAUSTION + 1;
  return bookGranted(state, at, { kind, bytes, old, step, expected, mustGrant });
}

interface Refused {
  readonly kind: number;
  readonly bytes: number;
  /** The block that it was about; -1 for none. */
  readonly old: number;
  readonly isImpossible: boolean;
  /** Whether the placement policy has a place for it. */
  readonly isPlaced: boolean;
  /** Whether it was on the floor of `no-spurious-null`. */
  readonly mustGrant: boolean;
}

function judgeRefused(
  state: KernelState,
  at: number,
  { kind, bytes, old, isImpossible, isPlaced, mustGrant }: Refused,
): KernelVerdict {
  const { rules, checks, ledger, steps } = state;
  if (rules.nulls === 'gap' && layoutKinds.has(kind) && mayFitAGap(state, bytes)) return UNSURE;
  // That what the policy places is granted is promised only where refusals are exact.
  if (rules.nulls === 'exact' && isPlaced) return UNSURE;
  if (mustGrant) return UNSURE;
  if (bytes <= rules.reuseLimit && asksAgain(rules, steps, at, bytes)) return UNSURE;
  if (bytes === 0 && kind !== RequestKind.resizeInPlace) {
    if (kind === RequestKind.realloc || kind === RequestKind.reallocArray) {
      if (old >= 0 && rules.reallocToZeroEnds) state.release(old);
    } else if (rules.zeroSizeMustGrant) return UNSURE;
    else if (rules.judgesZeroSize) checks[ZERO_SIZE]++;
  }
  state.wasRefused = bytes > 0 && kind !== RequestKind.resizeInPlace;
  if (isImpossible) checks[EXHAUSTION]++;
  // The block that is left is read back, if it is short enough to be written.
  const leftBytes = old >= 0 && ledger.isHeld(old) ? ledger.requestedOf(old) : 0;
  if (leftBytes > 0 && leftBytes <= rules.fillLimitBytes) checks[REALLOC]++;
  if (old >= 0) state.hasRefusedRealloc = true;
  state.fresh.end();
  return CLEAN;
}

/**
 * Whether a gap between live blocks might hold so many bytes. Where they lie is for the specification to
 * know; all gaps together are as long as what is not live, and what is longer fits none of them.
 */
function mayFitAGap({ rules, base, end, ledger }: KernelState, bytes: number): boolean {
  if (bytes === 0) return false;
  const overhead = rules.gap?.overheadBytes ?? 0;
  return end >= UNKNOWN_END || bytes + 3 * overhead <= end - base - ledger.liveBytes;
}

interface Grant {
  readonly kind: number;
  readonly bytes: number;
  /** The block that it takes the place of; -1 for none. */
  readonly old: number;
  readonly step: number;
  /** Its address by the placement policy; negative where that has no say. */
  readonly expected: number;
  /** Whether it was on the floor of `no-spurious-null`. */
  readonly mustGrant: boolean;
}

function bookGranted(
  state: KernelState,
  at: number,
  { kind, bytes, old, step, expected, mustGrant }: Grant,
): KernelVerdict {
  const { rules, checks, ledger, placed, steps } = state;
  const isResized = kind === RequestKind.resizeInPlace;
  const address = pair(steps, at + 7);
  if (!isResized) {
    const keeps = rules.keepsAlignment && kind !== RequestKind.reallocArray;
    const asked = old >= 0 && !keeps ? 0 : alignLog2Of(steps[at + 1]);
    const need = requiredAlignLog2(rules, bytes, asked);
    if (need > 0) {
      checks[ALIGNMENT]++;
      // Of size 0 it may break `zero-size` as well, which leads.
      if ((steps[at + 7] & ((1 << need) - 1)) !== 0)
        return bytes > 0 ? brokenBy(state, ALIGNMENT) : UNSURE;
    }
  }
  if (bytes === 0) {
    if (rules.judgesZeroSize) checks[ZERO_SIZE]++;
    if (rules.zeroSizeMustRefuse) return UNSURE;
  } else {
    checks[BOUNDS]++;
    if (address < state.base || address + bytes > state.end) return brokenBy(state, BOUNDS);
    if (state.isChoosy && state.isWithheld(address, bytes)) return brokenBy(state, BOUNDS);
    checks[OVERLAP]++;
  }
  if (old >= 0) {
    if (rules.reallocInPlaceOnly && ledger.startOf(old) !== address) return UNSURE;
    state.release(old);
  }
  const marked = bytes > 0 ? bytes : rules.zeroSizeUnique ? 1 : 0;
  if (bytes === 0 && marked > 0) state.hasUniqueZero = true;
  if (marked > 0 && !ledger.mark(address, address + marked)) return brokenBy(state, OVERLAP);
  ledger.hold(old >= 0 ? old : step, address, marked, bytes);
  if (placed !== undefined) {
    if (isResized) return UNSURE;
    if (expected >= 0) checks[PLACEMENT]++;
    if (expected >= 0 && address !== expected) return PLACEMENT + 1;
    placed.grant(address, marked, bytes);
  }
  if (mustGrant || (rules.nulls === 'exact' && expected >= 0)) checks[SPURIOUS]++;
  if (!layoutKinds.has(kind)) state.fresh.end();
  else if (state.fresh.isOpen) state.fresh.book(bytes, alignLog2Of(steps[at + 1]));
  const isAgain = kind === RequestKind.alloc && bytes > 0 && bytes <= rules.reuseLimit;
  if (isAgain && asksAgain(rules, steps, at, bytes)) checks[REUSE]++;
  return CLEAN;
}

/** Whose block is in the way decides which property leads, and bits do not tell: then nor does this judge. */
const brokenBy = (state: KernelState, property: number): KernelVerdict =>
  state.hasUniqueZero || (property === OVERLAP && state.hasRefusedRealloc) ? UNSURE : property + 1;

/** Bytes that one more grant may have at most; a realloc's own block comes on top. */
function roomOf({ rules, base, end, limitBytes, ledger }: KernelState): number {
  if (!rules.growable) {
    const bytes = fixedBytes(rules, base, end);
    return bytes < Infinity ? bytes - ledger.liveBytes : rules.ptrdiffMax;
  }
  if (limitBytes === 0) return rules.ptrdiffMax;
  return end < UNKNOWN_END ? Math.max(limitBytes, end - base) - ledger.liveBytes : UNKNOWN_END;
}

const resizingKinds = codesThat('resizes');

/** Kinds that grant a new block of so many bytes, whose place the exact policies decide. */
const layoutKinds = codesThat('asksForLayout');
