import { drainOrderNames, type DrainOrderName } from '../core/request-kind.js';
import type { Execution } from '../core/execution.js';
import { growthLimit } from '../core/growth-limit.js';
import { makeProgram, requestCount, type Program } from '../core/program.js';
import type { PropertyId } from '../core/property-id.js';
import type { DerivedRole, Trial, TrialExecution } from '../core/trial.js';
import { whyUnlawful } from '../contract/requests/why-unlawful.js';
import { allProperties, propertyOf } from '../../properties/index.js';
import { growthOverRounds, outgrows } from '../../properties/bounded-growth.js';
import { rolesOf } from '../../properties/property.js';
import {
  allocRequest,
  append,
  counted,
  drained,
  keepRequests,
  recounted,
  repeated,
  withoutRefused,
} from './derive-programs.js';
import { LargestGrants, largestGrant } from './largest-grant.js';
import type { Patience } from './patience.js';
import { runPrograms } from './run-programs.js';
import type { Session } from './session.js';

/** Rounds of a leak trial (S25). */
const ROUNDS = 64;
/**
 * Where they grew, as many times the rounds are run: glibc grows over 64 rounds of an aligned block of 64
 * KiB, and no more over a million.
 */
const RUN_ON = 8;
/** Longest program whose leak trial is run: 64 rounds of it are one execution. */
const LONGEST_ROUND = 400;
/** What is asked in place of the largest grant where nothing limits an allocator. */
const UNLIMITED_BYTES = 2n ** 20n;
/** Longest program that is drained in every order; longer ones in one that depends on their length. */
const LONGEST_ALL_ORDERS = 64;

const refusedIn = ({ steps }: Execution): number =>
  steps.filter(({ outcome }) => outcome.kind === 'refused').length;

type Derivation = (main: Execution) => Promise<TrialExecution[]>;

/**
 * Runs the executions that properties of trials need beside the main one (S5), for those of `wanted`
 * that the contract claims.
 */
export class TrialRunner {
  private readonly largest: LargestGrants;
  /** Who runs the execution of a role. */
  private readonly derivations: Readonly<Record<DerivedRole, Derivation>>;

  constructor(
    private readonly session: Session,
    private readonly patience: Patience = 'confirming',
  ) {
    this.largest = new LargestGrants(session, patience);
    const reclaim: Derivation = (main) => this.reclaim(main);
    const refusals: Derivation = (main) => this.refusals(main);
    this.derivations = {
      again: (main) => this.again(main),
      withoutRefused: (main) => this.withoutRefused(main),
      calibrate: reclaim,
      drained: reclaim,
      counted: reclaim,
      recounted: reclaim,
      beforeRefusal: refusals,
      afterRefusal: refusals,
      rounds: (main) => this.rounds(main),
    };
  }

  /** Properties that need more than the main execution under this contract. */
  claimed(): PropertyId[] {
    const { contract, subject } = this.session;
    return allProperties
      .filter((property) => property.checkTrial !== undefined)
      .filter((property) => property.clause(contract, subject.description) !== undefined)
      .map((property) => property.id);
  }

  async run(main: Execution, wanted: readonly PropertyId[]): Promise<Trial> {
    const others: TrialExecution[] = [];
    if (main.death !== undefined) return { main, others };
    for (const property of wanted) others.push(...(await this.derive(main, property)));
    return { main, others };
  }

  /** Runs what the property needs; roles that are derived together are run together. */
  private async derive(main: Execution, property: PropertyId): Promise<TrialExecution[]> {
    const roles = rolesOf(propertyOf[property], this.session.contract);
    const derived: TrialExecution[] = [];
    // Which call is the k-th depends on the program: of others that the host refused says nothing.
    const isCounted = main.program.world.hostRefusesFrom > 0;
    const comparable = roles.filter((role) => !isCounted || role === 'again');
    for (const derive of new Set(comparable.map((role) => this.derivations[role]))) {
      derived.push(...(await derive(main)));
    }
    return derived;
  }

  private async again({ program }: Execution): Promise<TrialExecution[]> {
    return this.execute([['again', program]]);
  }

  private async withoutRefused(main: Execution): Promise<TrialExecution[]> {
    return this.execute([['withoutRefused', withoutRefused(main.program, main)]]);
  }

