import type { Contract } from '../src/contract/document/contract-schema.js';
import { lastStepOf, type Step } from '../src/core/execution.js';
import { lastIsRefusedByNumber } from '../src/core/host-refused.js';
import type { Trial } from '../src/core/trial.js';
import { answerOf } from './answer.js';
import { isWithoutEffect, wasRefused } from './lawful-end.js';
import { refusalErrorOf } from './refusal-error.js';
import { property, type JudgeContext, type Judgement } from './property.js';

/** A refused request changes nothing that can be seen later. */
export const failedCallNoEffect = property({
  id: 'failed-call-no-effect',
  claim: 'A refused request changes nothing that can be seen later, but names its error.',
  formula:
    'capacity: a grant that fits before the refused request fits after it; identical: ' +
    'under exact placement the program without the refused requests gets the same ' +
    'answers; error: errno, 0 before the call, is not 0 after it, and posix_memalign answers ' +
    'EINVAL or ENOMEM as POSIX says',
  why:
    'Half-done bookkeeping before the check that fails is the classic leak. A general ' +
    'allocator may lawfully consolidate on refusal, so only pools that reclaim ' +
    'everything and exact policies are held to it; that live blocks stay intact is ' +
    'judged for all.',
  source:
    'C17 7.22.3.5 (a failed realloc leaves the old object); POSIX.1-2017, XSH malloc and ' +
    'posix_memalign (errors)',
  clause(contract) {
    if (contract.placement !== undefined) return 'placement';
    return contract.reclaims === 'everything' ? 'reclaims' : 'refusal';
  },
  whyNotTested: ({ refused }) => refused,
  evidence: ['refusalError', 'refusalChangedCapacity', 'differs'],
  countedBy: 'judges',
  // All that a step shows of it is a wrong error, and that leaves the memory as it must be.
  onceBroken: 'goesOn',
  checkStep(moment) {
    const error = refusalErrorOf(moment);
    if (typeof error === 'object') return error;
    // What was damaged is told by content-preserved; here it counts that live blocks saw a refusal.
    const seen = wasRefused(moment) && moment.before.live.length > 0;
    return seen && moment.damages.length === 0 ? 'holds' : error;
  },
  needs: [
    {
      role: 'withoutRefused',
      why: 'the same answers must come where nothing was refused',
      under: ({ placement }) => placement !== undefined,
    },
    {
      role: 'beforeRefusal',
      why: 'what could be had before the refused request',
      under: answersAlike,
    },
    {
      role: 'afterRefusal',
      why: 'must be had behind it',
      under: answersAlike,
    },
  ],
  checkTrial(trial, context) {
    const [capacity, answers] = [lostCapacity(trial), changedAnswers(trial, context)];
    return typeof capacity === 'object' ? capacity : (answers ?? capacity ?? 'notExercised');
  },
});

/** Two runs can be compared only where the same requests get the same answers. */
function answersAlike({ placement, reclaims, deterministic }: Contract): boolean {
  return placement !== undefined || (reclaims === 'everything' && deterministic === 'claimed');
}

/** beforeRefusal and afterRefusal end with the same large request; the first was granted. */
function lostCapacity(trial: Trial): Judgement<'refusalChangedCapacity'> | undefined {
  const before = trial.others.find((other) => other.role === 'beforeRefusal')?.execution;
  const after = trial.others.find((other) => other.role === 'afterRefusal')?.execution;
  const granted = before && lastStepOf(before);
  const again = after && lastStepOf(after);
  if (granted?.outcome.kind !== 'granted' || again === undefined || again.size !== granted.size)
    return undefined;
  if (after === undefined || after.death !== undefined) return undefined;
  if (lastIsRefusedByNumber(after)) return undefined;
  if (again.outcome.kind !== 'refused') return 'holds';
  const refusedStep = again.index - 1;
  return {
    property: 'failed-call-no-effect',
    clause: 'reclaims',
    step: refusedStep,
    evidence: {
      kind: 'refusalChangedCapacity',
      refusedStep,
      largestBytes: granted.size,
      align: granted.align,
    },
  };
}

function changedAnswers(trial: Trial, context: JudgeContext): Judgement<'differs'> | undefined {
  const without = trial.others.find((other) => other.role === 'withoutRefused')?.execution;
  if (without === undefined || context.contract.placement === undefined) return undefined;
  const kept = trial.main.steps.filter((step) => !isWithoutEffect(step, context.terms));
  const bases = { main: baseOf(trial.main), other: baseOf(without) };
  for (const [index, step] of kept.entries()) {
    const other = without.steps.at(index);
    if (other === undefined) return undefined;
    const answer = answerOf(step, bases.main);
    const otherAnswer = answerOf(other, bases.other);
    if (answer === otherAnswer) continue;
    return differs(step, other, answer, otherAnswer);
  }
  return 'holds';
}

function differs(
  step: Step,
  other: Step,
  answer: string,
  otherAnswer: string,
): Judgement<'differs'> {
  return {
    property: 'failed-call-no-effect',
    clause: 'placement',
    step: step.index,
    evidence: {
      kind: 'differs',
      role: 'withoutRefused',
      otherStep: other.index,
      answer,
      otherAnswer,
    },
  };
}

const baseOf = (execution: Trial['main']): bigint => execution.extents.at(0)?.region.start ?? 0n;
