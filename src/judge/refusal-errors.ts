import type { Terms } from '../contract/terms/terms.js';
import { EntryPoint } from '../core/entry-point.js';
import { refusalErrorNames } from '../core/refusal-error.js';
import { alignLog2Of, entryOf, kindOf } from '../core/request.js';
import { RequestKind, codesThat } from '../core/request-kind.js';
import { errorOf } from '../core/step-record.js';

/** What the fast judge says of the error that a refusal named. */
export type ErrorVerdict = 'unasked' | 'lawful' | 'doubtful';

/**
 * Judges the error of the refused step at word `at`, the `step`th of its execution, as
 * `properties/refusal-error.ts` does, by codes. Doubtful is whatever that would find wrong: it decides.
 */
export function judgeRefusalError(
  rules: Pick<Terms, 'refusalErrno' | 'pointerBytes'>,
  steps: Int32Array,
  at: number,
  step: number,
): ErrorVerdict {
  const word1 = steps[at + 1];
  const error = errorOf(word1);
  const kind = kindOf(word1);
  if (error === UNOBSERVED || (steps[at + 3] | steps[at + 4]) === 0) return 'unasked';
  // A count of no elements asks for nothing, whatever their size.
  if (arrayKinds.has(kind) && (steps[at + 5] | steps[at + 6]) === 0) return 'unasked';
  if (kind !== RequestKind.badAlign && !askingKinds.has(kind)) return 'unasked';
  if (entryOf(word1) !== EntryPoint.posix_memalign) {
    if (rules.refusalErrno !== 'set') return 'unasked';
    return error === NONE ? 'doubtful' : 'lawful';
  }
  if (kind === RequestKind.badAlign) {
    const isFirst = step === 1 && steps[at + 4] === 0 && steps[at + 3] >>> 0 <= SURELY_THERE;
    return (isFirst ? error === EINVAL : error !== NONE) ? 'lawful' : 'doubtful';
  }
  const isAligned = 2 ** alignLog2Of(word1) >= rules.pointerBytes;
  return (isAligned ? error === ENOMEM : error !== NONE) ? 'lawful' : 'doubtful';
}

const UNOBSERVED = refusalErrorNames.indexOf('unobserved');
const NONE = refusalErrorNames.indexOf('none');
const ENOMEM = refusalErrorNames.indexOf('ENOMEM');
const EINVAL = refusalErrorNames.indexOf('EINVAL');
/** Bytes that no allocator lacks for the first request of a program. */
const SURELY_THERE = 4_096;

const arrayKinds = codesThat('isArray');
export const askingKinds = codesThat('asksForMemory');
