import { requestedBytes } from '../models/interval-model.js';
import type { Evidence } from '../src/core/evidence.js';
import { wasRefused } from './lawful-end.js';
import { finding } from './moment.js';
import type { Moment } from './each-moment.js';
import type { Judgement } from './property.js';

type Expected = Extract<Evidence, { kind: 'refusalError' }>['expected'];

/**
 * Whether a refusal names the error that the contract says (`refusalErrno`). Not exercised where no
 * error was observed and for size 0, for which POSIX lets null come without one.
 *
 * For errno any number but 0 will do: POSIX lets an implementation have errors of its own (XSH 2.3),
 * so that EOVERFLOW for a size that no memory could hold is as good as ENOMEM.
 */
export function refusalErrorOf(moment: Moment): Judgement<'refusalError'> {
  const { step, contract } = moment;
  const { outcome } = step;
  if (contract.refusalErrno === 'unjudged' || outcome.kind !== 'refused') return 'notExercised';
  const { error } = outcome;
  if (error === undefined || requestedBytes(step) === 0n) return 'notExercised';
  if (!wasRefused(moment) && step.kind !== 'badAlign') return 'notExercised';
  const answers = step.entry === 'posix_memalign';
  if (!answers && contract.refusalErrno === 'returned') return 'notExercised';
  const expected = answers ? answerExpected(moment) : 'any';
  if (expected === 'any' ? error !== 'none' : error === expected) return 'holds';
  return finding(moment, 'failed-call-no-effect', 'refusalErrno', {
    kind: 'refusalError',
    channel: answers ? 'answer' : 'errno',
    expected,
    seen: error,
  });
}

/** No allocator lacks so much for the first request of a program. */
const SURELY_THERE = 4_096n;

/**
 * What posix_memalign must answer. Where both errors may apply, because the memory may be out as well,
 * or the alignment is below that of a pointer, either will do.
 */
function answerExpected({ step, subject }: Moment): Expected {
  if (step.kind === 'badAlign') {
    return step.index === 1 && step.size <= SURELY_THERE ? 'EINVAL' : 'any';
  }
  return step.align * 8n >= BigInt(subject.sizeBits) ? 'ENOMEM' : 'any';
}
