import type { ContractInput } from '../../dist/src/contract/document/contract-schema.js';
import { parseContract } from '../../dist/src/contract/document/parse-contract.js';
import { runSettings } from '../../dist/src/contract/terms/run-settings.js';
import { termsOf, type Terms } from '../../dist/src/contract/terms/terms.js';
import type { Execution } from '../../dist/src/core/execution.js';
import { judgeScript, type ScriptedTrial } from '../support/judge-script.js';
import { held, moved, thrown } from '../support/scripted-answers.js';
import type { ClauseCase } from './clause-case.js';
import { describeSubject } from './describe-subject.js';

/** The leading property of a scripted execution. */
const judged = (one: ContractInput, other: ContractInput, script: ScriptedTrial): ClauseCase => ({
  one,
  other,
  observe: async (contract) =>
    (await judgeScript({ ...script, contract: { ...script.contract, ...contract } })).leads,
});

const bump = (placement: object): ContractInput => ({
  placement: { policy: 'bump', ...placement },
  region: { smallestBytes: 64, baseAlign: 64 },
  alignment: { maximum: 16 },
});

const gap = (clauses: object): ContractInput => ({
  nulls: 'gap',
  gap: { granuleBytes: 8, overheadBytes: 0, ...clauses },
});

const refusedOf = (program: string): ScriptedTrial => ({ program, answers: [null] });
const traps: ContractInput = { refusal: 'trap', refusalErrors: ['memory is out'] };
const abort: ScriptedTrial = {
  program: 'A=alloc(2000)',
  answers: [thrown('gave up')],
  edit: (execution: Execution): Execution => ({
    ...execution,
    ...(execution.death && { death: { ...execution.death, fault: 'abort' } }),
  }),
};

const withoutError = (execution: Execution): Execution => ({
  ...execution,
  steps: execution.steps.map((step) =>
    step.outcome.kind === 'refused'
      ? { ...step, outcome: { kind: 'refused', error: 'none' } }
      : step,
  ),
});

const termsUnder = (contract: ContractInput): Terms =>
  termsOf(parseContract(contract, 'a test'), describeSubject());