  private async reclaim(main: Execution): Promise<TrialExecution[]> {
    const { program } = main;
    const most = this.most(main);
    if (most === undefined) return [];
    const world = this.lastWorld(program);
    const largest = await this.largest.fresh(world, { least: this.least(), most });
    if (largest === undefined) return [];
    const orders: readonly DrainOrderName[] =
      requestCount(program) <= LONGEST_ALL_ORDERS
        ? drainOrderNames
        : [drainOrderNames[requestCount(program) % drainOrderNames.length]];
    return this.execute([
      ['calibrate', makeProgram(world, [allocRequest(largest)])],
      ...orders.map((order): [DerivedRole, Program] => [
        'drained',
        drained(program, order, largest),
      ]),
      ...(await this.counts(program, largest)),
    ]);
  }

  /**
   * What counts the grants of a region of fixed length that holds several of the largest. Where it
   * holds one, that one says it all; where memory grows, how many there are is not the allocator's.
   */
  private async counts(
    program: Program,
    largest: bigint,
  ): Promise<(readonly [DerivedRole, Program])[]> {
    const { subject } = this.session;
    if (subject.description.growable) return [];
    const world = this.lastWorld(program);
    if (!(await this.largest.holdsTwo(world, largest))) return [];
    const units = { largest, smallest: this.least() };
    const order = drainOrderNames[requestCount(program) % drainOrderNames.length];
    return [
      ['counted', counted(world, units)],
      ['recounted', recounted(program, order, units)],
    ];
  }

  private lastWorld(program: Program): Program['world'] {
    return { ...program.world, resets: 0 };
  }

  private async rounds({ program }: Execution): Promise<TrialExecution[]> {
    if (requestCount(program) > LONGEST_ROUND) return [];
    const short = await this.execute([['rounds', repeated(program, ROUNDS)]]);
    if (short.length === 0) return [];
    const [{ execution }] = short;
    const growth = growthOverRounds(execution);
    if (execution.death !== undefined || growth === undefined || !outgrows(growth)) return short;
    // Without the world's limit, which would end a growth that stops by itself as if it did not.
    const unlimited = { ...program, world: { ...program.world, limitBytes: 0 } };
    const long = await this.execute([['rounds', repeated(unlimited, RUN_ON * ROUNDS)]]);
    // Where memory came to its end, or the subject did, the growth did not stop by itself.
    const hasEnded =
      long[0].execution.death !== undefined ||
      refusedIn(long[0].execution) > RUN_ON * refusedIn(execution);
    return hasEnded ? short : long;
  }

  private async refusals(main: Execution): Promise<TrialExecution[]> {
    const most = this.most(main);
    const refused = main.steps.findLast(
      (step) => step.outcome.kind === 'refused' && step.kind === 'alloc',
    );
    if (refused === undefined || most === undefined) return [];
    const before = keepRequests(main.program, (index) => index < refused.request);
    const { session, patience } = this;
    const least = this.least();
    const largest = await largestGrant({ session, patience }, before, { least, most });
    if (largest === undefined) return [];
    const after = keepRequests(main.program, (index) => index <= refused.request);
    const probe = [allocRequest(largest)];
    return this.execute([
      ['beforeRefusal', append(before, probe)],
      ['afterRefusal', append(after, probe)],
    ]);
  }

  /** Fewest bytes that a single grant is asked for. */
  private least(): bigint {
    return BigInt(this.session.terms.sizes.alloc.smallest);
  }

  /**
   * Most bytes that a single grant is asked for: the region's length or the limit of the world. Where
   * neither is known a size that is large beside what programs ask for. Undefined where nothing says a
   * length, and any size may be asked.
   */
  private most(main: Execution): bigint | undefined {
    const { subject, terms } = this.session;
    const region = main.extents.at(0)?.region;
    const length = region === undefined ? 0n : region.end - region.start;
    const limit = BigInt(growthLimit(subject.description, main.program.world));
    const bytes = subject.description.growable ? limit || UNLIMITED_BYTES : length;
    const { largest } = terms.sizes.alloc;
    const isKnown = bytes > 0n && bytes < 2n ** 53n - 1n;
    if (!isKnown) return largest < Number.MAX_SAFE_INTEGER ? BigInt(largest) : undefined;
    return largest === Infinity || bytes < BigInt(largest) ? bytes : BigInt(largest);
  }

  /** Runs programs, all of one kind of trial: none where one of them may not be asked. */
  private async execute(
    programs: readonly (readonly [DerivedRole, Program])[],
  ): Promise<TrialExecution[]> {
    const { terms } = this.session;
    const mayRun = programs.every(([, program]) => whyUnlawful(terms, program) === undefined);
    if (programs.length === 0 || !mayRun) return [];
    const executions = await runPrograms(
      this.session,
      programs.map(([, program]) => program),
      this.patience,
    );
    return executions.map((execution, index) => ({ role: programs[index][0], execution }));
  }
}
