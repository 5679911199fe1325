import { decodeExecution } from '../../dist/src/core/decode-execution.js';
import { packPrograms } from '../../dist/src/core/execution-batch.js';
import type { Execution } from '../../dist/src/core/execution.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { propertyIds, type PropertyId } from '../../dist/src/core/property-id.js';
import type { RecordedExecution } from '../../dist/src/core/recorded-execution.js';
import type { SubjectDescription } from '../../dist/src/core/subject-description.js';
import type { DerivedRole } from '../../dist/src/core/trial.js';
import type { ContractInput } from '../../dist/src/contract/document/contract-schema.js';
import { parseContract } from '../../dist/src/contract/document/parse-contract.js';
import { runSettings } from '../../dist/src/contract/terms/run-settings.js';
import { explain, type Explanation } from '../../dist/src/judge/explain.js';
import { Kernel } from '../../dist/src/judge/kernel.js';
import type { KernelVerdict } from '../../dist/src/judge/kernel-state.js';
import { judgeRecordedTrial } from '../../dist/src/judge/trial/judge-recorded-trial.js';
import type { TrialVerdict } from '../../dist/src/judge/trial/trial-verdict.js';
import { propertyOf } from '../../dist/properties/index.js';
import { termsOf, type Terms } from '../../dist/src/contract/terms/terms.js';
import { inProcessSubject } from '../../dist/src/subjects/in-process-subject.js';
import { GivenRegion } from '../../dist/src/subjects/module/given-region.js';
import { moduleTarget } from '../../dist/src/subjects/module/module-target.js';
import type { Target } from '../../dist/src/subjects/target.js';
import { encodeExecution } from './encode-execution.js';
import { scriptedAllocator, type Script } from './scripted-allocator.js';

type AskedKind = NonNullable<ContractInput['requests']>[number];

/** Requests of a literal, and what a scripted allocator answers to them. */
export interface ScriptedRun extends Script {
  /** Behind `allocert/1`; a world of 1,024 bytes where it gives none. */
  readonly program: string;
  /** What no module in this thread can do to an execution, such as dying while it is written to. */
  readonly edit?: (execution: Execution) => Execution;
}

export interface ScriptedTrial extends ScriptedRun {
  /** What is claimed beside {@link weakContract}. */
  readonly contract?: ContractInput;
  readonly subject?: Partial<SubjectDescription>;
  /** Request kinds beside those of {@link weakContract} that contract and subject have. */
  readonly asks?: readonly AskedKind[];
  readonly others?: readonly (ScriptedRun & { readonly role: DerivedRole })[];
}

export interface ScriptJudgement extends Explanation {
  /** The leading property; `nothing` where all holds. */
  readonly leads: PropertyId | 'nothing';
  readonly kernel: KernelVerdict;
  readonly execution: Execution;
  /** What the fast judge says of the others, by property. */
  readonly overOthers: ReadonlyMap<PropertyId, TrialVerdict>;
}

const weakRequests: readonly AskedKind[] = [
  ...(['alloc', 'allocZeroed', 'allocArray', 'realloc', 'reallocArray'] as const),
  ...(['resizeInPlace', 'dealloc', 'reset', 'extend'] as const),
];

/** Everything may be asked of a region of any shape, and little is claimed. */
const weakContract: ContractInput = {
  sizes: { abovePtrdiffMax: 'refused' },
  region: {
    baseAlign: 1,
    sizeMultiple: 1,
    smallestBytes: 1,
    smallestUsefulBytes: 65_536,
    freshBytes: 'any',
    reserveBytes: 256,
    growGranuleBytes: 1,
  },
};

const fixedPool: SubjectDescription = {
  name: 'scripted',
  kind: 'module',
  locator: 'scripted.js',
  digest: '',
  symbols: [],
  abi: 'allocert-module',
  sizeBits: 53,
  kinds: [],
  entryPoints: ['plain'],
  hasMemory: true,
  regionIsGiven: true,
  growable: false,
  footprintMeasured: false,
  suggestedContract: undefined,
};

/** Runs programs against scripts and judges the trial that they make, by both judges. */
export async function judgeScript(trial: ScriptedTrial): Promise<ScriptJudgement> {
  const requests = [...weakRequests, ...(trial.asks ?? [])];
  const contract = parseContract(
    {
      ...weakContract,
      requests,
      ...trial.contract,
      region: { ...weakContract.region, ...trial.contract?.region },
    },
    'a test',
  );
  const subject: SubjectDescription = {
    ...fixedPool,
    kinds: [...requests, 'fill', 'drain'],
    footprintMeasured: trial.footprintBytes !== undefined,
    ...trial.subject,
  };
  const terms = termsOf(contract, subject);
  const main = await run(trial, terms, subject);
  const others = await Promise.all(
    (trial.others ?? []).map(async (other) => ({
      role: other.role,
      execution: (await run(other, terms, subject)).execution,
    })),
  );
  const explanation = explain({ main: main.execution, others }, { contract, subject, terms });
  const recorded = {
    main: recordOf(main.execution),
    others: others.map(({ role, execution }) => ({ role, recorded: recordOf(execution) })),
  };
  return {
    ...explanation,
    ...main,
    leads: explanation.findings.at(0)?.property ?? 'nothing',
    overOthers: new Map(
      propertyIds
        .filter((id) => propertyOf[id].checkTrial !== undefined)
        .filter((id) => propertyOf[id].clause(contract, subject) !== undefined)
        .map((id) => [id, judgeRecordedTrial(id, recorded, terms)]),
    ),
  };
}

const recordOf = (execution: Execution): RecordedExecution => ({
  batch: encodeExecution(execution),
  index: 0,
  program: execution.program,
});

async function run(
  scripted: ScriptedRun,
  terms: Terms,
  subject: SubjectDescription,
): Promise<{ execution: Execution; kernel: KernelVerdict }> {
  const world = scripted.program.startsWith('{') ? '' : '{region=1024} ';
  const program = parseProgram(`allocert/1 ${world}${scripted.program}`);
  const budget = { hangLimitMs: 1_000, macroLimit: 1_000 };
  const batch = await inProcessSubject({
    description: subject,
    target: scriptedTarget(scripted),
  }).run(packPrograms([program]), runSettings(terms, budget));
  const execution = decodeExecution(batch, 0, program);
  const kernel = new Kernel(terms);
  return {
    execution: scripted.edit?.(execution) ?? execution,
    kernel: kernel.judge(batch, 0, program.world.limitBytes),
  };
}

/** A module's target whose instances also tell what was demanded of the host and not given. */
function scriptedTarget(scripted: ScriptedRun): Target {
  let demanded = 0;
  const make = scriptedAllocator(scripted, (bytes) => (demanded = bytes));
  const target = moduleTarget({
    kind: 'pool',
    make: make as (...pool: readonly unknown[]) => unknown,
    region: new GivenRegion(),
  });
  return {
    open(world, settings) {
      const instance = target.open(world, settings);
      if (instance === 'refused') return instance;
      const refresh = instance.refresh.bind(instance);
      return Object.assign(instance, {
        refresh: (): boolean => {
          const changed = refresh() || demanded > 0;
          Object.assign(instance, { demanded });
          demanded = 0;
          return changed;
        },
      });
    },
  };
}