/** For each leaf of the contract schema that changes a verdict, an execution of which it does. */
export const judgedClauses: Readonly<Record<string, ClauseCase>> = {
  name: {
    one: { name: 'one' },
    other: { name: 'other' },
    observe: (contract) => Promise.resolve(termsUnder(contract).contractName),
  },
  'sizes.aboveLargest': judged(
    { sizes: { largest: 64, aboveLargest: 'refused' } },
    { sizes: { largest: 64 } },
    { program: 'A=alloc(65)', answers: [0] },
  ),
  'alignment.natural': judged(
    { alignment: { natural: 8 } },
    { alignment: { natural: 1 } },
    { program: 'A=alloc(8)', answers: [4] },
  ),
  zeroSize: judged({ zeroSize: 'null' }, { zeroSize: 'dangling' }, refusedOf('A=alloc(0)')),
  refusal: judged(traps, {}, { program: 'A=alloc(8)', answers: [thrown('memory is out')] }),
  refusalErrors: judged(
    traps,
    { refusal: 'trap' },
    { program: 'A=alloc(8)', answers: [thrown('memory is out')] },
  ),
  refusalMayAbort: judged({ refusalMayAbort: true }, {}, abort),
  hostRefused: judged(
    { hostRefused: 'refused' },
    {},
    {
      ...abort,
      program: 'A=alloc(8)',
      edit: (execution) => {
        const died = abort.edit?.(execution) ?? execution;
        const extents = died.extents.map((event) => ({
          ...event,
          step: 1,
          hostRefusedBytes: 4_096n,
        }));
        return { ...died, extents: [...died.extents, ...extents] };
      },
    },
  ),
  refusalErrno: judged(
    { refusalErrno: 'set' },
    {},
    { ...refusedOf('A=alloc(8)'), edit: withoutError },
  ),
  nulls: judged({ ...bump({}), nulls: 'exact' }, bump({}), refusedOf('A=alloc(8)')),
  'gap.granuleBytes': judged(gap({}), gap({ granuleBytes: 2_048 }), refusedOf('A=alloc(1000)')),
  'gap.overheadBytes': judged(gap({}), gap({ overheadBytes: 16 }), refusedOf('A=alloc(1000)')),
  'gap.alignSlack': judged(gap({}), gap({ alignSlack: 'align' }), refusedOf('A=alloc(1000,64)')),
  'gap.rounding': judged(
    gap({}),
    gap({ rounding: 'powerOfTwo' }),
    refusedOf('{region=1000} A=alloc(600)'),
  ),
  'region.smallestUsefulBytes': judged(
    { region: { smallestUsefulBytes: 1_024 } },
    { region: { smallestUsefulBytes: 2_048 } },
    refusedOf('A=alloc(8)'),
  ),
  'region.maxBlocks': judged(
    { region: { smallestUsefulBytes: 1_024, maxBlocks: 1 } },
    { region: { smallestUsefulBytes: 1_024 } },
    { program: 'A=alloc(8) B=alloc(8)', answers: [0, null] },
  ),
  'region.mayRefuseInit': judged(
    { region: { mayRefuseInit: true } },
    {},
    { program: 'A=alloc(16)', answers: ['refuse init'] },
  ),
  'region.ownBytes': judged(
    { region: { ownBytes: 64 } },
    {},
    {
      program: '{region=1024} A=alloc(128)',
      answers: [0],
      subject: { regionIsGiven: false, growable: false },
    },
  ),
  'region.metadata': judged(
    { region: { smallestBytes: 64, metadata: [{ start: 0, end: 16 }] } },
    { region: { smallestBytes: 64 } },
    { program: 'A=alloc(8)', answers: [8] },
  ),
  'realloc.keepsAlignment': judged(
    { realloc: { keepsAlignment: true } },
    {},
    { program: 'A=alloc(8,64) realloc(A,16)', answers: [0, moved(0, 136, 8)] },
  ),
  'realloc.inPlaceOnly': judged(
    { realloc: { inPlaceOnly: true } },
    {},
    { program: 'A=alloc(8) realloc(A,16)', answers: [0, moved(0, 64, 8)] },
  ),
  'free.foreign': judged(
    { free: { foreign: 'rejected' } },
    { free: { foreign: 'ignored' } },
    { program: 'freeInvalid(foreign,+512)', answers: [true], asks: ['deallocInvalid'] },
  ),
  'free.twice': judged(
    { free: { twice: 'rejected' } },
    { free: { twice: 'ignored' } },
    {
      program: 'A=alloc(8) free(A) freeInvalid(twice,A)',
      answers: [0, true, true],
      asks: ['deallocInvalid'],
    },
  ),
  reclaims: judged(
    { reclaims: 'everything' },
    {},
    {
      program: 'A=alloc(8)',
      answers: [0],
      others: [
        { role: 'calibrate', program: 'B=alloc(64)', answers: [0] },
        { role: 'drained', program: 'A=alloc(8) free(A) B=alloc(64)', answers: [0, true, null] },
      ],
    },
  ),
  reuse: judged(
    { reuse: 'sameLayout' },
    {},
    { program: 'A=alloc(8) free(A) B=alloc(8)', answers: [0, true, null] },
  ),
  growth: judged(
    { growth: 'unjudged' },
    {},
    { program: 'A=alloc(16)', answers: [held(2 ** 26, 0)], footprintBytes: 65_536 },
  ),
  'placement.policy': judged(
    bump({ granuleBytes: 8 }),
    bump({ policy: 'first-fit', granuleBytes: 8 }),
    { program: 'A=alloc(8) free(A) B=alloc(8)', answers: [0, true, 0] },
  ),
  'placement.granuleBytes': judged(bump({ granuleBytes: 16 }), bump({}), {
    program: 'A=alloc(3) B=alloc(3)',
    answers: [0, 16],
  }),
  'placement.dataStart': judged(bump({ dataStart: 32 }), bump({}), {
    program: 'A=alloc(8)',
    answers: [32],
  }),
  'placement.dataEnd': judged(bump({ dataEnd: 32 }), bump({}), {
    program: 'A=alloc(33)',
    answers: [0],
  }),
  'placement.alignsTo': judged(
    bump({ granuleBytes: 16, dataStart: 8, alignsTo: 'granule' }),
    bump({ granuleBytes: 16, dataStart: 8 }),
    { program: 'A=alloc(8,16)', answers: [16] },
  ),
  usableSize: judged(
    { usableSize: 'atLeast' },
    { usableSize: 'absent', requests: ['alloc'] },
    { program: 'A=alloc(8) usable(A)', answers: [0, 4], asks: ['usable'] },
  ),
  deterministic: judged(
    { deterministic: 'claimed' },
    {},
    {
      program: 'A=alloc(16)',
      answers: [0],
      others: [{ role: 'again', program: 'A=alloc(16)', answers: [8] }],
    },
  ),
  fillLimitBytes: {
    one: { fillLimitBytes: 16 },
    other: { fillLimitBytes: 4_096 },
    observe: (contract) =>
      Promise.resolve(
        runSettings(termsUnder(contract), {
          hangLimitMs: 1_000,
          macroLimit: 1,
        }).fillLimitBytes,
      ),
  },
};
