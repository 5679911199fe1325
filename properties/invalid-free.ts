import { lawfulKinds } from '../src/contract/requests/lawful-calls.js';
import { invalidFreeNames, type InvalidFreeName } from '../src/core/request-kind.js';
import type { Moment } from './each-moment.js';
import { lawfulTrap } from './lawful-end.js';
import { finding } from './moment.js';
import { property, type Judgement } from './property.js';

/** Frees of what is not live, and alignments that are none, get what the contract says. */
export const invalidFree = property({
  id: 'invalid-free',
  claim:
    'A free of null, a foreign or interior address, twice, or with a wrong size does ' +
    'what the contract says, and nothing else.',
  formula:
    'rejected: the answer says so; ignored: no fault; abort: the subject gives up; live ' +
    'blocks stay as they are',
  why:
    'Undefined is the rule and is never asked. Where an allocator promises to notice, ' +
    'the promise is as good as its check.',
  source: 'C17 7.22.3.3 (free(NULL)); POSIX posix_memalign (EINVAL); CWE-415, CWE-590',
  clause(contract, subject) {
    // What is promised of a call that nobody may make, or that there is not, can never be seen.
    const kinds = lawfulKinds(contract, subject);
    const modes = (['null', ...invalidFreeNames] as const).filter(
      (mode) =>
        contract.free[mode] !== 'undefined' &&
        kinds.includes(mode === 'null' ? 'deallocNull' : 'deallocInvalid'),
    );
    if (modes.length > 1) return 'free';
    if (modes.length === 1) return `free.${modes[0]}`;
    const rejects = contract.alignment.bad === 'rejected' && kinds.includes('badAlign');
    return rejects ? 'alignment.bad' : undefined;
  },
  evidence: ['invalidFreeAnswer'],
  countedBy: 'judges',
  onceBroken: 'ends',
  checkStep(moment) {
    const { step, contract } = moment;
    if (step.kind === 'deallocNull') return judge(moment, 'null', contract.free.null);
    if (step.kind === 'badAlign') {
      if (step.outcome.kind === 'refused' || lawfulTrap(moment)) return 'holds';
      return wrong(moment, 'badAlign', 'alignment.bad', 'rejected');
    }
    if (step.kind !== 'deallocInvalid') return 'notExercised';
    const mode = invalidFreeNames[Number(step.second)];
    return judge(moment, mode, contract.free[mode]);
  },
});

type Answer = 'undefined' | 'ignored' | 'rejected' | 'abort';

function judge(
  moment: Moment,
  mode: InvalidFreeName | 'null',
  expected: Answer,
): Judgement<'invalidFreeAnswer'> {
  const { outcome } = moment.step;
  const died = moment.death !== undefined;
  if (expected === 'undefined') return 'notExercised';
  if (expected === 'abort') return died ? 'holds' : wrong(moment, mode, `free.${mode}`, expected);
  if (died) return wrong(moment, mode, `free.${mode}`, expected);
  if (expected === 'rejected' && outcome.kind !== 'rejected')
    return wrong(moment, mode, `free.${mode}`, expected);
  return 'holds';
}

function wrong(
  moment: Moment,
  invalid: InvalidFreeName | 'null' | 'badAlign',
  clause: string,
  expected: string,
): Judgement<'invalidFreeAnswer'> {
  const { outcome } = moment.step;
  return finding(moment, 'invalid-free', clause, {
    kind: 'invalidFreeAnswer',
    invalid,
    expected,
    outcome,
  });
}
